import { MAX_RESULT_CHARACTERS } from "../plain.js";

/** What is left of a result for what stands around its list, in UTF-16 units of JSON. */
const AROUND = 500;

/** As many items, from the first on, as one answer has room for. */
export function thatFit<Item>(items: readonly Item[]): readonly Item[] {
  let left = MAX_RESULT_CHARACTERS - AROUND;
  const end = items.findIndex((item) => (left -= JSON.stringify(item).length + 1) < 0);
  return end === -1 ? items : items.slice(0, end);
}

/** How many of a list are not told, as `orders_left_out`; nothing when all are. */
export function leftOut(name: string, all: readonly unknown[], told: number): Readonly<Record<string, number>> {
  return all.length > told ? { [`${name}_left_out`]: all.length - told } : {};
}
