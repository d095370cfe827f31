import { THRESHOLD, type Calibration } from "./calibration.js";

/**
 * For folders without a calibration of their own, and where those begin. Fitted by `scripts/calibration.mjs` to questions
 * about six shops of different trades, half of which that have no answer are near to the texts and half far from them.
 */
export const BUILT_IN_CALIBRATION: Calibration = {
  combined: {
    bias: -5.12,
    weights: { cosine: 4.91, standsOut: 7.83, margin: 4.76, agreement: 2.55, about: -0.57, length: 0.26 },
  },
  lexical: { bias: -2.26, weights: { margin: 1.72, agreement: 3.61, about: 2.34 } },
  threshold: THRESHOLD,
  questions: 867,
};
