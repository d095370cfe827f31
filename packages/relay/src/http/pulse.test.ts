import { expect, it } from "vitest";
import { openPulse } from "./pulse.js";

it("is felt while something comes, and for one ping after", () => {
  const pulse = openPulse();
  expect(pulse.beat(0, 0)).toBe(true);
  pulse.heard();
  expect(pulse.beat(10, 0)).toBe(true);
  expect(pulse.beat(20, 0)).toBe(false);
});

it("is felt while a slow reader reads, and no more when it stops", () => {
  const pulse = openPulse();
  expect(pulse.beat(1_000, 500)).toBe(true);
  expect(pulse.beat(1_400, 900)).toBe(true);
  expect(pulse.beat(1_401, 0)).toBe(true);
  // What the network took while it had room says nothing of the reader.
  expect(pulse.beat(2_000, 100)).toBe(false);
  expect(pulse.beat(2_000, 100)).toBe(false);
});
