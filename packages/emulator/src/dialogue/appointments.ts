import { identify } from "./identify.js";
import { fits, hoursAfter, type LocalTime } from "./local-time.js";
import { appointmentIn, isListed, isOutage, objectIn, objectsIn, textIn, told, type Result } from "./result.js";
import { alternatives, sayDayAndTime, sayError, withArticle } from "./saying.js";
import { findSlots, takeRefusal } from "./slots.js";
import {
  ask,
  call,
  done,
  finish,
  goOn,
  MAX_KEPT,
  offers,
  withoutWhen,
  type Appointment,
  type Goal,
  type Next,
  type State,
  type Taken,
  type Which,
} from "./state.js";

/** The appointments that a caller has: told, moved, cancelled. */

/** At most so many appointments are read out. */
const READ_OUT = 3;

const CANNOT = {
  appointments: "I'm sorry, I cannot look up appointments here.",
  move: "I'm sorry, I cannot move appointments here.",
  cancel: "I'm sorry, I cannot cancel appointments here.",
};

const described = ({ service, date }: Appointment): string => `${service} on ${sayDayAndTime(date)}`;

/** Those of the caller's appointments that may be meant. */
export function meant(all: readonly Appointment[], which: Which = {}): Appointment[] {
  return all.filter(
    (one) =>
      (which.id === undefined || one.id === which.id) &&
      one.id !== which.not &&
      (which.service === undefined || one.service === which.service) &&
      fits(one.date, which),
  );
}

/** The appointment to act on, or what must be done to know it. */
function target(which: Which | undefined, state: State): Appointment | Next {
  if (!state.caller) return identify(state);
  if (which?.id !== undefined && which.id === state.latest?.id) return state.latest;
  if (state.appointments === undefined) {
    return offers(state, "get_appointments")
      ? call("get_appointments", { customer_id: state.caller.id })
      : finish(CANNOT.appointments);
  }
  if (state.appointments.length === 0) return finish("You have no appointments coming up.");
  const candidates = meant(state.appointments, which);
  const [one] = candidates;
  if (one !== undefined && candidates.length === 1) return one;
  const shown = (one === undefined ? state.appointments : candidates).slice(0, READ_OUT);
  const list = alternatives(shown.map((each) => `the ${described(each)}`));
  return ask(
    "appointment",
    one === undefined ? `I see no such appointment. Do you mean ${list}?` : `Which one: ${list}?`,
  );
}

export function pursueAppointments(state: State): Next {
  if (!offers(state, "get_appointments")) return finish(CANNOT.appointments);
  return state.caller ? call("get_appointments", { customer_id: state.caller.id }) : identify(state);
}

export function pursueMove(
  goal: { which?: Which; by?: number; service?: string; confirmed?: boolean },
  state: State,
  now: LocalTime,
): Next {
  if (!offers(state, "reschedule_appointment")) return finish(CANNOT.move);
  const found = target(goal.which, state);
  if ("do" in found) return found;
  const moved = (start: LocalTime): Next =>
    call("reschedule_appointment", {
      appointment_id: found.id,
      new_date: `${start}:00`,
      ...(goal.service !== undefined && { new_service: goal.service }),
    });
  const isOpen = state.facts.day === undefined && state.facts.time === undefined;
  if (isOpen && (goal.by ?? goal.service) !== undefined) return moved(hoursAfter(found.date, goal.by ?? 0));
  const { time, unsure } = state.facts;
  // "Move it to three" keeps the day.
  const day = state.facts.day ?? (time === undefined ? undefined : found.date.slice(0, 10));
  if (day !== undefined && time !== undefined) {
    const start = `${day}T${time}`;
    if (unsure === true && goal.confirmed !== true)
      return ask("time", `That would be ${sayDayAndTime(start)}. Is that right?`);
    return moved(start);
  }
  if (!offers(state, "check_availability")) return ask("day", "To which day and time?");
  return findSlots(state, day, now);
}

export function pursueCancel(goal: { which?: Which; confirmed?: boolean }, state: State): Next {
  if (!offers(state, "cancel_appointment")) return finish(CANNOT.cancel);
  const found = target(goal.which, state);
  if ("do" in found) return found;
  return goal.confirmed === true
    ? call("cancel_appointment", { appointment_id: found.id })
    : ask("cancel", `Shall I cancel your ${described(found)}?`);
}

export function takeAppointments(
  before: State,
  goal: Goal | undefined,
  result: Result,
  error: string | undefined,
  now: LocalTime,
): Taken {
  if (error !== undefined) return done(before, sayError(error));
  if (!isListed(result, "appointments")) return done(before, told(result));
  const planned = objectsIn(result, "appointments")
    .filter((one) => one["status"] === "Scheduled")
    .flatMap((one) => appointmentIn(one) ?? [])
    .filter(({ date }) => date >= now)
    .slice(0, MAX_KEPT);
  const state = { ...before, appointments: planned };
  if (goal?.is !== "appointments") return goOn(state);
  if (planned.length === 0) return done(state, "You have no appointments coming up.");
  const said = planned.slice(0, READ_OUT).map((one) => `${withArticle(one.service)} on ${sayDayAndTime(one.date)}`);
  const more = planned.length > READ_OUT ? ` and ${planned.length - READ_OUT} more` : "";
  return done(state, `You have ${said.join(", and ")}${more}.`);
}

export function takeMove(state: State, result: Result, error: string | undefined, now: LocalTime): Taken {
  if (error !== undefined) {
    const fixed = isOutage(result) || /^(?:not_allowed|not_found)$/.test(textIn(result, "code") ?? "");
    // So many hours later it cannot be: from now on another time is looked for.
    const goals = state.goals.map((goal) => (goal.is === "move" ? { ...goal, by: undefined } : goal));
    return fixed ? done(withoutWhen(state), sayError(error)) : takeRefusal({ ...state, goals }, result, error, now);
  }
  const moved = appointmentIn(objectIn(result, "appointment") ?? result);
  const next = { ...withoutWhen(state), appointments: undefined, latest: moved };
  return done(
    next,
    moved === undefined ? told(result) : `Your ${moved.service} is now on ${sayDayAndTime(moved.date)}.`,
  );
}

export function takeCancel(state: State, result: Result, error: string | undefined): Taken {
  if (error !== undefined) return done(state, sayError(error));
  const gone = appointmentIn(objectIn(result, "appointment") ?? result);
  const next = { ...state, appointments: undefined, latest: undefined };
  return done(next, gone === undefined ? told(result) : `Your ${described(gone)} is cancelled.`);
}
