import { expect, it } from "vitest";
import { MAX_KEYS, ratePerMinute } from "./rates.js";

/** A rate, and its clock. */
const open = (most: number) => {
  const clock = { now: 0 };
  return { clock, rate: ratePerMinute(most, () => clock.now) };
};

it("counts each key by itself, and says when to come back", async () => {
  const { rate, clock } = open(2);
  expect(await rate.take("a")).toBeUndefined();
  clock.now = 20_000;
  expect(await rate.take("a")).toBeUndefined();
  expect(await rate.take("a")).toBe(40);
  clock.now = 59_999;
  expect(await rate.take("a")).toBe(1);
  expect(await rate.take("b")).toBeUndefined();
  clock.now = 60_000;
  expect(await rate.take("a")).toBeUndefined();
});

it("remembers so many keys and no more, and forgets the oldest first", async () => {
  const { rate, clock } = open(1);
  await rate.take("first");
  clock.now = 1;
  await rate.take("second");
  for (let count = 2; count < MAX_KEYS; count += 1) await rate.take(`another ${count}`);
  expect(await rate.take("first")).toBe(60);
  await rate.take("one too many");
  expect(await rate.take("second")).toBe(60);
  expect(await rate.take("first")).toBeUndefined();
});
