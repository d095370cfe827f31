import { THRESHOLD, type Calibration } from "./calibration.js";

/**
 * For folders without a calibration of their own, and where those begin. Fitted by `scripts/calibration.mjs` to questions
 * about six shops of different trades, half of which that have no answer are near to the texts and half far from them.
 */
export const BUILT_IN_CALIBRATION: Calibration = {
  combined: {
    bias: -5.12,
    weights: { cosine: 4.79, standsOut: 8.07, margin: 4.63, agreement: 2.59, about: -0.57, length: 0.26 },
  },
  lexical: { bias: -2.27, weights: { margin: 1.71, agreement: 3.54, about: 2.39 } },
  threshold: THRESHOLD,
  questions: 867,
};
