import type { Line } from "./calibration.js";
import type { Evidence, Feature } from "./evidence.js";

/** What spoke for the entry that came first, and whether it was right. */
export interface Sample {
  readonly evidence: Evidence;
  readonly isRight: boolean;
  /** How much it counts; 1 when not given. */
  readonly weight?: number;
}

export interface FitOptions {
  readonly features: readonly Feature[];
  /** How strongly weights are held near those of `prior`, or near none, in samples. */
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
  length: 1.6,
};

/**
 * Fits a logistic regression by Newton's method, its weights (of features in units of their usual spread) held near the
 * prior's: few samples move it little.
 */
export function fitLine(samples: readonly Sample[], { features, strength, prior }: FitOptions): Line {
  const scales = features.map((feature) => SPREADS[feature]);
  const rows = samples.map(({ evidence, isRight, weight = 1 }): Row => ({
    values: [1, ...features.map((feature, n) => evidence[feature] / scales[n]!)],
    target: isRight ? 1 : 0,
    count: weight,
  }));
  const start = [prior?.bias ?? 0, ...features.map((feature, n) => (prior?.weights[feature] ?? 0) * scales[n]!)];
  // Without a prior the bias is free but for what keeps the matrix from being singular.
  const hold = start.map((_, n) => (n === 0 && prior === undefined ? 1e-3 : strength));
  const problem: Problem = { rows, start, hold };
  let beta: readonly number[] = start;
  for (let round = 0; round < ROUNDS; round += 1) {
    const step = newtonStep(problem, beta);
    const next = shortened(problem, beta, step);
    if (next === undefined) break;
    beta = next;
    if (Math.max(...step.map(Math.abs)) < 1e-9) break;
  }
  const [bias = 0, ...weights] = beta;
  return { bias, weights: Object.fromEntries(features.map((feature, n) => [feature, weights[n]! / scales[n]!])) };
}

interface Row {
  readonly values: readonly number[];
  readonly target: number;
  readonly count: number;
}

interface Problem {
  readonly rows: readonly Row[];
  readonly start: readonly number[];
  readonly hold: readonly number[];
}

const sumOf = ({ values }: Row, beta: readonly number[]): number =>
  values.reduce((sum, value, n) => sum + value * beta[n]!, 0);

/** What is made small: how unlikely the samples are, and how far the start has been left. */
function lossOf({ rows, start, hold }: Problem, beta: readonly number[]): number {
  let loss = beta.reduce((sum, value, n) => sum + (hold[n]! * (value - start[n]!) ** 2) / 2, 0);
  for (const row of rows) {
    const sum = sumOf(row, beta);
    loss += row.count * (Math.max(sum, 0) + Math.log1p(Math.exp(-Math.abs(sum))) - row.target * sum);
  }
  return loss;
}

/** A step or a half of it and so on, until it is one downhill: a whole one may lead far beyond, where all is certain. */
function shortened(problem: Problem, beta: readonly number[], step: readonly number[]): number[] | undefined {
  const before = lossOf(problem, beta);
  for (let part = 1; part > 1e-6; part /= 2) {
    const next = beta.map((value, n) => value - part * step[n]!);
    if (lossOf(problem, next) < before) return next;
  }
  return undefined;
}

function newtonStep({ rows, start, hold }: Problem, beta: readonly number[]): number[] {
  const size = beta.length;
  const gradient = beta.map((value, n) => hold[n]! * (value - start[n]!));
  const hessian = beta.map((_, i) => beta.map((_, j) => (i === j ? hold[i]! : 0)));
  for (const row of rows) {
    const p = 1 / (1 + Math.exp(-sumOf(row, beta)));
    const weight = row.count * Math.max(p * (1 - p), 1e-6);
    for (let i = 0; i < size; i += 1) {
      gradient[i]! += row.count * (p - row.target) * row.values[i]!;
      for (let j = 0; j < size; j += 1) hessian[i]![j]! += weight * row.values[i]! * row.values[j]!;
    }
  }
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
