import { DateTime } from "luxon";
import type { Calendar, Service } from "../booking/calendar.js";
import { bookableWindow, fits, freeAfter, slotsBetween, slotsHeld, type Slot } from "../booking/slots.js";
import { MAX_FOUND } from "../limits.js";
import type { Documents, Stored } from "../ports.js";
import { instantText } from "./appointments.js";
import type { Appointment } from "./records.js";

const DAY = 86_400_000;
/** How much of the calendar is looked at in one go when free slots are sought. */
const LOOK_AHEAD = 7 * DAY;

/** Holds one of a slot's seats, of which there are as many as appointments at the same time. */
export function slotClaim(start: number, seat: number): string {
  return `slot:${instantText(start)}#${seat}`;
}

/**
 * Claims on a free seat of every slot that a service holds from `start` on; undefined when one of them is full. Seats
 * of the appointment `own`, which is to move, count as free. Somebody else may be faster: only the store's answer to
 * a write says who has them.
 */
export async function freeSeats(
  documents: Documents,
  calendar: Calendar,
  service: Service,
  start: number,
  own?: string,
): Promise<readonly string[] | undefined> {
  const held = slotsHeld(calendar, service, start);
  const claims = await Promise.all(held.map((slot) => freeSeat(documents, calendar.capacity, slot, own)));
  const free = claims.filter((claim) => claim !== undefined);
  return free.length === held.length ? free : undefined;
}

async function freeSeat(
  documents: Documents,
  capacity: number,
  { start }: Slot,
  own: string | undefined,
): Promise<string | undefined> {
  const found = await documents.find("appointments", { prefix: `slot:${instantText(start)}#` }, MAX_FOUND);
  const taken = new Set(found.filter(({ id }) => id !== own).flatMap(({ claims }) => claims));
  const claims = Array.from({ length: capacity }, (_, index) => slotClaim(start, index + 1));
  const free = claims.filter((claim) => !taken.has(claim));
  // Seats of a larger capacity that the shop had before are taken, too.
  return found.filter(({ id }) => id !== own).length < capacity ? free[0] : undefined;
}

/** The first `limit` bookable slots that begin in `[from, to]` at which the service finds a free seat. */
export async function freeSlots(
  documents: Documents,
  calendar: Calendar,
  service: Service,
  range: { readonly from: number; readonly to: number },
  now: number,
  limit: number,
): Promise<Slot[]> {
  const window = bookableWindow(calendar, now);
  const end = Math.min(range.to, window.to);
  const free: Slot[] = [];
  for (let from = Math.max(range.from, window.from); from <= end && free.length < limit; from += LOOK_AHEAD) {
    const to = Math.min(end, from + LOOK_AHEAD - 1);
    const slots = [...slotsBetween(calendar, from, freeAfter(service, to))];
    const taken = await takenSeats(documents, slots);
    const isFull = ({ start }: Slot): boolean => (taken.get(instantText(start)) ?? 0) >= calendar.capacity;
    const full = slots.filter(isFull);
    const isFree = ({ start }: Slot): boolean =>
      !full.some((other) => other.start >= start && other.start < freeAfter(service, start));
    free.push(...slots.filter((slot) => slot.start <= to && fits(service, slot) && isFree(slot)));
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
  // An appointment around midnight is found for both days, and holds its seats once.
  const each = new Map<string, Stored<Appointment>>(found.flat().map((document) => [document.id, document]));
  for (const { claims } of each.values()) {
    for (const claim of claims) {
      const start = /^slot:(.+)#\d+$/.exec(claim)?.[1];
      if (start !== undefined) taken.set(start, (taken.get(start) ?? 0) + 1);
    }
  }
  return taken;
}
