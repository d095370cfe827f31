import { z } from "zod";
import { requireAccess, requireKnown } from "../identity/access.js";
import { customerIdSchema } from "../identity/fields.js";
import type { Agenda } from "../shop/booking.js";
import { ordersOf, tellOrder } from "../shop/orders.js";
import { defineTool } from "../tool.js";
import { leftOut, thatFit } from "./lists.js";

/** The most orders that one answer tells: the latest ones. */
export const MAX_ORDERS_TOLD = 25;
/** The most lines of one order that are told. */
export const MAX_LINES_TOLD = 20;

/** Tells the identified customer's orders, the latest first. */
export function getOrders({ documents, clock, calendar }: Agenda) {
  return defineTool({
    name: "get_orders",
    description:
      "List the identified customer's orders, the latest first, with what was ordered, the total and the status. " +
      "For questions about a delivery or an order.",
    label: "Looking up orders",
    kind: "read",
    schema: z.object({
      customer_id: customerIdSchema("The identified customer's number, from find_customer."),
    }),
    async run({ customer_id: customerId }, { caller }) {
      requireAccess(caller, customerId);
      const now = clock();
      const all = await ordersOf(documents, customerId);
      if (all.length === 0) await requireKnown(documents, caller, customerId);
      const latest = all.slice(0, MAX_ORDERS_TOLD).map(({ id, body }) => {
        const order = tellOrder(calendar, id, body, now);
        return {
          ...order,
          lines: order.lines.slice(0, MAX_LINES_TOLD),
          ...leftOut("lines", order.lines, MAX_LINES_TOLD),
        };
      });
      const orders = thatFit(latest);
      const result = { customer_id: customerId, orders, ...leftOut("orders", all, orders.length) };
      return { result, concerns: customerId };
    },
  });
}
