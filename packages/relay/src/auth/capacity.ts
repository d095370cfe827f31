import { addressKey } from "./address.js";
import type { Visitor } from "./gate.js";

/** How many sessions there may be at once; a site may have its own limit. */
export interface Caps {
  readonly sessions: number;
  readonly sessionsPerAddress: number;
}

/** Whether one more would be too many: for the relay, for the visitor's site, or for the address it came from. */
export const isFull = (caps: Caps, visitor: Visitor, present: readonly Visitor[]): boolean => {
  if (present.length >= caps.sessions) return true;
  const { site } = visitor;
  const ofSite = site === undefined ? 0 : present.filter((other) => other.site?.id === site.id).length;
  if (ofSite >= (site?.limits?.sessions ?? Infinity)) return true;
  const key = addressKey(visitor.address);
  return present.filter(({ address }) => addressKey(address) === key).length >= caps.sessionsPerAddress;
};
