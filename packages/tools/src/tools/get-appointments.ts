import { z } from "zod";
import type { Calendar } from "../booking/calendar.js";
import { requireAccess, requireKnown } from "../identity/access.js";
import { customerIdSchema } from "../identity/fields.js";
import type { Clock, Documents } from "../ports.js";
import { appointmentsOf, tellAppointment } from "../shop/appointments.js";
import { defineTool } from "../tool.js";
import { leftOut, thatFit } from "./lists.js";

/** The most appointments that one answer tells: the latest ones. */
export const MAX_APPOINTMENTS_TOLD = 50;

/** Tells the identified customer's appointments, past and coming. */
export function getAppointments(ports: { documents: Documents; clock: Clock; calendar: Calendar }) {
  const { documents, clock, calendar } = ports;
  return defineTool({
    name: "get_appointments",
    description:
      "List the identified customer's appointments, past and coming, in order of time. Mention the coming ones " +
      "unless the caller asks about the past.",
    label: "Looking up appointments",
    kind: "read",
    schema: z.object({
      customer_id: customerIdSchema("The identified customer's number, from find_customer."),
    }),
    async run({ customer_id: customerId }, { caller }) {
      requireAccess(caller, customerId);
      const now = clock();
      const all = await appointmentsOf(documents, customerId);
      if (all.length === 0) await requireKnown(documents, caller, customerId);
      const told = all.slice(-MAX_APPOINTMENTS_TOLD).map(({ id, body }) => tellAppointment(calendar, id, body, now));
      const appointments = [...thatFit(told.toReversed())].reverse();
      const result = { customer_id: customerId, appointments, ...leftOut("earlier", all, appointments.length) };
      return { result, concerns: customerId };
    },
  });
}
