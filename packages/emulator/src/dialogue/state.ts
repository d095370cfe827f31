import type { FunctionDefinition } from "../protocol/messages.js";
import type { Facts } from "./facts.js";
import type { LocalTime, When } from "./local-time.js";

/** A function that the agent wants called. */
export interface Call {
  name: string;
  arguments: Record<string, string>;
}

/** A call that was answered; `content` is what the client sent back, as text. */
export interface Answer extends Call {
  content: string;
}

/** An appointment that a function told of. */
export interface Appointment {
  id: string;
  date: LocalTime;
  service: string;
}

/** Which appointment is meant, as far as that was said. */
export interface Which extends When {
  id?: string;
  /** Any but this one. */
  not?: string;
  service?: string;
}

/** What a caller wants done; `confirmed` once it was read back and agreed to. */
export type Goal =
  | { is: "book"; confirmed?: boolean }
  | { is: "slots" }
  | { is: "appointments" }
  | { is: "orders" }
  /** `named`: the full name was asked for and told. */
  | { is: "account"; named?: boolean; confirmed?: boolean }
  | { is: "identify" }
  /** `by`: so many hours after the time at which it is; `service`: what it is for from now on. */
  | { is: "move"; which?: Which; by?: number; service?: string; confirmed?: boolean }
  | { is: "cancel"; which?: Which; confirmed?: boolean }
  | { is: "question"; query: string }
  /** Wants to hear what can be asked. */
  | { is: "topics" }
  | { is: "status"; id: string; status: string }
  | { is: "goodbye"; farewell: "thanks" | "general" | "help" };

/**
 * What was asked last: a fact; which of the times offered (`slot`); which appointment; whether the account's details,
 * the time or the cancellation are right (`account`, `time`, `cancel`); whether to open an account (`new-account`) or
 * have a consultation; whether there is anything else (`more`); a second thing that shows who it is (`proof`).
 */
export type Question =
  | "name"
  | "phone"
  | "email"
  | "service"
  | "day"
  | "slot"
  | "appointment"
  | "account"
  | "time"
  | "cancel"
  | "new-account"
  | "consultation"
  | "proof"
  | "more";

/** All that the agent knows of a conversation. */
export interface State {
  functions: readonly FunctionDefinition[];
  prompt: string;
  facts: Facts;
  /** Who was identified, by the functions' word. */
  caller?: { id: string; name: string } | undefined;
  goals: Goal[];
  /** Appointments that were asked for in one sentence with the one that is being booked. */
  further?: Facts[];
  asked?: Question | undefined;
  /** The free times that were offered last. */
  slots: LocalTime[];
  /** What the caller said last was about something else than them. */
  isAside?: boolean;
  /** All free times that came back with them. */
  free: LocalTime[];
  /** The day from which they were looked up. */
  freeFrom?: string | undefined;
  /** The caller's coming appointments, since they were looked up and until one is changed. */
  appointments?: Appointment[] | undefined;
  /** The appointment that was booked or moved last. */
  latest?: Appointment | undefined;
  /** What was already looked up without success, so that it is not tried again. */
  missed: string[];
  /** One thing on file does not show here who is calling: two are told at once. */
  twofold?: boolean;
  lastSaid: string;
  /** The last question about the shop, until something else is asked for: "and on weekends?" goes on with it. */
  topic?: string | undefined;
  /** A look-up makes the caller wait, as the last one did or as may be before the first: a filler is said before it. */
  slow: boolean;
  /** Since when one is waited for, in milliseconds. */
  lookedUpAt?: number;
  /** The agent has said that it works offline. */
  introduced: boolean;
  ended: boolean;
}

/** What the agent does next: it speaks, or calls, or both in this order. */
export interface Move {
  state: State;
  say: string;
  calls: Call[];
}

/** What a request needs next. */
export type Next =
  | { do: "ask"; question: Question; say: string; state?: State }
  | { do: "call"; call: Call }
  | { do: "finish"; say: string };

/** What came back from a function, changed into what is known and what is said. */
export interface Taken {
  state: State;
  say: string;
  /** The request that it was called for is done with. */
  done: boolean;
  /** A question was asked, and the caller's answer is waited for. */
  asks: boolean;
}

/** The most requests that wait for their turn; further ones are not taken up. */
export const MAX_GOALS = 5;

/** The most free times and appointments that are kept of an answer. */
export const MAX_KEPT = 100;

/** So much of what a caller says at once is heard, in characters: as much as may be typed in one turn. */
export const MAX_HEARD_CHARACTERS = 2_000;

/** The most look-ups without success that are kept. */
export const MAX_MISSED = 20;

export function offers(state: State, name: string): boolean {
  return state.functions.some((one) => one.name === name);
}

export const ask = (question: Question, say: string): Next => ({ do: "ask", question, say });
export const call = (name: string, args: Record<string, string>): Next => ({
  do: "call",
  call: { name, arguments: args },
});
export const finish = (say: string): Next => ({ do: "finish", say });

export const done = (state: State, say: string): Taken => ({ state, say, done: true, asks: false });
export const goOn = (state: State, say = ""): Taken => ({ state, say, done: false, asks: false });
export const asking = (state: State, asked: Question, say: string): Taken => ({
  state: { ...state, asked },
  say,
  done: false,
  asks: true,
});

/** What is known, without some of it. */
export function without(state: State, ...fields: (keyof Facts)[]): State {
  const kept = Object.entries(state.facts).filter(([field]) => !fields.some((one) => one === field));
  return { ...state, facts: Object.fromEntries(kept) };
}

/** Forgets the time that was wanted. */
export const withoutWhen = (state: State): State => without(state, "day", "time", "from", "until", "unsure");

/** The time that is wanted is the one that was wanted before: what was said of times now is about something else. */
export function withWhenOf(state: State, { day, time, from, until, unsure }: When): State {
  const when = Object.entries({ day, time, from, until, unsure }).filter(([, value]) => value !== undefined);
  return { ...state, facts: { ...withoutWhen(state).facts, ...Object.fromEntries(when) } };
}
