import { expect, it } from "vitest";
import { MAX_MESSAGES_AT_ONCE, MAX_MESSAGES_PER_SECOND, openBudget } from "./message-budget.js";

const spendAll = (budget: ReturnType<typeof openBudget>): number => {
  let spent = 0;
  while (budget.spend()) spent += 1;
  return spent;
};

it("lets a stalled network catch up, and then so many a second", () => {
  const budget = openBudget();
  expect(spendAll(budget)).toBe(MAX_MESSAGES_AT_ONCE);
  budget.refill(1_000);
  // The message that was too many is counted, too.
  expect(spendAll(budget)).toBe(MAX_MESSAGES_PER_SECOND - 1);
  budget.refill(3_600_000);
  expect(spendAll(budget)).toBe(MAX_MESSAGES_AT_ONCE);
});
