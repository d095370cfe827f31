import type { When } from "./days.js";

const DAY_MS = 86_400_000;
const HOURS = [9, 10, 11, 12, 13, 14, 15, 16];
/** The demonstration's appointments stand at noon and at one on the first open days. */
const DEMONSTRATION_DAYS = 6;
/** Slots can be booked 90 days ahead. */
const HORIZON_DAYS = 85;
/** Neighbours in the list are days apart; a prime that no number of slots there is a multiple of, so that each comes once. */
const STRIDE = 61;

const SHOP_DAY = new Intl.DateTimeFormat("sv-SE", { timeZone: "America/New_York" });

/** The shop's date at an instant, `YYYY-MM-DD`. */
export const shopDay = (now: number): string => SHOP_DAY.format(now);

const plus = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

const isOpen = (day: string): boolean => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/** A day from `least` to `most` days after today on which the shop is open, or closed. */
export const someDay = (
  today: string,
  open: boolean,
  least: number,
  most: number,
  choose: (count: number) => number,
) => {
  const span = Array.from({ length: most - least + 1 }, (_, index) => plus(today, least + index));
  const days = span.filter((day) => isOpen(day) === open);
  return days[choose(days.length)]!;
};

/** Every slot that is free in a new store, the days mixed: each is given to one play only. */
export const freeSlots = (today: string): readonly When[] => {
  const days = Array.from({ length: HORIZON_DAYS }, (_, index) => plus(today, index + 2)).filter(isOpen);
  const slots = days.flatMap((day, index) =>
    HOURS.filter((hour) => index >= DEMONSTRATION_DAYS || (hour !== 12 && hour !== 13)).map((hour) => ({ day, hour })),
  );
  return slots.map((_, index) => slots[(index * STRIDE) % slots.length]!);
};

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** A weekday of the next week, which begins on Monday, at a full hour by the shop's clock. */
export const momentOf = (now: number, weekday: string, hour: number): string => {
  const today = shopDay(now);
  const current = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  return `${plus(today, 7 - current + WEEKDAYS.indexOf(weekday))}T${String(hour).padStart(2, "0")}:00`;
};
