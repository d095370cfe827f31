import { DateTime } from "luxon";
import type { Calendar } from "../booking/calendar.js";
import { bookableWindow, localTime, slotsBetween, type Slot } from "../booking/slots.js";
import { spokenMoment } from "../booking/spoken.js";
import { MAX_FOUND } from "../limits.js";
import type { Documents, Stored } from "../ports.js";
import type { Appointment } from "./records.js";

const DAY = 86_400_000;
/** How much of the calendar is looked at in one go when free slots are sought. */
const LOOK_AHEAD = 7 * DAY;

/** An appointment as the model is told of one; times with the shop's offset. */
export interface ToldAppointment {
  readonly id: string;
  readonly customer_id: string;
  readonly customer_name: string;
  readonly date: string;
  readonly service: string;
  readonly status: string;
  readonly spoken: string;
}

/** An instant as it stands in claims and records: ISO 8601 in UTC, to the second. */
export function instantText(at: number): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}

/** ISO 8601 with the shop's offset. */
export function localText(calendar: Calendar, at: number): string {
  return localTime(calendar, at).toISO({ suppressMilliseconds: true }) ?? instantText(at);
}

/** `3` to `APT0003`. */
export function appointmentIdOf(number: number): string {
  return `APT${String(number).padStart(4, "0")}`;
}

export function slotClaim(start: number, seat: number): string {
  return `slot:${instantText(start)}#${seat}`;
}

/** What an appointment is listed by: its customer and its local day. */
export function listingClaims(calendar: Calendar, id: string, appointment: Appointment): string[] {
  const day = localTime(calendar, Date.parse(appointment.start)).toFormat("yyyy-MM-dd");
  return [`of:${appointment.customerId}#${id}`, `day:${day}#${id}`];
}

export function tellAppointment(
  calendar: Calendar,
  id: string,
  appointment: Appointment,
  now: number,
): ToldAppointment {
  const start = Date.parse(appointment.start);
  return {
    id,
    customer_id: appointment.customerId,
    customer_name: appointment.customerName,
    date: localText(calendar, start),
    service: appointment.service,
    status: appointment.status,
    spoken: spokenMoment(calendar, start, now),
  };
}

/** A customer's appointments in order of time, from at most `MAX_FOUND`. */
export async function appointmentsOf(
  documents: Documents,
  customerId: string,
): Promise<readonly Stored<Appointment>[]> {
  const found = await documents.find("appointments", { prefix: `of:${customerId}#` }, MAX_FOUND);
  return [...found].sort((a, b) => Date.parse(a.body.start) - Date.parse(b.body.start));
}

/** The first `limit` bookable slots that begin in `[from, to]` and have a free seat. */
export async function freeSlots(
  documents: Documents,
  calendar: Calendar,
  range: { readonly from: number; readonly to: number },
  now: number,
  limit: number,
): Promise<Slot[]> {
  const window = bookableWindow(calendar, now);
  const end = Math.min(range.to, window.to);
  const free: Slot[] = [];
  for (let from = Math.max(range.from, window.from); from <= end && free.length < limit; from += LOOK_AHEAD) {
    const slots = [...slotsBetween(calendar, from, Math.min(end, from + LOOK_AHEAD - 1))];
    const taken = await takenSeats(documents, slots);
    free.push(...slots.filter((slot) => (taken.get(instantText(slot.start)) ?? 0) < calendar.capacity));
  }
  return free.slice(0, limit);
}

/** How many seats are taken, by the slot's start. One look in the store for each UTC day. */
async function takenSeats(documents: Documents, slots: readonly Slot[]): Promise<Map<string, number>> {
  const days = new Set(slots.map((slot) => DateTime.fromMillis(slot.start, { zone: "utc" }).toFormat("yyyy-MM-dd")));
  const found = await Promise.all(
    [...days].map((day) => documents.find("appointments", { prefix: `slot:${day}` }, MAX_FOUND)),
  );
  const taken = new Map<string, number>();
  for (const { claims } of found.flat()) {
    for (const claim of claims) {
      const start = /^slot:(.+)#\d+$/.exec(claim)?.[1];
      if (start !== undefined) taken.set(start, (taken.get(start) ?? 0) + 1);
    }
  }
  return taken;
}
