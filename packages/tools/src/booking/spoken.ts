import type { DateTime } from "luxon";
import type { Calendar } from "./calendar.js";
import { localTime } from "./slots.js";

/** As a voice says it: "Tuesday the 24th at 2 pm", with the month when it is not this one. */
export function spokenMoment(calendar: Calendar, at: number, now: number): string {
  return `${spokenDay(calendar, at, now)} at ${spokenTime(localTime(calendar, at))}`;
}

/** A choice of moments in order: "Monday the 23rd at 4 pm, or Tuesday the 24th at 9 am or 10 am". */
export function spokenChoice(calendar: Calendar, moments: readonly number[], now: number): string {
  const times = new Map<string, string[]>();
  for (const at of moments) {
    const day = spokenDay(calendar, at, now);
    times.set(day, [...(times.get(day) ?? []), spokenTime(localTime(calendar, at))]);
  }
  return [...times].map(([day, each]) => `${day} at ${joined(each)}`).join(", or ");
}

/** "2 pm", "2:30 pm", "noon". */
export function spokenTime(time: DateTime): string {
  if (time.hour === 12 && time.minute === 0) return "noon";
  const half = time.hour < 12 ? "am" : "pm";
  return `${time.toFormat(time.minute === 0 ? "h" : "h:mm")} ${half}`;
}

/** "Tuesday the 24th", with the month when it is not this one. */
export function spokenDay(calendar: Calendar, at: number, now: number): string {
  const day = localTime(calendar, at);
  const month = day.hasSame(localTime(calendar, now), "month") ? "" : ` of ${day.toFormat("LLLL")}`;
  return `${day.toFormat("cccc")} the ${ordinal(day.day)}${month}`;
}

function joined(times: readonly string[]): string {
  return times.length < 2 ? times.join("") : `${times.slice(0, -1).join(", ")} or ${times.at(-1)}`;
}

function ordinal(day: number): string {
  const isTeen = day >= 11 && day <= 13;
  const suffix = isTeen ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");
  return `${day}${suffix}`;
}
