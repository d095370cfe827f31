import { describe, expect, it } from "vitest";
import { countReceived, MAX_COUNTED_TURNS } from "./received.js";

describe("received audio", () => {
  it("tells what part of a turn was heard, of the newest turns", () => {
    const received = countReceived();
    for (let turn = 0; turn <= MAX_COUNTED_TURNS; turn += 1) received.add(turn, 100);
    received.add(1, 100);
    expect(received.part(1, 50)).toBe(0.25);
    expect(received.has(0)).toBe(false);
    expect(received.part(0, 50)).toBe(0);
    received.clear();
    expect(received.has(1)).toBe(false);
  });
});
