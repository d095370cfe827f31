import { DateTime } from "luxon";
import { z } from "zod";
import { MAX_CLAIMS, MAX_FOUND } from "../limits.js";
import { defaultCalendar, type Calendar, type Opening, type Service, type Weekday } from "./calendar.js";

const DAY_MINUTES = 24 * 60;
const MAX_SERVICES = 50;
const MAX_SERVICE_CHARACTERS = 80;
const MAX_OPENINGS = 12;
const MAX_EXCEPTIONS = 1_000;
const MAX_CAPACITY = 200;
const MAX_LEAD_MINUTES = 60 * DAY_MINUTES;
const MAX_HORIZON_DAYS = 730;
const MIN_SLOT_MINUTES = 5;
/** The most slots that one appointment may hold: each is a claim of its document, beside what lists it. */
export const MAX_SLOTS_HELD = MAX_CLAIMS - 8;

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** A calendar but for its time zone. */
export type CalendarRules = Omit<Calendar, "timeZone">;

const wholeNumber = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};

const HOURS = 'must be hours such as "9:00-17:00", a list of such, or closed';
const CLOCK = /^(\d{1,2}):(\d{2}) *[-–] *(\d{1,2}):(\d{2})$/;

const openings = z.unknown().transform((value, context): readonly Opening[] => {
  const given: unknown[] = value === "closed" || value === null ? [] : Array.isArray(value) ? value : [value];
  const read = given.map((each) => (typeof each === "string" ? openingIn(each) : undefined));
  const found = read.filter((each) => each !== undefined).sort((a, b) => a.opens - b.opens);
  if (found.length < given.length || found.length > MAX_OPENINGS) {
    context.addIssue({ code: "custom", message: HOURS });
    return z.NEVER;
  }
  if (found.some(({ closes }, index) => closes > (found[index + 1]?.opens ?? Infinity))) {
    context.addIssue({ code: "custom", message: "has hours that overlap" });
    return z.NEVER;
  }
  return found;
});

function openingIn(text: string): Opening | undefined {
  const [opensHour = NaN, opensMinute = NaN, closesHour = NaN, closesMinute = NaN] =
    CLOCK.exec(text.trim())?.slice(1).map(Number) ?? [];
  const [opens, closes] = [opensHour * 60 + opensMinute, closesHour * 60 + closesMinute];
  const isClock = opensMinute < 60 && closesMinute < 60 && opens < closes && closes <= DAY_MINUTES;
  return isClock ? { opens, closes } : undefined;
}

