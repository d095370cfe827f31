import { expect, it } from "vitest";
import { once, until } from "./stopping.js";

it("waits until something is so, but not for ever", async () => {
  let looks = 0;
  await until(() => ++looks === 3, 1, 60_000);
  expect(looks).toBe(3);
  await until(() => true, 60_000, 60_000);
  await until(() => false, 60_000, 1);
});

it("does it once, for however many ask", async () => {
  let times = 0;
  const close = once(async () => (times += 1));
  expect(await Promise.all([close(), close()])).toEqual([1, 1]);
});
