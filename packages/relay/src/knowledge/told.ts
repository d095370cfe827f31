import type { Found, Passage } from "@bean-brew/tools";

/** What is likely no answer is not told beside one that is. */
const MIN_BESIDE = 0.25;
/** How many questions are told when nothing answers. */
export const MAX_CLOSEST = 3;

/** What is told of passages, the likeliest first: answers, when the first of them is likely enough to be one. */
export function toldOf(found: readonly Passage[], threshold: number, limit: number): Found {
  if ((found[0]?.score ?? 0) < threshold) {
    return { passages: [], closest: [...new Set(found.map(({ question }) => question))].slice(0, MAX_CLOSEST) };
  }
  return { passages: found.filter(({ score }, n) => n === 0 || score >= MIN_BESIDE).slice(0, limit), closest: [] };
}
