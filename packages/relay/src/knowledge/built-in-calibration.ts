import { THRESHOLD, type Calibration } from "./calibration.js";

/**
 * For folders without a calibration of their own, and where those begin. Fitted by `scripts/calibration.mjs` to questions
 * about six shops of different trades, half of which that have no answer are near to the texts and half far from them.
 */
export const BUILT_IN_CALIBRATION: Calibration = {
  combined: {
    bias: -5.05,
    weights: { cosine: 4.56, standsOut: 7.84, margin: 4.91, agreement: 2.68, about: -0.42, length: 0.26 },
  },
  lexical: { bias: -2.36, weights: { margin: 1.78, agreement: 3.79, about: 2.4 } },
  threshold: THRESHOLD,
  questions: 867,
};
