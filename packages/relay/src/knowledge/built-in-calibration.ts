import { THRESHOLD, type Calibration } from "./calibration.js";

/**
 * For folders without a calibration of their own. Fitted by `scripts/calibration.mjs` to questions about six shops of
 * different trades; fitted to any five of them it does as well on the sixth as one that was fitted to that.
 */
export const BUILT_IN_CALIBRATION: Calibration = {
  combined: { bias: -3.42, weights: { cosine: 0.92, standsOut: 14.3, agreement: 2.85 } },
  lexical: { bias: -2.41, weights: { margin: 2.41, agreement: 3.88, about: 0.91 } },
  threshold: THRESHOLD,
  questions: 867,
};
