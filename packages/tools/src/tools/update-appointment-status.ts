import { z } from "zod";
import { requireAppointment } from "../identity/access.js";
import { appointmentIdSchema } from "../identity/fields.js";
import { writeOf, type Agenda } from "../shop/booking.js";
import { change, changePlan, toStatus } from "../shop/changes.js";
import { APPOINTMENT_STATUSES } from "../shop/records.js";
import { defineTool } from "../tool.js";
import { choiceSchema } from "./choice.js";

const TOOL = "update_appointment_status";

/** Sets an appointment's status; for the staff only. */
export function updateAppointmentStatus(agenda: Agenda) {
  const { documents } = agenda;
  return defineTool({
    name: TOOL,
    description:
      "Set the status of any customer's appointment, as a member of the staff says: Completed when it took place, " +
      "Cancelled when it will not, Scheduled to take it up again.",
    label: "Updating the appointment",
    kind: "write",
    scope: "staff",
    schema: z.object({
      appointment_id: appointmentIdSchema("The appointment's id: APT0042."),
      new_status: choiceSchema(APPOINTMENT_STATUSES, "What it is from now on."),
    }),
    async run({ appointment_id: id, new_status: status }, { caller, writeKey }) {
      const current = await requireAppointment(documents, caller, id);
      return change(agenda, current, toStatus(status), { tool: TOOL, writeKey });
    },
    done: ({ writeKey }) => writeOf(documents, writeKey),
    async preview({ appointment_id: id, new_status: status }, { caller }) {
      return changePlan(agenda, await requireAppointment(documents, caller, id), toStatus(status));
    },
  });
}
