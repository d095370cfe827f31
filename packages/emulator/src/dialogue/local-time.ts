import { parse, type ParsedComponents } from "chrono-node";

/** A time on the shop's wall clock, without an offset: `2026-11-24T14:00`. Compares as text. */
export type LocalTime = string;

/** When somebody wants something; each part may not have been said. */
export interface When {
  /** `2026-11-24` */
  day?: string;
  /** `14:00` */
  time?: string;
  /** The earliest time of day, `12:00`: "in the afternoon", "after two". */
  from?: string;
  /** Only times of day before this one: "in the morning", "before three". */
  until?: string;
  /** It can be meant otherwise, so it must be read back: "Tuesday the 26th" when that is a Thursday. */
  unsure?: boolean;
}

/** A time of day without a.m. or p.m. before this hour is in the afternoon: nobody books for two at night. */
const FIRST_MORNING_HOUR = 8;

const two = (n: number): string => String(n).padStart(2, "0");

/** The wall clock as if it were UTC, which makes its arithmetic and its names independent of the machine's zone. */
const asUtc = (local: LocalTime): Date => new Date(`${local.slice(0, 16)}Z`);

/** The wall clock of a time zone. */
export function localTimeAt(instant: number, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(instant);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "00";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

function zoneIn(prompt: string): string {
  const name = /\b[A-Z][A-Za-z]+\/[A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z_]+)?/.exec(prompt)?.[0];
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name ?? "UTC" }).resolvedOptions().timeZone;
  } catch {
    return "UTC"; // something that only looks like a zone, as "Bean/Brew"
  }
}

/**
 * The shop's wall clock: what the prompt says it is, as a model would believe it, else the clock's time in the zone that
 * the prompt names.
 */
export function localTimeIn(prompt: string, instant: number): LocalTime {
  const stated = /\b[A-Z][a-z]+day, [A-Z][a-z]+ \d{1,2}, \d{4}(?:,? (?:at )?\d{1,2}:\d{2}\s?[AP]M)?/.exec(prompt)?.[0];
  const found =
    stated === undefined
      ? undefined
      : parse(stated.replaceAll(/\s/g, " "), { instant: new Date(instant), timezone: 0 })[0];
  if (!found) return localTimeAt(instant, zoneIn(prompt));
  return `${dayOf(found.start)}T${timeOf(found.start)}`;
}

function dayOf(parts: ParsedComponents): string {
  return `${parts.get("year")}-${two(parts.get("month") ?? 1)}-${two(parts.get("day") ?? 1)}`;
}

function timeOf(parts: ParsedComponents): string {
  return `${two(parts.get("hour") ?? 0)}:${two(parts.get("minute") ?? 0)}`;
}

