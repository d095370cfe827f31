import { z } from "zod";
import type { Calendar } from "../booking/calendar.js";
import { momentSchema } from "../booking/moment.js";
import { ToolError } from "../errors.js";
import { requireAccess } from "../identity/access.js";
import { customerIdSchema } from "../identity/fields.js";
import type { Clock, Documents } from "../ports.js";
import { book } from "../shop/booking.js";
import { defineTool } from "../tool.js";
import { choiceSchema } from "./choice.js";

const TOOL = "create_appointment";

/** Books a slot for the identified customer. */
export function createAppointment(ports: { documents: Documents; clock: Clock; calendar: Calendar }) {
  const { documents, clock, calendar } = ports;
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
      service: choiceSchema(calendar.services, "What the appointment is for."),
    }),
    async run({ customer_id: customerId, date: start, service }, { caller, writeKey }) {
      requireAccess(caller, customerId);
      const customer = await documents.get("customers", customerId);
      if (customer === undefined) throw new ToolError("not_found", "Customer not found.");
      const request = { customerId, customerName: customer.body.name, start, service, tool: TOOL, writeKey };
      const { result, card } = await book(documents, calendar, request, clock());
      return { result, ...(card !== undefined && { card }) };
    },
  });
}
