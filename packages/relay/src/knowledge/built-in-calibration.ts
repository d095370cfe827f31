import { THRESHOLD, type Calibration } from "./calibration.js";

/** For folders without a calibration of their own. */
export const BUILT_IN_CALIBRATION: Calibration = {
  combined: { bias: -2.6, weights: { cosine: 0.25, margin: 7, standsOut: 7.1 } },
  lexical: { bias: -4, weights: { agreement: 5, about: 2, margin: 1 } },
  threshold: THRESHOLD,
  questions: 571,
};
