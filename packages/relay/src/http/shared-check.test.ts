import { expect, it } from "vitest";
import type { Check } from "./health.js";
import { SHARED_MS, sharedCheck } from "./shared-check.js";

it("is made once for all who ask at once, or a moment later, and then anew", async () => {
  let now = 0;
  const asked: ((check: Check) => void)[] = [];
  const check = sharedCheck(
    () => new Promise<Check>((resolve) => asked.push(resolve)),
    () => now,
  );
  const first = [check(), check()];
  // It takes its time, and is not made again meanwhile.
  now = 60_000;
  first.push(check());
  asked[0]!({ status: "degraded" });
  expect(await Promise.all(first)).toEqual(first.map(() => ({ status: "degraded" })));
  now += SHARED_MS - 1;
  expect(await check()).toEqual({ status: "degraded" });
  expect(asked).toHaveLength(1);
  now += 1;
  const next = check();
  asked[1]!({ status: "ok" });
  expect(await next).toEqual({ status: "ok" });
});
