import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openBackOff } from "./back-off.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("waits twice as long each time, up to a bound, until it has worked", () => {
  let done = 0;
  const backOff = openBackOff(() => (done += 1), { firstMs: 100, mostMs: 300 });
  const waits = (ms: number): void => {
    const before = done;
    backOff.again();
    backOff.again();
    vi.advanceTimersByTime(ms - 1);
    expect(done).toBe(before);
    vi.advanceTimersByTime(1);
    expect(done).toBe(before + 1);
  };
  [100, 200, 300, 300].forEach(waits);
  backOff.reset();
  waits(100);
  backOff.again();
  backOff.stop();
  vi.advanceTimersByTime(10_000);
  expect(done).toBe(5);
});
