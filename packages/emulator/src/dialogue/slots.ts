import type { Facts } from "./facts.js";
import { daysAfter, fits, saysDate, WEEKDAY, type LocalTime, type When } from "./local-time.js";
import { isListed, slotsIn, told, type Result } from "./result.js";
import { join, sayChoices, sayDay, sayError } from "./saying.js";
import {
  ask,
  asking,
  call,
  done,
  finish,
  offers,
  withoutWhen,
  type Goal,
  type Next,
  type State,
  type Taken,
} from "./state.js";

/** Free times: looked up, and offered a few at a time. */

/** How many free times are offered at once. */
export const CHOICES = 3;

/** Looks up free times; those that were offered before something else came between are offered once more instead. */
export function findSlots({ facts, slots, isAside }: State, day: string | undefined, now: LocalTime): Next {
  const isOpen = day === undefined && (facts.time ?? facts.from ?? facts.until) === undefined;
  if (isAside === true && isOpen && slots.length > 0) return ask("slot", sayOffer(slots, now));
  return call("check_availability", { start_date: day ?? now.slice(0, 10) });
}

export function pursueSlots(state: State, now: LocalTime): Next {
  if (!offers(state, "check_availability")) return finish("I'm sorry, I cannot look into the calendar here.");
  return findSlots(state, state.facts.day, now);
}

/** Free times to choose from, spread when there are many. */
function spread(slots: readonly LocalTime[]): LocalTime[] {
  if (slots.length <= CHOICES) return [...slots];
  const apart = Math.floor(slots.length / CHOICES);
  return Array.from({ length: CHOICES }, (_, i) => slots[i * apart]!);
}

function sayOffer(slots: readonly LocalTime[], now: LocalTime): string {
  return `I have ${sayChoices(slots, now)}. ${slots.length === 1 ? "Would that suit you?" : "Which would you like?"}`;
}

/** Offers free times, all of which came from a function. */
export function offering(state: State, slots: readonly LocalTime[], now: LocalTime, preface = ""): Taken {
  const offered = spread(slots);
  return asking({ ...state, slots: offered }, "slot", join(preface, sayOffer(offered, now)));
}

/** What fits best of the free times, and what must be said of it. */
function fitting(slots: readonly LocalTime[], wanted: When): { slots: LocalTime[]; preface: string } {
  const { day, time, from, until } = wanted;
  const all = slots.filter((slot) => fits(slot, wanted));
  if (all.length > 0) return { slots: all, preface: "" };
  const onDay = slots.filter((slot) => fits(slot, day === undefined ? {} : { day }));
  if (onDay.length > 0) {
    const near = time === undefined ? onDay : nearest(onDay, time);
    return { slots: near, preface: time === undefined ? "I have nothing free then." : "That time is not free." };
  }
  const { day: _, ...anyDay } = { time, from, until, day };
  const later = slots.filter((slot) => fits(slot, definite(anyDay)));
  return { slots: later.length > 0 ? later : [...slots], preface: `I have nothing free on ${sayDay(day!)}.` };
}

const definite = (when: { [K in "time" | "from" | "until"]: string | undefined }): When =>
  Object.fromEntries(Object.entries(when).filter(([, value]) => value !== undefined));

/** The free times closest to a time of day, in order. */
function nearest(slots: readonly LocalTime[], time: string): LocalTime[] {
  const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
  const away = (slot: LocalTime): number => Math.abs(minutes(slot.slice(11, 16)) - minutes(time));
  return [...slots]
    .sort((a, b) => away(a) - away(b))
    .slice(0, CHOICES)
    .sort();
}

export function takeSlots(
  state: State,
  goal: Goal | undefined,
  result: Result,
  error: string | undefined,
  now: LocalTime,
): Taken {
  if (error !== undefined) return done(state, sayError(error));
  if (!isListed(result, "available_slots")) return done(withoutWhen(state), told(result));
  const free = slotsIn(result);
  const { facts } = state;
  const known = { ...withoutWhen(state), free, freeFrom: facts.day ?? now.slice(0, 10) };
  if (free.length === 0)
    return asking({ ...known, slots: [] }, "day", "There is nothing free then. Which other day would suit you?");
  const { slots, preface } = fitting(free, facts);
  const [only] = slots;
  if (goal?.is === "slots" && slots.length === 1 && only !== undefined && preface === "" && facts.time !== undefined) {
    const said = sayChoices([only], now);
    return asking({ ...known, slots: [only] }, "slot", `${said} is free. Shall I book it?`);
  }
  return offering(known, slots, now, preface);
}

/** "Tuesday", said of times that were looked up from a later day on, is the Tuesday after that day. */
export function asLookedUp(text: string, said: Facts, { asked, freeFrom }: State): Facts {
  const bare = WEEKDAY.test(text) && !saysDate(text);
  if (said.day === undefined || freeFrom === undefined || !bare || (asked !== "slot" && asked !== "day")) return said;
  let { day } = said;
  while (day < freeFrom) day = daysAfter(day, 7);
  return { ...said, day };
}

/** A function has refused a time; it may have named the next free ones. */
export function takeRefusal(before: State, result: Result, error: string, now: LocalTime): Taken {
  const state = withoutWhen(before);
  const slots = slotsIn(result).slice(0, CHOICES);
  const gone = /no longer available/i.test(error) ? "I'm sorry, that time is no longer available." : sayError(error);
  if (slots.length > 0) return offering({ ...state, free: slots, freeFrom: undefined }, slots, now, gone);
  return asking(state, "day", `${sayError(error)} Which other day and time would suit you?`);
}

/** Other times than those offered, later or earlier: offered, or looked up when the known ones are at their end. */
export function shifted(state: State, way: "later" | "earlier", now: LocalTime): Taken | State {
  const [first, last] = [state.slots[0], state.slots.at(-1)];
  const beyond = state.free.filter((slot) =>
    way === "later" ? last === undefined || slot > last : first === undefined || slot < first,
  );
  if (beyond.length > 0)
    return offering(state, way === "later" ? beyond.slice(0, CHOICES) : beyond.slice(-CHOICES), now);
  const today = now.slice(0, 10);
  if (way === "later")
    return { ...state, facts: { ...state.facts, day: daysAfter(state.free.at(-1) ?? last ?? today, 1) } };
  if (state.freeFrom === today) return offering(state, state.slots, now, "I have nothing earlier.");
  return { ...state, facts: { ...state.facts, day: today } };
}
