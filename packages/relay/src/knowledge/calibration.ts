import { z } from "zod";
import type { Evidence, Feature } from "./evidence.js";
import { valueOf } from "./json.js";

/** Below this probability no answer is given. */
export const THRESHOLD = 0.5;

const features = [
  "cosine",
  "margin",
  "standsOut",
  "agreement",
  "about",
  "length",
] as const satisfies readonly Feature[];
const line = z.object({
  bias: z.number(),
  weights: z.object(Object.fromEntries(features.map((feature) => [feature, z.number().default(0)]))),
});

const calibration = z.object({
  /** Of searches by meaning and words, if there was a model, and of those by words alone. */
  combined: line.optional(),
  lexical: line,
  threshold: z.number().min(0).max(1).default(THRESHOLD),
  /** How many questions it was fitted on. */
  questions: z.number().int().min(0),
  /** The model with which `combined` was fitted, by what tells its vectors from those of others. */
  model: z.string().optional(),
});

/** How likely it is that an entry answers, by what speaks for it: a logistic regression. */
export interface Line {
  readonly bias: number;
  readonly weights: Readonly<Partial<Record<Feature, number>>>;
}

export interface Calibration {
  readonly combined: Line;
  readonly lexical: Line;
  readonly threshold: number;
  readonly questions: number;
}

/** A folder's own: without a line for searches by meaning where it was fitted without a model. */
export interface OwnCalibration extends Omit<Calibration, "combined"> {
  readonly combined?: Line | undefined;
  readonly model?: string | undefined;
}

/**
 * Reads `calibration.json`.
 * @throws Error in a sentence when it is not one.
 */
export function readCalibration(text: string): OwnCalibration {
  const parsed = calibration.safeParse(valueOf(text));
  if (parsed.success) return parsed.data as OwnCalibration;
  throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
}

/** 0 to 1. */
export function probabilityOf({ bias, weights }: Line, evidence: Evidence): number {
  let sum = bias;
  for (const feature of features) sum += (weights[feature] ?? 0) * evidence[feature];
  return 1 / (1 + Math.exp(-sum));
}
