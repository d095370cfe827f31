import { DateTime } from "luxon";
import type { Calendar, Opening, Service, Weekday } from "./calendar.js";

/** A place in the calendar, in ms since 1970. */
export interface Slot {
  readonly start: number;
  readonly end: number;
  /** When the shop closes after it. */
  readonly until: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const DAY_MINUTES = 24 * 60;

/** The instant as the shop's wall clock shows it. */
export function localTime(calendar: Calendar, at: number): DateTime {
  return DateTime.fromMillis(at, { zone: calendar.timeZone, locale: "en-US" });
}

/** The shop's opening hours on the local date of `day`. */
export function openingsOn(calendar: Calendar, day: DateTime): readonly Opening[] {
  return calendar.exceptions[day.toFormat("yyyy-MM-dd")] ?? calendar.hours[day.weekday as Weekday] ?? [];
}

/**
 * The slots of one local day, in order. Walks the wall clock: a time that the clock skips is no slot, one that it
 * shows twice is two, and no slot begins before the one before it has ended.
 */
export function slotsOfDay(calendar: Calendar, day: DateTime): Slot[] {
  const slots: Slot[] = [];
  const clock = clockOf(day);
  for (const { opens, closes } of openingsOn(calendar, day)) {
    const until = clock.last(closes);
    for (let minute = opens; minute + calendar.slotMinutes <= closes; minute += calendar.slotMinutes) {
      for (const start of clock.all(minute)) {
        slots.push({ start, end: start + calendar.slotMinutes * MINUTE, until });
      }
    }
  }
  slots.sort((a, b) => a.start - b.start);
  let free = -Infinity;
  return slots.filter((slot) => {
    if (slot.start < free) return false;
    free = slot.end;
    return true;
  });
}

/** The slots that begin in `[from, to]`, in order, made as they are asked for. */
export function* slotsBetween(calendar: Calendar, from: number, to: number): Generator<Slot> {
  for (let day = localTime(calendar, from).startOf("day"); day.toMillis() <= to;) {
    for (const slot of slotsOfDay(calendar, day)) {
      if (slot.start >= from && slot.start <= to) yield slot;
    }
    day = day.plus({ days: 1 }).startOf("day");
  }
}

/** Whether a service that starts at a slot is over before the shop closes. */
export function fits(service: Service, slot: Slot): boolean {
  return slot.start + service.minutes * MINUTE <= slot.until;
}

/** When the place of a service that starts at an instant is free again: after its buffer. */
export function freeAfter(service: Service, start: number): number {
  return start + (service.minutes + service.bufferMinutes) * MINUTE;
}

/** Every slot that a service holds when it starts at one: those that it, with its buffer, reaches into. */
export function slotsHeld(calendar: Calendar, service: Service, start: number): Slot[] {
  return [...slotsBetween(calendar, start, freeAfter(service, start) - 1)];
}

/** From when to when slots can be booked at the moment `now`, in ms since 1970. */
export function bookableWindow(calendar: Calendar, now: number): { from: number; to: number } {
  return {
    from: now + calendar.leadMinutes * MINUTE,
    to: localTime(calendar, now).plus({ days: calendar.horizonDays }).toMillis(),
  };
}

interface WallClock {
  /** Every instant at which the clock shows a minute of the day: none, one, or two. */
  all(minute: number): readonly number[];
  /** The last such instant; of a time that the clock skips, as long after it as it would have been. */
  last(minute: number): number;
}

function clockOf(day: DateTime): WallClock {
  const midnight = day.startOf("day");
  const next = midnight.plus({ days: 1 }).startOf("day");
  const isPlain = midnight.offset === next.offset && next.toMillis() - midnight.toMillis() === DAY;
  // Nearly every day is: looking for the others' offsets costs a hundred times as much.
  if (isPlain) {
    const at = (minute: number): number => midnight.toMillis() + minute * MINUTE;
    return { all: (minute) => [at(minute)], last: at };
  }
  const guess = (minute: number): DateTime =>
    minute === DAY_MINUTES ? next : midnight.set({ hour: Math.floor(minute / 60), minute: minute % 60 });
  const all = (minute: number): readonly number[] => {
    const time = guess(minute);
    if (minute !== DAY_MINUTES && time.hour * 60 + time.minute !== minute) return [];
    return time.getPossibleOffsets().map((instant) => instant.toMillis());
  };
  return { all, last: (minute) => Math.max(guess(minute).toMillis(), ...all(minute)) };
}