const date = z.string().refine((text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid, {
  error: "must be a date such as 2026-12-25",
});

const schema = z.strictObject(
  {
    hours: z.strictObject(Object.fromEntries(WEEKDAYS.map((day) => [day, openings.optional()])), {
      error: "must name days, each with its hours",
    }),
    exceptions: z.record(date, openings, { error: "must name dates, each with its hours" }),
    services: z.record(
      z.string(),
      z.strictObject(
        { minutes: wholeNumber(1, DAY_MINUTES), bufferMinutes: wholeNumber(0, DAY_MINUTES).default(0) },
        { error: "must have minutes, and may have bufferMinutes" },
      ),
      { error: "must name services, each with its minutes" },
    ),
    slotMinutes: wholeNumber(MIN_SLOT_MINUTES, DAY_MINUTES),
    capacity: wholeNumber(1, MAX_CAPACITY),
    leadMinutes: wholeNumber(0, MAX_LEAD_MINUTES),
    horizonDays: wholeNumber(1, MAX_HORIZON_DAYS),
  },
  { error: "must be an object with hours and services" },
);

/**
 * Reads a shop's calendar, as it stands in a file; what it leaves out is as in `defaultCalendar`.
 * @throws RangeError saying which field is wrong, and how.
 */
export function readCalendar(value: unknown): CalendarRules {
  const parsed = schema.partial().safeParse(value);
  if (!parsed.success) throw new RangeError(sentenceOf(parsed.error.issues[0]));
  const { timeZone: _, ...standard } = defaultCalendar("UTC");
  const { hours, services, ...rest } = parsed.data;
  const given = Object.fromEntries(Object.entries(rest).filter(([, each]) => each !== undefined));
  const rules: CalendarRules = {
    ...standard,
    ...given,
    ...(hours !== undefined && { hours: byWeekday(hours) }),
    ...(services !== undefined && { services: Object.entries(services).map(([name, each]) => ({ name, ...each })) }),
  };
  checkServices(rules);
  checkSize(rules);
  return rules;
}

function byWeekday(hours: Readonly<Record<string, readonly Opening[] | undefined>>): Calendar["hours"] {
  return Object.fromEntries(WEEKDAYS.map((day, index) => [(index + 1) as Weekday, hours[day] ?? []]));
}

function checkServices(rules: CalendarRules): void {
  const { services, slotMinutes } = rules;
  if (services.length === 0 || services.length > MAX_SERVICES) {
    throw new RangeError(`services must name 1 to ${MAX_SERVICES} services`);
  }
  const names = services.map(({ name }) => name.toLowerCase().replace(/[\s_-]+/g, ""));
  for (const [index, service] of services.entries()) {
    const { name, minutes, bufferMinutes } = service;
    if (name.trim() === "" || name.length > MAX_SERVICE_CHARACTERS) {
      throw new RangeError(`services has a name that does not have 1 to ${MAX_SERVICE_CHARACTERS} characters`);
    }
    if (names.indexOf(names[index] ?? "") !== index) {
      throw new RangeError(`services has two names that sound the same: ${name}`);
    }
    if (minutes + bufferMinutes > MAX_SLOTS_HELD * slotMinutes) {
      throw new RangeError(`services.${name} holds more than ${MAX_SLOTS_HELD} slots of ${slotMinutes} minutes`);
    }
    if (!openingsOf(rules).some((opening) => fitsIn(opening, service, slotMinutes))) {
      throw new RangeError(`services.${name} takes longer than the shop is open at a time`);
    }
  }
}

const openingsOf = ({ hours, exceptions }: CalendarRules): readonly Opening[] =>
  [...Object.values(hours), ...Object.values(exceptions)].flat();

const fitsIn = ({ opens, closes }: Opening, { minutes }: Service, slotMinutes: number): boolean =>
  closes - opens >= Math.max(minutes, slotMinutes);

/** A day's appointments are found in one look, which is bounded. A day of the store's may have two of the shop's. */
function checkSize({ hours, exceptions, slotMinutes, capacity }: CalendarRules): void {
  if (Object.keys(exceptions).length > MAX_EXCEPTIONS) {
    throw new RangeError(`exceptions must name at most ${MAX_EXCEPTIONS} dates`);
  }
  const slotsOn = (day: readonly Opening[]): number =>
    day.reduce((sum, { opens, closes }) => sum + Math.floor((closes - opens) / slotMinutes), 0);
  const busiest = Math.max(0, ...[...Object.values(hours), ...Object.values(exceptions)].map(slotsOn));
  const slots = Math.min(2 * busiest, Math.ceil(DAY_MINUTES / slotMinutes) + 1);
  if (slots * capacity <= MAX_FOUND) return;
  throw new RangeError(
    `capacity must be at most ${Math.floor(MAX_FOUND / slots)} with these hours and a slot every ${slotMinutes} minutes`,
  );
}

function sentenceOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return "it is not valid";
  const field = issue.path.join(".");
  if (issue.code === "unrecognized_keys") return `it has an unknown field, ${[...issue.path, issue.keys[0]].join(".")}`;
  if (issue.code === "invalid_key") return `${field} ${issue.issues[0]?.message ?? "is not valid"}`;
  return `${field === "" ? "it" : field} ${issue.message}`;
}
