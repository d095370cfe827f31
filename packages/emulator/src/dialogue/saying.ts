import { daysAfter, type LocalTime } from "./local-time.js";

/** How times, numbers and choices are put into words. */

const HOURS = "twelve one two three four five six seven eight nine ten eleven".split(" ");

/** Within these hours a time needs no "in the morning": nobody visits at two at night. */
const CLEAR_HOURS = { from: 8, until: 20 };

/** So many days ahead a weekday's name alone is clear. */
const WEEKDAY_DAYS = 6;

const format = (local: LocalTime, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" }).format(new Date(`${local.slice(0, 16)}Z`));

/** "a, b or c" */
export function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

export function withArticle(noun: string): string {
  return /^[aeiou]/i.test(noun) ? `an ${noun}` : `a ${noun}`;
}

/** Parts of what is said, without the empty ones. */
export const join = (...parts: string[]): string => parts.filter((part) => part !== "").join(" ");

/** A time of day in figures: `2 PM`, `2:30 PM`. */
function sayTime(local: LocalTime): string {
  return format(local, { hour: "numeric", minute: "2-digit" }).replace(":00", "").replaceAll(/\s/g, " ");
}

/** A day in full: `Tuesday, November 24`. */
export function sayDay(local: LocalTime): string {
  return format(`${local.slice(0, 10)}T12:00`, { weekday: "long", month: "long", day: "numeric" });
}

/** A day and a time in full: `Tuesday, November 24 at 2 PM`. */
export function sayDayAndTime(local: LocalTime): string {
  return `${sayDay(local)} at ${sayTime(local)}`;
}

/** A time of day in words: `two`, `half past two`, `noon`. */
export function sayClock(local: LocalTime): string {
  const [hour, minute] = [Number(local.slice(11, 13)), Number(local.slice(14, 16))];
  if (hour < CLEAR_HOURS.from || hour >= CLEAR_HOURS.until || ![0, 15, 30, 45].includes(minute)) return sayTime(local);
  const name = HOURS[hour % 12]!;
  if (minute === 0) return hour === 12 ? "noon" : name;
  if (minute === 45) return `a quarter to ${HOURS[(hour + 1) % 12]!}`;
  return `${minute === 30 ? "half" : "a quarter"} past ${name}`;
}

/** Some times as a choice, in words: `Tuesday at ten or two, or Wednesday at nine`. */
export function sayChoices(times: readonly LocalTime[], now: LocalTime): string {
  const days = [...new Set(times.map((time) => time.slice(0, 10)))];
  const said = days.map((day) => {
    const clocks = times.filter((time) => time.startsWith(day)).map(sayClock);
    const near = day <= daysAfter(now, WEEKDAY_DAYS);
    return `${near ? format(`${day}T12:00`, { weekday: "long" }) : sayDay(day)} at ${alternatives(clocks)}`;
  });
  return said.length < 2 ? said.join("") : `${said.slice(0, -1).join(", ")}, or ${said.at(-1)}`;
}

/** A telephone number in groups: `212 555 0187`. */
export function sayPhone(phone: string): string {
  return phone.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "$1 $2 $3");
}

/** A failed function's sentence for people: what it tells the model to do is left out. */
export function sayError(sentence: string): string {
  const said = sentence
    .replace(/[:;,][^:;,.]*\b[a-z]+_[a-z_]+\b[^.]*/g, "")
    .replace(/: (?:ask|say|offer|tell|call|check|choose|apologise|use)\b[^.]*/gi, "")
    .replace(/ and write it in [^.]*/i, "")
    .trim();
  return /[.!?]$/.test(said) ? said : `${said}.`;
}
