import { parse, type ParsedComponents } from "chrono-node";

/** A time on the shop's wall clock, without an offset: `2026-11-24T14:00`. Compares as text. */
export type LocalTime = string;

/** When somebody wants something; either part may not have been said. */
export interface When {
  /** `2026-11-24` */
  day?: string;
  /** `14:00` */
  time?: string;
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

/** "The 25th" without a month, which chrono does not take: the next day of that number. */
function dayOfMonthIn(text: string, now: LocalTime): string | undefined {
  const number = Number(/\bthe (\d{1,2})(?:st|nd|rd|th)\b(?! of)/i.exec(text)?.[1]);
  if (!(number >= 1 && number <= 31)) return undefined;
  const day = asUtc(now);
  for (let ahead = 0; ahead < 62 && day.getUTCDate() !== number; ahead++) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

/** The day and the time in a caller's words, which must have their numbers in digits. */
export function whenIn(text: string, now: LocalTime): When {
  const when: When = {};
  for (const { start, text: words } of parse(text, { instant: asUtc(now), timezone: 0 }, { forwardDate: true })) {
    const named = (["day", "weekday", "month"] as const).some((part) => start.isCertain(part));
    const relative = /\b(today|tonight|tomorrow|next week|days?)\b/i.test(words);
    if (named || relative) when.day ??= dayOf(start);
    if (!start.isCertain("hour")) continue;
    const hour = start.get("hour") ?? 0;
    const guessed = !start.isCertain("meridiem") && hour < FIRST_MORNING_HOUR ? hour + 12 : hour;
    when.time ??= `${two(guessed)}:${two(start.get("minute") ?? 0)}`;
  }
  const day = when.day ?? dayOfMonthIn(text, now);
  return day === undefined ? when : { ...when, day };
}

const format = (local: LocalTime, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" }).format(asUtc(local));

/** A time of day as it is said: `2 PM`, `2:30 PM`. */
export function sayTime(local: LocalTime): string {
  return format(local, { hour: "numeric", minute: "2-digit" }).replace(":00", "").replaceAll(/\s/g, " ");
}

/** A day and a time as they are said: `Tuesday, November 24 at 2 PM`. */
export function sayDayAndTime(local: LocalTime): string {
  return `${format(local, { weekday: "long", month: "long", day: "numeric" })} at ${sayTime(local)}`;
}

/** Some times as a choice: `Tuesday, November 24 at 2 PM, 3 PM or 4 PM`. */
export function sayChoices(times: readonly LocalTime[]): string {
  const said = times.map((time, i) =>
    times[i - 1]?.slice(0, 10) === time.slice(0, 10) ? sayTime(time) : sayDayAndTime(time),
  );
  return said.length < 2 ? said.join("") : `${said.slice(0, -1).join(", ")} or ${said.at(-1)}`;
}
