import { z } from "zod";
import { requireAppointment } from "../identity/access.js";
import { appointmentIdSchema } from "../identity/fields.js";
import { writeOf, type Agenda } from "../shop/booking.js";
import { change, changePlan, toCancelled } from "../shop/changes.js";
import { defineTool } from "../tool.js";

const TOOL = "cancel_appointment";

/** Cancels an appointment of the identified customer; its slot is free again. */
export function cancelAppointment(agenda: Agenda) {
  const { documents } = agenda;
  return defineTool({
    name: TOOL,
    description:
      "Cancel an appointment of the identified customer, once the caller has said which one and has confirmed that it " +
      "is to be cancelled. Take its id from get_appointments. Not for another time: use reschedule_appointment.",
    label: "Cancelling the appointment",
    kind: "write",
    schema: z.object({
      appointment_id: appointmentIdSchema("The appointment's id, from get_appointments: APT0042."),
    }),
    async run({ appointment_id: id }, { caller, writeKey }) {
      const current = await requireAppointment(documents, caller, id);
      return change(agenda, current, toCancelled, { tool: TOOL, writeKey });
    },
    done: ({ writeKey }) => writeOf(documents, writeKey),
    async preview({ appointment_id: id }, { caller }) {
      return changePlan(agenda, await requireAppointment(documents, caller, id), toCancelled);
    },
  });
}
