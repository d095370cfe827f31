import { z } from "zod";
import { momentSchema } from "../booking/moment.js";
import { ToolError } from "../errors.js";
import type { Caller } from "../caller.js";
import { requireAccess } from "../identity/access.js";
import { customerIdSchema } from "../identity/fields.js";
import { book, bookingPlan, writeOf, type Agenda, type BookingRequest } from "../shop/booking.js";
import { defineTool } from "../tool.js";
import { serviceSchema } from "./choice.js";

const TOOL = "create_appointment";

/** Books a slot for the identified customer. */
export function createAppointment(agenda: Agenda) {
  const { documents, calendar } = agenda;
  const requestOf = async (
    { customer_id: customerId, date: start, service }: { customer_id: string; date: number; service: string },
    caller: Caller,
  ): Promise<BookingRequest> => {
    requireAccess(caller, customerId);
    const customer = await documents.get("customers", customerId);
    if (customer === undefined) throw new ToolError("not_found", "Customer not found.");
    return { customerId, customerName: customer.body.name, start, service };
  };
  return defineTool({
    name: TOOL,
    description:
      "Book an appointment for the identified customer, once day, time and service were agreed with the caller. " +
      "Check the time with check_availability first. If the answer says that the time is no longer available, " +
      "offer the times that it names.",
    label: "Booking the appointment",
    kind: "write",
    schema: z.object({
      customer_id: customerIdSchema("The identified customer's number, from find_customer."),
      date: momentSchema(calendar, "When it starts, in ISO 8601, local to the shop: 2026-11-24T10:00."),
      service: serviceSchema(calendar, "What the appointment is for."),
    }),
    async run(args, { caller, writeKey }) {
      return book(agenda, await requestOf(args, caller), { tool: TOOL, writeKey });
    },
    done: ({ writeKey }) => writeOf(documents, writeKey),
    async preview(args, { caller }) {
      return bookingPlan(agenda, await requestOf(args, caller));
    },
  });
}
