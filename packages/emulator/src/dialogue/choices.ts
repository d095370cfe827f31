import type { Facts } from "./facts.js";
import { fits, type LocalTime, type When } from "./local-time.js";
import { plainly } from "./remarks.js";
import type { Appointment, State } from "./state.js";

/** Which of the things that were offered a caller means. */

const PLACES: Readonly<Record<string, number>> = {
  first: 0,
  earliest: 0,
  soonest: 0,
  one: 0,
  "1": 0,
  any: 0,
  either: 0,
  whichever: 0,
  second: 1,
  two: 1,
  "2": 1,
  middle: 1,
  third: 2,
  three: 2,
  "3": 2,
  last: -1,
  latest: -1,
  later: -1,
  earlier: 0,
};

const PLACE =
  /\b(?:(?:number|option|choice) (one|two|three|[123])|(first|second|third|last|latest|earliest|soonest|middle)\b(?! name)|(later|earlier) one|(any|either|whichever)(?= (?:one|is|works|of)|$))/;

/** A question for other times, not a choice of one that was offered. */
const ASKS = /\b(?:any(?:thing)?|something|do you have|have you|is there|are there|got|how about|what about|else)\b/;

/** Whether the caller asks what else there is, rather than choosing. */
export function asksForMore(text: string, { time }: When): boolean {
  const words = plainly(text);
  return time === undefined && ASKS.test(words) && !/\bone\b/.test(words);
}

const MORE = /\b(later(?! than)|afterwards|after that|earlier(?! than)|sooner(?! than)|before that)\b(?! one)/;

/** Whether the caller asks for later or earlier times than were offered. */
export function shiftIn(text: string, said: When): "later" | "earlier" | undefined {
  if (said.day !== undefined || said.time !== undefined) return undefined;
  const way = MORE.exec(plainly(text))?.[1];
  return way === undefined ? undefined : /^(?:later|after)/.test(way) ? "later" : "earlier";
}

/** The place in a row that is named, counted from its end when negative. */
function placeIn(text: string): number | undefined {
  const found = PLACE.exec(plainly(text));
  const word = found?.slice(1).find((group) => group !== undefined);
  return word === undefined ? undefined : PLACES[word];
}

/** Of some times, the one that the caller points at by its place. */
export function pointedAt(text: string, slots: readonly LocalTime[]): LocalTime | undefined {
  const place = placeIn(text);
  return place === undefined ? undefined : slots.at(place);
}

/** Whether the caller points at something that was offered, rather than naming it. */
export const pointsIn = (text: string): boolean => placeIn(text) !== undefined || /\bother one\b/.test(plainly(text));

/**
 * The offered times that may be meant: one, when it is clear; several to choose from; none, when the words are about
 * something else.
 */
export function chosenSlots(text: string, said: Facts, state: State, agrees: boolean): LocalTime[] {
  const { slots, free, facts } = state;
  const words = plainly(text);
  const { day, time, from, until } = said;
  const names = [day, time, from, until].some((part) => part !== undefined);
  if (/\bother(?: one)?\b(?! (?:day|time))/.test(words)) {
    // Other than which? The one taken so far; when none is, only the caller knows.
    const taken = `${facts.day}T${facts.time}`;
    return slots.length > 1 ? slots.filter((slot) => slot !== taken && fits(slot, said)) : [];
  }
  const place = placeIn(text);
  if (!names) {
    const at = place === undefined ? undefined : slots.at(place);
    if (at !== undefined) return [at];
    return agrees && slots.length === 1 ? [...slots] : [];
  }
  const offered = slots.filter((slot) => fits(slot, said));
  if (place !== undefined && offered.length > 0) return [offered.at(place) ?? offered[0]!];
  const days = new Set(slots.map((slot) => slot.slice(0, 10)));
  const near = free.filter((slot) => fits(slot, said) && (day !== undefined || days.has(slot.slice(0, 10))));
  if (asksForMore(text, said)) {
    if (day !== undefined) return [];
    return near.length > 0 ? near : free.filter((slot) => fits(slot, said));
  }
  // Between two hours there may be others than the few that were offered.
  const isSpan = from !== undefined && until !== undefined;
  if (isSpan && near.length > 0) return near;
  if (offered.length > 0) return offered;
  // A day that was not offered is looked up afresh: all its times may not be known.
  if (near.length > 0 && (time !== undefined || day === undefined)) return near;
  return day === undefined ? free.filter((slot) => fits(slot, said)) : [];
}

/** Which of some appointments is meant. */
export function chosenAppointment(text: string, said: Facts, all: readonly Appointment[]): Appointment | undefined {
  const fitting = all.filter(
    (one) => fits(one.date, said) && (said.service === undefined || one.service === said.service),
  );
  const place = placeIn(text);
  if (place !== undefined) return fitting.at(place);
  return fitting.length === 1 ? fitting[0] : undefined;
}
