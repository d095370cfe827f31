import { describe, expect, it } from "vitest";
import { isFull } from "./capacity.js";
import type { Visitor } from "./gate.js";

const CAPS = { sessions: 4, sessionsPerAddress: 2 };
const site = (id: string, sessions?: number) => ({
  id,
  key: `pk_${id}`,
  origins: [`https://${id}.example`],
  limits: { sessions },
});
const visitor = (address: string, of?: Visitor["site"]): Visitor => ({
  address,
  scope: "public",
  ...(of && { site: of }),
});

describe("one more session", () => {
  it("is too many for the relay", () => {
    const present = ["1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4"].map((address) => visitor(address));
    expect(isFull(CAPS, visitor("1.1.1.5"), present.slice(1))).toBe(false);
    expect(isFull(CAPS, visitor("1.1.1.5"), present)).toBe(true);
  });

  it("is too many for its address, whichever of its network", () => {
    const present = [visitor("2001:db8::1"), visitor("2001:db8::2"), visitor("1.1.1.1")];
    expect(isFull(CAPS, visitor("2001:db8::3"), present)).toBe(true);
    expect(isFull(CAPS, visitor("2001:db8:0:1::3"), present)).toBe(false);
    expect(isFull(CAPS, visitor("1.1.1.1"), present)).toBe(false);
  });

  it("is too many for its site alone", () => {
    const [shop, other] = [site("shop", 1), site("other")];
    const present = [visitor("1.1.1.1", shop), visitor("1.1.1.2", other)];
    expect(isFull(CAPS, visitor("1.1.1.3", shop), present)).toBe(true);
    expect(isFull(CAPS, visitor("1.1.1.3", other), present)).toBe(false);
  });
});
