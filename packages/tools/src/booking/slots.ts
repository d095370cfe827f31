import { DateTime } from "luxon";
import type { Calendar, Opening, Weekday } from "./calendar.js";

/** A time that can be booked, in ms since 1970. */
export interface Slot {
  readonly start: number;
  readonly end: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;

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
  const instantsOf = clockOf(day);
  for (const { opens, closes } of openingsOn(calendar, day)) {
    for (let minute = opens; minute + calendar.slotMinutes <= closes; minute += calendar.slotMinutes) {
      for (const start of instantsOf(minute)) {
        slots.push({ start, end: start + calendar.slotMinutes * MINUTE });
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
  let day = localTime(calendar, from).startOf("day");
  while (day.toMillis() <= to) {
    for (const slot of slotsOfDay(calendar, day)) {
      if (slot.start >= from && slot.start <= to) yield slot;
    }
    day = day.plus({ days: 1 }).startOf("day");
  }
}

/** From when to when slots can be booked at the moment `now`, in ms since 1970. */
export function bookableWindow(calendar: Calendar, now: number): { from: number; to: number } {
  return {
    from: now + calendar.leadMinutes * MINUTE,
    to: localTime(calendar, now).plus({ days: calendar.horizonDays }).toMillis(),
  };
}

/** Tells every instant at which the clock shows a minute of the local day: none, one, or two. */
function clockOf(day: DateTime): (minute: number) => readonly number[] {
  const midnight = day.startOf("day");
  const next = midnight.plus({ days: 1 }).startOf("day");
  const isPlain = midnight.offset === next.offset && next.toMillis() - midnight.toMillis() === DAY;
  // Nearly every day is: looking for the others' offsets costs a hundred times as much.
  if (isPlain) return (minute) => [midnight.toMillis() + minute * MINUTE];
  return (minute) => {
    const wall = { hour: Math.floor(minute / 60), minute: minute % 60 };
    const guess = midnight.set(wall);
    if (guess.hour !== wall.hour || guess.minute !== wall.minute) return [];
    return guess.getPossibleOffsets().map((instant) => instant.toMillis());
  };
}
