import { asksForMore, chosenAppointment, chosenSlots, shiftIn } from "./choices.js";
import type { Facts } from "./facts.js";
import { NEEDS_CALLER } from "./identify.js";
import type { LocalTime } from "./local-time.js";
import { plainly } from "./remarks.js";
import type { Heard } from "./requests.js";
import { offering, shifted } from "./slots.js";
import { without, withoutWhen, withWhenOf, type Goal, type State } from "./state.js";

/** What a caller's words mean as the answer to what was asked last. */
export interface Reply {
  state: State;
  /** The words were such an answer. */
  answered: boolean;
  /** What is said to it at once, before the requests in hand go on. */
  say?: string;
  /** A question was asked again, and the answer is waited for. */
  asks?: boolean;
}

interface Hearing {
  text: string;
  said: Facts;
  heard: Heard;
  now: LocalTime;
}

const answered = (state: State, say = ""): Reply => ({ state, answered: true, say });
const asksAgain = (state: State, say: string): Reply => ({ state, answered: true, say, asks: true });

function confirm(state: State, ...kinds: Goal["is"][]): State {
  const goals = state.goals.map((goal) => (kinds.includes(goal.is) ? ({ ...goal, confirmed: true } as Goal) : goal));
  return { ...state, goals };
}

/** The full name was asked for and told. */
const named = (state: State): State => ({
  ...state,
  goals: state.goals.map((goal) => (goal.is === "account" ? { ...goal, named: true } : goal)),
});

const drop = (state: State, ...kinds: Goal["is"][]): State => ({
  ...state,
  goals: state.goals.filter(({ is }) => !kinds.includes(is)),
});

/** The details of an account that were read back. */
function toAccount(state: State, { text, said, heard }: Hearing, yes: boolean, no: boolean): Reply | undefined {
  if (said.name !== undefined || said.phone !== undefined || said.email !== undefined) return answered(state);
  if (yes) return answered(confirm(state, "account"));
  const words = plainly(text);
  if (/\be-?mail|address\b/.test(words)) return answered(without(state, "email"));
  if (/\bphone|number|digits\b/.test(words)) return answered(without(state, "phone"));
  if (/\bname\b/.test(words)) return answered(without(state, "name"));
  if (!no || heard.goals.length > 0) return undefined;
  const say = "What shall I correct: the name, the phone number or the e-mail address?";
  return asksAgain({ ...state, asked: "account" }, say);
}

const OTHERWISE = "The e-mail address on your account will do as well. What is it?";

/** Who does not know the number, or does not want to tell it, may be found otherwise; or else it is left alone. */
function toPhone(state: State, { text, said, heard }: Hearing, no: boolean): Reply | undefined {
  const opening = [...state.goals, ...heard.goals].some(({ is }) => is === "account");
  if (opening || said.phone !== undefined || said.email !== undefined || said.customerId !== undefined)
    return undefined;
  const declines = no && heard.goals.length === 0;
  if (!declines && !/\b(?:don't|do not|can't|cannot|not sure|forgot|forget)\b/.test(plainly(text))) return undefined;
  if (declines && state.lastSaid === OTHERWISE) {
    const goals = state.goals.filter(({ is }) => !NEEDS_CALLER.has(is));
    return asksAgain({ ...state, goals, asked: "more" }, "All right. Is there anything else I can do for you?");
  }
  return asksAgain({ ...state, asked: "phone" }, OTHERWISE);
}

