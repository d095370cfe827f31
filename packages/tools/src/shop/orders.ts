import type { Calendar } from "../booking/calendar.js";
import { spokenDay } from "../booking/spoken.js";
import { MAX_FOUND } from "../limits.js";
import type { Documents, Stored } from "../ports.js";
import { spokenDollars, spokenId } from "../spoken-numbers.js";
import { localText } from "./appointments.js";
import type { Order } from "./records.js";

/** An order as the model is told of one; prices in dollars. */
export interface ToldOrder {
  readonly id: string;
  readonly customer_id: string;
  readonly customer_name: string;
  readonly date: string;
  /** How many pieces. */
  readonly items: number;
  readonly lines: readonly { readonly name: string; readonly quantity: number; readonly price: number }[];
  readonly total: number;
  readonly status: string;
  /** As a voice says it. */
  readonly spoken: string;
}

/** `3` to `ORD0003`. */
export function orderIdOf(number: number): string {
  return `ORD${String(number).padStart(4, "0")}`;
}

/** A customer's orders, the latest first, from at most `MAX_FOUND`. */
export async function ordersOf(documents: Documents, customerId: string): Promise<readonly Stored<Order>[]> {
  const found = await documents.find("orders", { prefix: `of:${customerId}#` }, MAX_FOUND);
  return [...found].sort((a, b) => Date.parse(b.body.placed) - Date.parse(a.body.placed));
}

export function tellOrder(calendar: Calendar, id: string, order: Order, now: number): ToldOrder {
  const { customerId, customerName, lines, placed, status } = order;
  const items = lines.reduce((sum, line) => sum + line.quantity, 0);
  const cents = lines.reduce((sum, line) => sum + line.quantity * line.priceCents, 0);
  const day = spokenDay(calendar, Date.parse(placed), now);
  return {
    id,
    customer_id: customerId,
    customer_name: customerName,
    date: localText(calendar, Date.parse(placed)),
    items,
    lines: lines.map(({ name, quantity, priceCents }) => ({ name, quantity, price: priceCents / 100 })),
    total: cents / 100,
    status,
    spoken: `order number ${spokenId(id)} of ${day}: ${items} piece${items === 1 ? "" : "s"}, ${spokenDollars(cents)}, ${status}`,
  };
}