/** A day so many days after another. */
export function daysAfter(day: LocalTime, days: number): string {
  const date = asUtc(`${day.slice(0, 10)}T12:00`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** A time so many hours after another. */
export function hoursAfter(time: LocalTime, hours: number): LocalTime {
  return new Date(asUtc(time).getTime() + hours * 3_600_000).toISOString().slice(0, 16);
}

const weekdayOf = (day: string): number => asUtc(`${day}T12:00`).getUTCDay();

export const WEEKDAY = /\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b/i;
const DATE = /\b(?:this|today|tomorrow|\d{1,2}(?:st|nd|rd|th))\b|\d[/.-]\d/i;

/** Whether words beside a weekday say which one is meant, or are of another day. */
export const saysDate = (text: string): boolean => DATE.test(text);

/** "The 25th" without a month, which chrono does not take: the next day of that number. */
function dayOfMonthIn(text: string, now: LocalTime): string | undefined {
  const number = Number(/\bthe (\d{1,2})(?:st|nd|rd|th)\b(?! of)/i.exec(text)?.[1]);
  if (!(number >= 1 && number <= 31)) return undefined;
  let day = now.slice(0, 10);
  for (let ahead = 0; ahead < 62 && Number(day.slice(8)) !== number; ahead++) day = daysAfter(day, 1);
  return day;
}

/** A time of day from its figures, in the afternoon where nobody books in the morning. */
function timeFrom(hour: number, minute: number, sure: boolean): string {
  return `${two(!sure && hour < FIRST_MORNING_HOUR ? hour + 12 : hour)}:${two(minute)}`;
}

const HOUR = "(\\d{1,2})(?::(\\d\\d))?(?: ?([ap]m))?";
const BETWEEN = new RegExp(`\\bbetween ${HOUR} and ${HOUR}\\b`, "i");

/** The time of day that an hour, perhaps with minutes and "am" or "pm", says. */
function clockOf(hour: string | undefined, minute: string | undefined, half: string | undefined): string {
  const past = /pm/i.test(half ?? "") && Number(hour) < 12 ? 12 : 0;
  return timeFrom(Number(hour) + past, Number(minute ?? 0), half !== undefined);
}

/** "In the morning", "in the afternoon", "after two", "before noon", "between one and three". */
function boundsIn(text: string): When {
  const when: When = {};
  if (/\bmorning\b/i.test(text)) when.until = "12:00";
  if (/\bafternoon\b/i.test(text)) when.from = "12:00";
  if (/\bevening\b|\btonight\b/i.test(text)) when.from = "16:00";
  const span = BETWEEN.exec(text);
  if (span) {
    const [, hour, minute, half, untilHour, untilMinute, untilHalf] = span;
    return { from: clockOf(hour, minute, half), until: clockOf(untilHour, untilMinute, untilHalf) };
  }
  const bound = /\b(after|before|until)(?: at)? (\d{1,2})(?::(\d\d))?(?: ?([ap]m))?\b/i.exec(text);
  if (!bound) return when;
  const [, which = "", hour, minute, half] = bound;
  const time = clockOf(hour, minute, half);
  return /after/i.test(which) ? { ...when, from: time } : { ...when, until: time };
}

/** Days as callers say them, in the words that chrono takes for them. */
function plainDays(text: string): string {
  return text
    .replace(/\b(?:the )?day after tomorrow\b/gi, "in 2 days")
    .replace(/\b(?:the )?week after next\b/gi, "in 2 weeks")
    .replace(/\ba week from (?:this )?(\w+day)\b/gi, "next $1")
    .replace(/\bmorning\b(?= (?:one|slot))/gi, "the morning");
}

interface Found {
  day?: string;
  time?: string;
  weekdayOnly: boolean;
}

function found(start: ParsedComponents, words: string, past: LocalTime | undefined, now: LocalTime): Found {
  const weekday = start.isCertain("weekday");
  const named = weekday || start.isCertain("day") || /\b(?:next month|in \p{L}{4,})$/iu.test(words);
  const out: Found = { weekdayOnly: weekday && !start.isCertain("day") };
  // Letters that are spelled, as "a d", are no days.
  const said = /\p{L}{3}|\d[/.-]\d/u.test(words);
  if (said && (named || /\btoday|tonight\b/i.test(words))) out.day = dayOf(start);
  if (past !== undefined) out.day = past;
  // "Next week" is its beginning.
  else if (/^next week$/i.test(words)) out.day = daysAfter(now, 7 - ((asUtc(now).getUTCDay() + 6) % 7));
  if (start.isCertain("hour"))
    out.time = timeFrom(start.get("hour") ?? 0, start.get("minute") ?? 0, start.isCertain("meridiem"));
  return out;
}

/** The day and the time in a caller's words, which must have their numbers in figures. */
export function whenIn(text: string, now: LocalTime): When {
  const bounds = boundsIn(text);
  const words = plainDays(text)
    .replace(BETWEEN, " ")
    .replace(/\b(?:after|before|until)(?: at)? \d{1,2}(?::\d\d)?(?: ?[ap]m)?\b/gi, " ");
  const reference = { instant: asUtc(now), timezone: 0 };
  const all = parse(words, reference, { forwardDate: true }).map(({ start, text: said }) => {
    const past = /^(?:on )?last \w+day\b/i.test(said) ? parse(said, reference)[0] : undefined;
    return found(start, said, past && dayOf(past.start), now);
  });
  const weekday = all.find((one) => one.weekdayOnly)?.day;
  const dated = all.find((one) => one.day !== undefined && !one.weekdayOnly)?.day ?? dayOfMonthIn(words, now);
  const day = dated ?? weekday;
  const time = all.find((one) => one.time !== undefined)?.time;
  // "Tuesday the 26th" when that is a Thursday; a Monday's "Monday", be it today; two days or times at once.
  const contradicts = dated !== undefined && weekday !== undefined && weekdayOf(dated) !== weekdayOf(weekday);
  const isToday = day === now.slice(0, 10) || day === daysAfter(now, 7);
  const sameWeekday = weekday !== undefined && dated === undefined && isToday && !/\b(?:next|this)\b/i.test(text);
  const several = new Set(all.flatMap((one) => (one.weekdayOnly ? (one.day ?? []) : []))).size > 1;
  const times = new Set(all.flatMap((one) => one.time ?? []));
  const unsure = contradicts || sameWeekday || several || times.size > 1;
  return {
    ...(day !== undefined && { day }),
    ...(time !== undefined ? { time } : bounds),
    ...(unsure && { unsure }),
  };
}

/** Whether a time is one that was asked for, as far as that was said. */
export function fits(slot: LocalTime, { day, time, from, until }: When): boolean {
  const clock = slot.slice(11, 16);
  return (
    (day === undefined || slot.startsWith(day)) &&
    (time === undefined || clock === time) &&
    (from === undefined || clock >= from) &&
    (until === undefined || clock < until)
  );
}
