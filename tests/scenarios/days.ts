import type { Variation } from "./variation.js";

/** A slot: a local day of the shop and a full hour. */
export interface When {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly hour: number;
}

const date = (day: string): Date => new Date(`${day}T12:00:00Z`);
const format = (day: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" }).format(date(day));

const ordinal = (number: number): string => {
  const suffix = number >= 11 && number <= 13 ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
  return `${number}${suffix}`;
};

const DAY_MS = 86_400_000;
/** Weeks begin on Monday, as callers count them. */
const weekOf = (day: string): number => Math.floor((date(day).getTime() / DAY_MS + 3) / 7);

/** A day as a caller names it on the day `today`. */
export const dayWords = (v: Variation, day: string, today: string): string => {
  const weekday = format(day, { weekday: "long" });
  const month = format(day, { month: "long" });
  const number = date(day).getUTCDate();
  const days = Math.round((date(day).getTime() - date(today).getTime()) / DAY_MS);
  return v.pick([
    `${weekday}, ${month} ${number}`,
    `${weekday} ${month} ${ordinal(number)}`,
    `${month} ${number}`,
    `${month} ${ordinal(number)}`,
    `the ${ordinal(number)} of ${month}`,
    `${weekday} the ${ordinal(number)} of ${month}`,
    `${weekday.toLowerCase()} ${month.toLowerCase()} ${ordinal(number)}`,
    `${format(day, { month: "short" })} ${number}`,
    `${date(day).getUTCMonth() + 1}/${number}`,
    ...(days === 1 ? ["tomorrow", "tomorrow"] : []),
    ...(days === 2 ? ["the day after tomorrow"] : []),
    ...(days > 1 && weekOf(day) === weekOf(today) ? [`this ${weekday}`, weekday] : []),
    ...(weekOf(day) === weekOf(today) + 1 ? [`next ${weekday}`, `${weekday} next week`] : []),
  ]);
};

const HOUR_WORDS = ["twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"];

/** A full hour of the shop's day, 9 to 16, as a caller names it. */
export const hourWords = (v: Variation, hour: number): string => {
  const half = hour < 12 ? "am" : "pm";
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  const word = HOUR_WORDS[hour % 12]!;
  if (hour === 12) return v.pick(["noon", "12 pm", "12 o'clock", "twelve noon"]);
  return v.pick([
    `${twelve} ${half}`,
    `${twelve}${half}`,
    `${twelve}:00 ${half}`,
    `${twelve} o'clock`,
    `${word} o'clock`,
    word,
    `${word} in the ${hour < 12 ? "morning" : "afternoon"}`,
    `${twelve} ${half === "am" ? "a.m." : "p.m."}`,
    `${String(hour).padStart(2, "0")}:00`,
  ]);
};

export const whenWords = (v: Variation, { day, hour }: When, today: string): string => {
  const [on, at] = [dayWords(v, day, today), hourWords(v, hour)];
  const timed = /^noon$|^twelve noon$/.test(at) ? at : `at ${at}`;
  return v.pick([`${on} ${timed}`, `${on} ${timed}`, `${timed} on ${on}`, `${on}, ${timed}`]);
};
