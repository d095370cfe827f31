import { z } from "zod";
import { momentSchema } from "../booking/moment.js";
import { requireAppointment } from "../identity/access.js";
import { appointmentIdSchema } from "../identity/fields.js";
import { writeOf, type Agenda } from "../shop/booking.js";
import { change, changePlan, toTime } from "../shop/changes.js";
import { defineTool } from "../tool.js";
import { serviceSchema } from "./choice.js";

const TOOL = "reschedule_appointment";

/** Moves an appointment of the identified customer to another slot, wholly or not at all. */
export function rescheduleAppointment(agenda: Agenda) {
  const { documents, calendar } = agenda;
  return defineTool({
    name: TOOL,
    description:
      "Move an appointment of the identified customer to another time, once the new day and time were agreed with " +
      "the caller. Take its id from get_appointments, and check the time with check_availability first. If the " +
      "answer says that the time is no longer available, the old appointment stands: offer the times that it names.",
    label: "Moving the appointment",
    kind: "write",
    schema: z.object({
      appointment_id: appointmentIdSchema("The appointment's id, from get_appointments: APT0042."),
      new_date: momentSchema(calendar, "When it is to start, in ISO 8601, local to the shop: 2026-11-24T10:00."),
      new_service: serviceSchema(calendar, "What it is for, if that changes, too.").optional(),
    }),
    async run({ appointment_id: id, new_date: start, new_service: service }, { caller, writeKey }) {
      const current = await requireAppointment(documents, caller, id);
      return change(agenda, current, toTime(start, service), { tool: TOOL, writeKey });
    },
    done: ({ writeKey }) => writeOf(documents, writeKey),
    async preview({ appointment_id: id, new_date: start, new_service: service }, { caller }) {
      const current = await requireAppointment(documents, caller, id);
      return changePlan(agenda, current, toTime(start, service));
    },
  });
}
