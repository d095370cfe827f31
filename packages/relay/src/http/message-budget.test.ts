import { MAX_FRAME_BYTES } from "@bean-brew/widget/protocol";
import { expect, it } from "vitest";
import { MAX_BYTES_AT_ONCE, MAX_MESSAGES_AT_ONCE, MAX_MESSAGES_PER_SECOND, openBudget } from "./message-budget.js";

/** How many messages of so many bytes may be sent now. */
const spent = (budget: ReturnType<typeof openBudget>, bytes: number): number => {
  let count = 0;
  while (count < MAX_MESSAGES_AT_ONCE * 2 && budget.spend(bytes)) count += 1;
  return count;
};

it("lets some seconds of messages come at once, then as many as time passes, and saves up no more", () => {
  const budget = openBudget();
  expect(spent(budget, 0)).toBe(MAX_MESSAGES_AT_ONCE);
  budget.refill(1_000);
  // One was refused, and is owed.
  expect(spent(budget, 0)).toBe(MAX_MESSAGES_PER_SECOND - 1);
  budget.refill(3_600_000);
  expect(spent(budget, 0)).toBe(MAX_MESSAGES_AT_ONCE);
});

it("counts bytes in the same way", () => {
  const budget = openBudget();
  expect(spent(budget, MAX_FRAME_BYTES)).toBe(MAX_BYTES_AT_ONCE / MAX_FRAME_BYTES);
  budget.refill(1_000);
  expect(spent(budget, MAX_FRAME_BYTES)).toBe(0);
  budget.refill(3_600_000);
  expect(spent(budget, MAX_FRAME_BYTES)).toBe(MAX_BYTES_AT_ONCE / MAX_FRAME_BYTES);
});

it("has room for audio at 48 kHz as base64, for as long as one likes", () => {
  const budget = openBudget();
  const frame = JSON.stringify({
    type: "audio_data",
    audio: Buffer.alloc((48_000 * 2) / 100).toString("base64"),
    sampleRate: 48_000,
  });
  for (let ms = 0; ms < 60_000; ms += 10) {
    expect(budget.spend(frame.length)).toBe(true);
    budget.refill(10);
  }
});
