import type { Check } from "./health.js";

/** For so long what came of a check is told to everybody who asks, in ms. */
export const SHARED_MS = 1_000;

/** A check that is made at most once at a time, and once in a while, however many ask. It must not reject; `now` in ms. */
export const sharedCheck = (check: () => Promise<Check>, now: () => number): (() => Promise<Check>) => {
  let last: Promise<Check> | undefined;
  let until = 0;
  return () => {
    if (last && now() < until) return last;
    until = Infinity;
    last = check().finally(() => {
      until = now() + SHARED_MS;
    });
    return last;
  };
};
