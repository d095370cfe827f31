import { DateTime } from "luxon";
import { z } from "zod";
import type { Calendar } from "./calendar.js";

/** The longest date that a model may write, in characters. */
const MAX_DATE_CHARACTERS = 40;
const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;

/** A time of day on a date: ISO 8601, the shop's local time when it has no offset. Gives ms since 1970. */
export function momentSchema(calendar: Calendar, description: string) {
  return z
    .string()
    .max(MAX_DATE_CHARACTERS)
    .transform((text, context): number => {
      const at = DATE_ONLY.test(text.trim())
        ? `${JSON.stringify(text)} has no time of day: write both, such as 2026-11-24T10:00`
        : parse(calendar, text);
      if (typeof at === "number") return at;
      context.addIssue({ code: "custom", message: at });
      return z.NEVER;
    })
    .meta({ description });
}

/**
 * A day, or a moment of it: ISO 8601, the shop's local time when it has no offset. Gives ms since 1970; a day
 * without a time is its first or its last millisecond.
 */
export function daySchema(calendar: Calendar, edge: "start" | "end", description: string) {
  return z
    .string()
    .max(MAX_DATE_CHARACTERS)
    .transform((text, context): number => {
      const at = parse(calendar, text);
      if (typeof at === "string") {
        context.addIssue({ code: "custom", message: at });
        return z.NEVER;
      }
      if (edge === "start" || !DATE_ONLY.test(text.trim())) return at;
      return DateTime.fromMillis(at, { zone: calendar.timeZone }).endOf("day").toMillis();
    })
    .meta({ description });
}

/** Ms since 1970, or what is wrong. */
function parse(calendar: Calendar, text: string): number | string {
  const written = text.trim().replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, "$1T");
  const time = DateTime.fromISO(written, { zone: calendar.timeZone });
  if (!time.isValid || !/^\d{4}-\d{2}-\d{2}/.test(written)) {
    return `${JSON.stringify(text)} is not a date in ISO 8601, such as 2026-11-24T10:00`;
  }
  const isLocal = !/(?:Z|[+-]\d{2}(?::?\d{2})?)$/i.test(written.slice(10));
  const clock = /T(\d{2}):?(\d{2})?/i.exec(written);
  if (isLocal && clock !== null && (time.hour !== Number(clock[1]) % 24 || time.minute !== Number(clock[2] ?? 0))) {
    return "On that day the clocks skip that time: choose another";
  }
  return time.toMillis();
}
