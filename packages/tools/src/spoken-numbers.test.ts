import { expect, it } from "vitest";
import { spokenDollars, spokenId, spokenPhone } from "./spoken-numbers.js";
import { fakeShop } from "./testing/fake-shop.js";

it.each([
  ["CUST0042", "42"],
  ["APT0008", "8"],
  ["ORD1234", "1234"],
  ["ORD0012345", "12, 345"],
])("says %s as %s", (id, words) => {
  expect(spokenId(id)).toBe(words);
});

it.each([
  ["+12125550142", "212, 555, 0142"],
  ["+442079460018", "+44, 20, 7946, 0018"],
  ["nonsense", ""],
])("says %s as %s", (phone, words) => {
  expect(spokenPhone(phone)).toBe(words);
});

it.each([
  [4550, "45 dollars and 50 cents"],
  [100, "1 dollar"],
  [1, "1 cent"],
  [0, "0 dollars"],
])("says %i cents as %s", (cents, words) => {
  expect(spokenDollars(cents)).toBe(words);
});

it("has what a voice should say beside the data, without a letter of an id", async () => {
  const call = (await fakeShop()).openCall();
  expect(await call("find_customer", { phone: "212 555 0142" })).toMatchObject({
    result: { spoken: "Maya Torres, customer number 1, phone 212, 555, 0142" },
  });
  const { result } = await call("get_orders", { customer_id: "1" });
  const { orders } = result as { orders: { spoken: string }[] };
  expect(orders.length).toBeGreaterThan(0);
  for (const { spoken } of orders) {
    expect(spoken).toMatch(/^order number \d+ of \w+day the \d+\w\w( of \w+)?: \d+ pieces?, \d+ dollars.*, \w+$/);
  }
});
