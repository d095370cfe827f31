import type { Calendar, Service } from "../booking/calendar.js";
import { bookableWindow, fits, freeAfter, slotsBetween, slotsHeld, type Slot } from "../booking/slots.js";
import { MAX_FOUND } from "../limits.js";
import type { Documents } from "../ports.js";
import { instantText, serviceOf } from "./appointments.js";

const MINUTE = 60_000;
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
  const holders = (await holdersOf(documents, calendar, held)).filter(({ id }) => id !== own);
  const claims = held.map((slot) => freeSeat(calendar, slot, holders));
  const free = claims.filter((claim) => claim !== undefined);
  return free.length === held.length ? free : undefined;
}

/** What of the calendar an appointment that takes place holds, and its claims on slots, by their starts. */
interface Holder {
  readonly id: string;
  readonly from: number;
  readonly until: number;
  readonly seats: ReadonlyMap<number, string>;
}

/**
 * A claim on a seat of the slot that is nobody's. Appointments that were made when slots began at other times reach
 * into it without a claim on it: each takes one of its last seats, so that claims settle who has the others.
 */
function freeSeat({ capacity }: Calendar, slot: Slot, holders: readonly Holder[]): string | undefined {
  const claimed = holders.flatMap(({ seats }) => seats.get(slot.start) ?? []);
  const reaching = holders.filter(
    ({ from, until, seats }) => from < slot.end && until > slot.start && !seats.has(slot.start),
  ).length;
  // Seats of a larger capacity that the shop had before are taken, too.
  if (claimed.length + reaching >= capacity) return undefined;
  const open = Array.from({ length: capacity - reaching }, (_, index) => slotClaim(slot.start, index + 1));
  return open.find((seat) => !claimed.includes(seat));
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
    const holders = await holdersOf(documents, calendar, slots);
    const full = slots.filter((slot) => freeSeat(calendar, slot, holders) === undefined);
    const isFree = ({ start }: Slot): boolean =>
      !full.some((other) => other.start >= start && other.start < freeAfter(service, start));
    free.push(...slots.filter((slot) => slot.start <= to && fits(service, slot) && isFree(slot)));
  }
  return free.slice(0, limit);
}

/** The appointments that may reach into slots: one look in the store for each UTC day. */
async function holdersOf(documents: Documents, calendar: Calendar, slots: readonly Slot[]): Promise<readonly Holder[]> {
  // An appointment has a claim at most a day, the longest slot, before whatever it reaches into.
  const days = new Set(slots.flatMap(({ start, end }) => [start - DAY, start, end - 1].map(utcDay)));
  const found = await Promise.all(
    [...days].map((day) => documents.find("appointments", { prefix: `slot:${day}` }, MAX_FOUND)),
  );
  // One around midnight is found for both days.
  const each = new Map(found.flat().map((document) => [document.id, document]));
  return [...each.values()].map(({ id, claims, body }) => {
    const { bufferMinutes } = serviceOf(calendar, body);
    const until = Date.parse(body.end) + bufferMinutes * MINUTE;
    const seats = claims.flatMap((claim): [number, string][] => {
      const at = /^slot:(.+)#\d+$/.exec(claim)?.[1];
      return at === undefined ? [] : [[Date.parse(at), claim]];
    });
    return { id, from: Date.parse(body.start), until, seats: new Map(seats) };
  });
}

const utcDay = (at: number): string => instantText(at).slice(0, "2026-11-24".length);