/** The times that were offered. */
function toOffer(state: State, { text, said, heard, now }: Hearing, yes: boolean, no: boolean): Reply | undefined {
  const way = shiftIn(text, said);
  if (way !== undefined) {
    const taken = shifted(state, way, now);
    return "asks" in taken ? asksAgain(taken.state, taken.say) : answered(taken);
  }
  const slots = chosenSlots(text, said, state, yes);
  const [slot] = slots;
  if (slot !== undefined) {
    const days = new Set(state.slots.map((each) => each.slice(0, 10)));
    // "Nine", when only another day than those that were offered has it.
    const elsewhere =
      said.time !== undefined && said.day === undefined && !slots.some((each) => days.has(each.slice(0, 10)));
    if (slots.length === 1 && !elsewhere && !asksForMore(text, said)) return answered(taking(state, slot));
    const offered = offering(state, slots, now, elsewhere ? "That time is not free." : "");
    return asksAgain(withoutWhen(offered.state), offered.say);
  }
  const [only, ...others] = new Set(state.slots.map((each) => each.slice(0, 10)));
  // "Half past ten", of the one day that was offered, is that day's.
  if (said.day === undefined && said.time !== undefined && only !== undefined && others.length === 0)
    return answered({ ...state, facts: { ...state.facts, day: only } });
  if (said.day !== undefined || said.time !== undefined || said.from !== undefined || said.until !== undefined)
    return answered(state);
  if (no && heard.goals.length === 0)
    return asksAgain({ ...state, asked: "day" }, "Which other day or time would suit you?");
  if (yes && heard.goals.length === 0 && state.slots.length > 1) {
    const offered = offering(state, state.slots, now);
    return asksAgain(offered.state, offered.say);
  }
  return undefined;
}

/** A free time is what is wanted, to book or to move to. */
function taking(state: State, slot: LocalTime): State {
  const facts = { ...withoutWhen(state).facts, day: slot.slice(0, 10), time: slot.slice(11, 16) };
  const goals = state.goals.filter(({ is }) => is !== "slots");
  const wanted = goals.some(({ is }) => is === "book" || is === "move");
  return { ...state, facts, goals: wanted ? goals : [{ is: "book" }, ...goals] };
}

function toAppointment(before: State, state: State, { text, said }: Hearing): Reply | undefined {
  const one = chosenAppointment(text, said, state.appointments ?? []);
  if (one === undefined) return undefined;
  const goals = state.goals.map((goal) =>
    goal.is === "move" || goal.is === "cancel" ? { ...goal, which: { id: one.id } } : goal,
  );
  // What names the old appointment is not the new time.
  return answered({ ...withWhenOf(state, before.facts), goals });
}

/** Takes the words as the answer to the question that is open, if they are one. */
export function replyTo(before: State, after: State, hearing: Hearing): Reply {
  const { asked } = before;
  const { remarks } = hearing.heard;
  const no = remarks.includes("no") || remarks.includes("never-mind");
  const yes = remarks.includes("yes") && !no;
  const bare = hearing.heard.goals.length === 0;
  const reply = ((): Reply | undefined => {
    switch (asked) {
      case "account":
        return toAccount(after, hearing, yes, no);
      case "name":
        return hearing.said.name === undefined ? undefined : answered(named(after));
      case "phone":
        return toPhone(after, hearing, no);
      case "slot":
        return toOffer(after, hearing, yes, no);
      case "appointment":
        return toAppointment(before, after, hearing);
      case "time":
        if (hearing.said.day !== undefined || hearing.said.time !== undefined) return answered(after);
        if (yes) return answered(confirm(after, "book", "move"));
        return no ? answered(withoutWhen(after)) : undefined;
      case "cancel":
        if (yes) return answered(confirm(after, "cancel"));
        if (!no) return undefined;
        return answered(drop(after, "cancel"), bare ? "All right, your appointment stays as it is." : "");
      case "consultation":
        if (yes)
          return answered({ ...after, facts: { ...after.facts, service: "Consultation" }, goals: [{ is: "book" }] });
        return no && bare ? answered({ ...after, asked: "more" }, "All right. Is there anything else?") : undefined;
      case "new-account":
        if (hearing.said.phone !== undefined || hearing.said.email !== undefined) return answered(after);
        if (yes) return answered({ ...after, goals: [{ is: "account" }, ...drop(after, "identify").goals] });
        if (!no || !bare) return undefined;
        return asksAgain({ ...after, asked: "phone" }, "Which other phone number or e-mail address could it be?");
      default:
        return undefined;
    }
  })();
  return reply ?? { state: after, answered: false };
}
