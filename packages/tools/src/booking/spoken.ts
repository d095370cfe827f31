import type { DateTime } from "luxon";
import type { Calendar } from "./calendar.js";
import { localTime } from "./slots.js";

/** As a voice says it: "Tuesday the 24th at 2 pm", with the month when it is not this one. */
export function spokenMoment(calendar: Calendar, at: number, now: number): string {
  const day = localTime(calendar, at);
  const month = day.hasSame(localTime(calendar, now), "month") ? "" : ` of ${day.toFormat("LLLL")}`;
  return `${day.toFormat("cccc")} the ${ordinal(day.day)}${month} at ${spokenTime(day)}`;
}

/** "2 pm", "2:30 pm", "noon". */
export function spokenTime(time: DateTime): string {
  if (time.hour === 12 && time.minute === 0) return "noon";
  const half = time.hour < 12 ? "am" : "pm";
  return `${time.toFormat(time.minute === 0 ? "h" : "h:mm")} ${half}`;
}

/** "a, b and c". */
export function spokenList(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

function ordinal(day: number): string {
  const isTeen = day >= 11 && day <= 13;
  const suffix = isTeen ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");
  return `${day}${suffix}`;
}
