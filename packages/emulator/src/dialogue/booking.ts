import { identify } from "./identify.js";
import type { LocalTime } from "./local-time.js";
import { servicesIn, takesService } from "./requests.js";
import { appointmentIn, isOutage, objectIn, textIn, told, type Result } from "./result.js";
import { alternatives, sayDayAndTime, sayError, withArticle } from "./saying.js";
import { findSlots, takeRefusal } from "./slots.js";
import {
  ask,
  call,
  done,
  finish,
  goOn,
  offers,
  without,
  withoutWhen,
  type Next,
  type State,
  type Taken,
} from "./state.js";

/** Booking an appointment. */

export function pursueBooking({ confirmed }: { confirmed?: boolean }, state: State, now: LocalTime): Next {
  if (!offers(state, "create_appointment")) return finish("I'm sorry, I cannot book appointments here.");
  if (!state.caller) return identify(state);
  const { service, day, time, unsure } = state.facts;
  if (service === undefined && takesService(state.functions)) {
    const services = servicesIn(state.functions).map(withArticle);
    return ask(
      "service",
      services.length === 0 ? "What is the appointment for?" : `Is it for ${alternatives(services)}?`,
    );
  }
  if (day !== undefined && time !== undefined) {
    const start = `${day}T${time}`;
    if (unsure === true && confirmed !== true)
      return ask("time", `That would be a ${service ?? "visit"} on ${sayDayAndTime(start)}. Is that right?`);
    const when = { customer_id: state.caller.id, date: `${start}:00` };
    return call("create_appointment", service === undefined ? when : { ...when, service });
  }
  if (!offers(state, "check_availability")) return ask("day", "Which day and time would suit you?");
  return findSlots(state, day, now);
}

export function takeBooking(state: State, result: Result, error: string | undefined, now: LocalTime): Taken {
  if (error !== undefined) {
    if (textIn(result, "code") === "not_allowed") return goOn({ ...state, caller: undefined }, sayError(error));
    return isOutage(result)
      ? done({ ...withoutWhen(state), further: [] }, sayError(error))
      : takeRefusal(state, result, error, now);
  }
  const made = objectIn(result, "appointment") ?? result;
  const booked = appointmentIn(made);
  const id = textIn(made, "id");
  const next = { ...without(withoutWhen(state), "service"), appointments: undefined, latest: booked };
  if (id === undefined) return done(next, told(result));
  const when = booked === undefined ? "" : ` for ${sayDayAndTime(booked.date)}`;
  const service = textIn(made, "service") ?? "appointment";
  const say = `Your ${service} is booked${when}. The appointment's number is ${id}.`;
  const [another, ...further] = state.further ?? [];
  return another === undefined
    ? done(next, say)
    : goOn({ ...next, facts: { ...next.facts, ...another }, further }, say);
}
