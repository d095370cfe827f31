import { ToolError } from "../errors.js";
import type { Draft, Stored } from "../ports.js";
import { listingClaims, serviceOf, tellAppointment } from "./appointments.js";
import {
  MAX_RACES,
  requireBookable,
  requireService,
  timesOf,
  writeOf,
  written,
  type Agenda,
  type Writer,
  type Written,
} from "./booking.js";
import type { Appointment, AppointmentStatus, LastWrite } from "./records.js";
import { freeSeats } from "./seats.js";
import { appointmentCard, slotGone } from "./telling.js";

/** An appointment as it is to become, and how that is said: "cancelled". */
interface Change {
  readonly appointment: Appointment;
  /** What it holds of the calendar from then on. */
  readonly slots: readonly string[];
  readonly deed: string;
}

/** Makes the change of an appointment as it stands now. Throws `ToolError` when it cannot be. */
export type Changing = (agenda: Agenda, current: Stored<Appointment>) => Promise<Change>;

/**
 * Changes an appointment by one replacement of its document, which lets go of the old slot, takes the new one and
 * says that it was done: all of it happens, or nothing. The same write again gives what the first one gave.
 * `current` is the appointment as it was read; when it is no longer, it is looked at again.
 */
export async function change(
  agenda: Agenda,
  current: Stored<Appointment>,
  changing: Changing,
  writer: Writer,
): Promise<Written> {
  const { documents, calendar, clock } = agenda;
  for (let race = 0; race < MAX_RACES; race += 1) {
    const done = await writeOf(documents, writer.writeKey);
    if (done !== undefined) return done;
    const { id } = current;
    const stored = race === 0 ? current : await documents.get("appointments", id);
    if (stored === undefined) throw new ToolError("not_found", "Appointment not found: it was erased meanwhile.");
    const { appointment, slots, deed } = await changing(agenda, stored);
    const lastWrite: LastWrite = {
      tool: writer.tool,
      result: {
        message: `The appointment was ${deed}.`,
        appointment: tellAppointment(calendar, id, appointment, clock()),
      },
      card: appointmentCard(calendar, id, appointment, deed.split(" ")[0] ?? deed),
    };
    const claims = [...slots, ...listingClaims(calendar, id, appointment), writer.writeKey, ...kept(stored.claims)];
    const draft: Draft<Appointment> = { id, claims, body: { ...appointment, lastWrite } };
    if ((await documents.replace("appointments", { ...draft, revision: stored.revision })) === "done")
      return written(draft.body);
  }
  throw new ToolError("conflict", "Somebody else is changing that appointment: ask the caller to try again.");
}

/** What a change would make of an appointment, if it were made now. */
export async function changePlan(agenda: Agenda, current: Stored<Appointment>, changing: Changing): Promise<object> {
  const { appointment } = await changing(agenda, current);
  return tellAppointment(agenda.calendar, current.id, appointment, agenda.clock());
}

/** To another time, and perhaps for something else. The old slot is kept when the new one cannot be had. */
export const toTime =
  (start: number, serviceName: string | undefined): Changing =>
  async (agenda, { id, body }) => {
    const { documents, calendar, clock } = agenda;
    requireToCome(body, clock(), "moved");
    const service = serviceName === undefined ? serviceOf(calendar, body) : requireService(calendar, serviceName);
    if (start === Date.parse(body.start) && service.name === body.service) {
      throw new ToolError("conflict", "The appointment is at that time already: tell the caller.");
    }
    await requireBookable(agenda, { service, start }, clock());
    const slots = await freeSeats(documents, calendar, service, start, id);
    if (slots === undefined) throw await slotGone(documents, calendar, { service, start }, clock());
    return {
      appointment: { ...body, ...timesOf(service, start), service: service.name },
      slots,
      deed: "rescheduled successfully",
    };
  };

export const toCancelled: Changing = async ({ clock }, { body }) => {
  requireToCome(body, clock(), "cancelled");
  return { appointment: { ...body, status: "Cancelled" }, slots: [], deed: "cancelled successfully" };
};

/** To a status, by the staff. Only what is to take place holds its slot, which must be free if it was let go. */
export const toStatus =
  (status: AppointmentStatus): Changing =>
  async ({ documents, calendar, clock }, { id, body }) => {
    const deed = `updated: it is ${status} now`;
    if (status === body.status) throw new ToolError("conflict", `The appointment is ${status} already.`);
    if (status !== "Scheduled") return { appointment: { ...body, status }, slots: [], deed };
    const [service, start] = [serviceOf(calendar, body), Date.parse(body.start)];
    const slots = await freeSeats(documents, calendar, service, start, id);
    if (slots === undefined) throw await slotGone(documents, calendar, { service, start }, clock());
    return { appointment: { ...body, status }, slots, deed };
  };

/** Claims that are not about when the appointment is, whose it is, or who wrote it last. */
function kept(claims: readonly string[]): string[] {
  return claims.filter((claim) => !/^(?:slot|of|day|write):/.test(claim));
}

function requireToCome({ status, start }: Appointment, now: number, deed: string): void {
  if (status !== "Scheduled") {
    throw new ToolError("conflict", `An appointment that is ${status} cannot be ${deed}: offer to book a new one.`);
  }
  if (Date.parse(start) > now) return;
  throw new ToolError("conflict", `An appointment that has begun cannot be ${deed}: offer to book a new one.`);
}
