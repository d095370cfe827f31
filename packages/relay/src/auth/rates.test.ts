import { expect, it } from "vitest";
import { ratePerMinute } from "./rates.js";

it("counts each key by itself, and says when to come back", async () => {
  const rate = ratePerMinute(2);
  expect(await rate.take("a")).toBeUndefined();
  expect(await rate.take("a")).toBeUndefined();
  const wait = await rate.take("a");
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60);
  expect(await rate.take("b")).toBeUndefined();
});
