import type { LocalTime } from "./local-time.js";
import { sayError } from "./saying.js";
import { MAX_KEPT, type Appointment } from "./state.js";

/** What a function sent back, read with care: it is another program's. */
export type Result = Record<string, unknown>;

export function parsed(content: string): Result {
  try {
    const value: unknown = JSON.parse(content);
    if (typeof value === "string") return { message: value };
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Result) : {};
  } catch {
    return { message: content };
  }
}

export const textIn = (result: Result, field: string): string | undefined => {
  const value = result[field];
  return typeof value === "string" && value !== "" ? value : undefined;
};

export const objectIn = (result: Result, field: string): Result | undefined => {
  const value = result[field];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Result) : undefined;
};

export const objectsIn = (result: Result, field: string): Result[] => {
  const value = result[field];
  return Array.isArray(value) ? value.filter((one) => typeof one === "object" && one !== null) : [];
};

/** Free times, which come with the shop's offset, without it. */
export function slotsIn(result: Result): LocalTime[] {
  const value = result["available_slots"];
  return Array.isArray(value)
    ? value
        .filter((one) => typeof one === "string")
        .slice(0, MAX_KEPT)
        .map((one) => one.slice(0, 16))
    : [];
}

/** An appointment, when it has what is needed to speak of it. */
export function appointmentIn(result: Result): Appointment | undefined {
  const [id, date] = [textIn(result, "id"), textIn(result, "date")];
  if (id === undefined || date === undefined) return undefined;
  return { id, date: date.slice(0, 16), service: textIn(result, "service") ?? "appointment" };
}

/** Whether the other side is at fault, so that asking the caller for something else is no help. */
export const isOutage = (result: Result): boolean =>
  /^(?:unavailable|internal|timeout|unknown_tool)$/.test(textIn(result, "code") ?? "");

/** Whether a list came back, be it an empty one. */
export const isListed = (result: Result, field: string): boolean => Array.isArray(result[field]);

/** A result's own words, where it has nothing else to speak of; without any, nothing is known to have been done. */
export function told(result: Result): string {
  const message = textIn(result, "message");
  return message === undefined
    ? "I'm sorry, I was not told whether that worked, so please do not count on it."
    : sayError(message);
}
