import type { Line } from "./calibration.js";
import type { Evidence, Feature } from "./evidence.js";

/** What spoke for the entry that came first, and whether it was right. */
export interface Sample {
  readonly evidence: Evidence;
  readonly isRight: boolean;
}

export interface FitOptions {
  readonly features: readonly Feature[];
  /** How strongly weights are held near those of `prior`, in samples. */
  readonly strength: number;
  /** What is held without samples that say otherwise. */
  readonly prior?: Line | undefined;
}

const ROUNDS = 50;
/** How much each feature varies between questions, about: a weight is held by what it does over that. */
const SPREADS: Readonly<Record<Feature, number>> = {
  cosine: 0.15,
  margin: 0.1,
  standsOut: 0.1,
  agreement: 0.35,
  about: 0.35,
};

/**
 * Fits a logistic regression by Newton's method, its weights (of features in units of their usual spread) held near the
 * prior's: few samples move it little.
 */
export function fitLine(samples: readonly Sample[], { features, strength, prior }: FitOptions): Line {
  const scales = features.map((feature) => SPREADS[feature]);
  const rows = samples.map(({ evidence }) => [1, ...features.map((feature, n) => evidence[feature] / scales[n]!)]);
  const targets = samples.map(({ isRight }) => (isRight ? 1 : 0));
  const start = [prior?.bias ?? 0, ...features.map((feature, n) => (prior?.weights[feature] ?? 0) * scales[n]!)];
  const beta = [...start];
  for (let round = 0; round < ROUNDS; round += 1) {
    const step = newtonStep(rows, targets, beta, start, strength);
    step.forEach((change, n) => (beta[n]! -= change));
    if (Math.max(...step.map(Math.abs)) < 1e-9) break;
  }
  const [bias = 0, ...weights] = beta;
  return { bias, weights: Object.fromEntries(features.map((feature, n) => [feature, weights[n]! / scales[n]!])) };
}

function newtonStep(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  beta: readonly number[],
  start: readonly number[],
  strength: number,
): number[] {
  const size = beta.length;
  // The bias is free but for what keeps the matrix from being singular.
  const hold = beta.map((_, n) => (n === 0 ? 1e-3 : strength));
  const gradient = beta.map((value, n) => hold[n]! * (value - start[n]!));
  const hessian = beta.map((_, i) => beta.map((_, j) => (i === j ? hold[i]! : 0)));
  rows.forEach((row, at) => {
    const p = 1 / (1 + Math.exp(-row.reduce((sum, value, n) => sum + value * beta[n]!, 0)));
    const weight = Math.max(p * (1 - p), 1e-6);
    for (let i = 0; i < size; i += 1) {
      gradient[i]! += (p - targets[at]!) * row[i]!;
      for (let j = 0; j < size; j += 1) hessian[i]![j]! += weight * row[i]! * row[j]!;
    }
  });
  return solve(hessian, gradient);
}

/** Gauss with the largest pivot first. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, n) => [...row, right[n]!]);
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let n = column + 1; n < size; n += 1) {
      if (Math.abs(rows[n]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = n;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let n = 0; n < size; n += 1) {
      if (n === column) continue;
      const factor = rows[n]![column]! / rows[column]![column]!;
      for (let k = column; k <= size; k += 1) rows[n]![k]! -= factor * rows[column]![k]!;
    }
  }
  return rows.map((row, n) => row[size]! / row[n]!);
}
