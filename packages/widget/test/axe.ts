import "axe-core/axe.min.js";
import type axeCore from "axe-core";
import type { Agent } from "./harness.js";

declare const axe: typeof axeCore;

/** What axe has to say against an element as it is now. */
export const findings = async (agent: Agent): Promise<string[]> => {
  // A panel that still fades in has no contrast to measure. What turns for ever is not waited for.
  const finite = agent.root.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
  await Promise.all(finite.map((animation) => animation.finished));
  const { violations } = await axe.run(agent.element, {
    rules: { region: { enabled: false }, "target-size": { enabled: true } },
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
};
