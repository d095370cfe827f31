import type { Agent } from "./harness.js";

/** What can be pressed, ticked, typed in or scrolled, as far as it shows. */
export const controls = (agent: Agent): HTMLElement[] =>
  [...agent.root.querySelectorAll<HTMLElement>("button, input:not(.unseen), label, [tabindex='0']")].filter(
    (each) => each.getClientRects().length > 0,
  );

/** A piece, for a message. */
export const nameOf = (element: Element): string =>
  `${element.localName}[${element.getAttribute("part")}] ${element.getAttribute("aria-label") ?? element.textContent?.trim().slice(0, 20)}`;

/** Resolves when all that moves has come to rest, but for what turns for ever. */
export const settled = (agent: Agent): Promise<unknown> =>
  Promise.all(
    agent.root
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
      .map(({ finished }) => finished),
  );
