import type { Calendar, Service } from "./calendar.js";
import { bookableWindow, fits, localTime, openingsOn, slotsOfDay } from "./slots.js";
import { spokenTime } from "./spoken.js";

/** Why a service cannot be booked at a time, as a sentence; undefined when it is a slot that the calendar has. */
export function refusalOf(calendar: Calendar, service: Service, start: number, now: number): string | undefined {
  const day = localTime(calendar, start);
  const window = bookableWindow(calendar, now);
  if (start < now) return "That time is in the past.";
  if (start < window.from) {
    return `That is too soon: appointments can be booked from ${calendar.leadMinutes} minutes ahead.`;
  }
  if (start > window.to) {
    return `That is too far ahead: appointments can be booked up to ${calendar.horizonDays} days ahead.`;
  }
  if (openingsOn(calendar, day).length === 0) return `The shop is closed on ${day.toFormat("cccc, LLLL d")}.`;
  const slots = slotsOfDay(calendar, day).filter((slot) => fits(service, slot));
  if (slots.some((slot) => slot.start === start)) return undefined;
  const first = slots.at(0);
  const last = slots.at(-1);
  if (first === undefined || last === undefined)
    return `There is no time for that on ${day.toFormat("cccc, LLLL d")}: it takes ${service.minutes} minutes.`;
  return (
    `That is not a time at which an appointment starts: that day they start every ${calendar.slotMinutes} minutes ` +
    `from ${spokenTime(localTime(calendar, first.start))} to ${spokenTime(localTime(calendar, last.start))}.`
  );
}
