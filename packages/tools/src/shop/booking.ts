import type { Card } from "@bean-brew/widget/protocol";
import type { Calendar } from "../booking/calendar.js";
import { refusalOf } from "../booking/refusal.js";
import { localTime } from "../booking/slots.js";
import { spokenChoice } from "../booking/spoken.js";
import { ToolError } from "../errors.js";
import type { Documents } from "../ports.js";
import {
  appointmentIdOf,
  freeSlots,
  instantText,
  listingClaims,
  localText,
  slotClaim,
  tellAppointment,
} from "./appointments.js";
import type { Appointment, LastWrite } from "./records.js";

const MINUTE = 60_000;
/** How many other slots are offered when the wanted one cannot be had. */
const ALTERNATIVES = 3;

export interface BookingRequest {
  readonly customerId: string;
  readonly customerName: string;
  /** In ms since 1970. */
  readonly start: number;
  readonly service: string;
  readonly tool: string;
  readonly writeKey: string;
}

/**
 * Books a slot: one insert, which is the claim on the slot, the record, and the proof that it was done. The same
 * write again gives what the first one gave. Throws `ToolError` when the slot cannot be had.
 */
export async function book(
  documents: Documents,
  calendar: Calendar,
  request: BookingRequest,
  now: number,
): Promise<LastWrite> {
  const { start } = request;
  const done = await writeOf(documents, request.writeKey);
  if (done !== undefined) return done;
  const refusal = refusalOf(calendar, start, now);
  if (refusal !== undefined) {
    const details = await alternatives(documents, calendar, start, now);
    throw new ToolError("invalid_arguments", refusal, { details });
  }
  const id = appointmentIdOf(await documents.next("appointments"));
  const appointment = appointmentFor(calendar, request);
  const lastWrite = toldAs(calendar, request.tool, id, appointment, now);
  const body = { ...appointment, lastWrite };
  for (let seat = 1; seat <= calendar.capacity; seat += 1) {
    const claims = [slotClaim(start, seat), ...listingClaims(calendar, id, body), request.writeKey];
    const result = await documents.insert("appointments", { id, claims, body });
    if (result === "done") return lastWrite;
    // The claim that was taken may be the write's own: the same call at the same moment came first.
    const twin = await writeOf(documents, request.writeKey);
    if (twin !== undefined) return twin;
  }
  throw new ToolError("conflict", "That time is no longer available: offer the caller one of the next free ones.", {
    details: await alternatives(documents, calendar, start, now),
  });
}

/** What a write did, when it was done and nothing changed its record since. */
async function writeOf(documents: Documents, writeKey: string): Promise<LastWrite | undefined> {
  return (await documents.find("appointments", { claim: writeKey }, 1))[0]?.body.lastWrite;
}

function appointmentFor(calendar: Calendar, request: BookingRequest): Appointment {
  return {
    customerId: request.customerId,
    customerName: request.customerName,
    start: instantText(request.start),
    end: instantText(request.start + calendar.slotMinutes * MINUTE),
    service: request.service,
    status: "Scheduled",
  };
}

function toldAs(calendar: Calendar, tool: string, id: string, appointment: Appointment, now: number): LastWrite {
  return {
    tool,
    result: tellAppointment(calendar, id, appointment, now),
    card: appointmentCard(calendar, id, appointment, "booked"),
  };
}

/** What the page may show of an appointment that was just written. */
function appointmentCard(calendar: Calendar, id: string, appointment: Appointment, deed: string): Card {
  const start = Date.parse(appointment.start);
  return {
    kind: "appointment",
    title: localTime(calendar, start).toFormat("cccc d LLLL, HH:mm"),
    text: `${appointment.service} · ${id} · ${deed}`,
    event: {
      start: localText(calendar, start),
      end: localText(calendar, Date.parse(appointment.end)),
      title: `${appointment.service} at Bean & Brew`,
    },
  };
}

async function alternatives(
  documents: Documents,
  calendar: Calendar,
  after: number,
  now: number,
): Promise<{ available_slots: string[]; spoken?: string }> {
  const slots = await freeSlots(documents, calendar, { from: after, to: Infinity }, now, ALTERNATIVES);
  const starts = slots.map((slot) => slot.start);
  const spoken = spokenChoice(calendar, starts, now);
  return {
    available_slots: starts.map((start) => localText(calendar, start)),
    ...(spoken !== "" && { spoken }),
  };
}
