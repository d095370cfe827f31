import { sentencesOf } from "../speech/sentences.js";
import type { Fact } from "./facts.js";
import { sayDayAndTime, type LocalTime } from "./local-time.js";
import { fittingSlots, offer } from "./pursue.js";
import type { Answer, State } from "./state.js";

/** What came back from a function, changed into what is known and what is said. */
export interface Taken {
  state: State;
  say: string;
  /** The request in hand is done with. */
  done: boolean;
  /** A question was asked, and the caller's answer is waited for. */
  asks: boolean;
}

type Result = Record<string, unknown>;

/** An answer has at most so many sentences. */
const ANSWER_SENTENCES = 2;

/** At most so many appointments or orders are read out. */
const READ_OUT = 3;

function parsed(content: string): Result {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Result)
      : { message: String(value) };
  } catch {
    return { message: content };
  }
}

const textIn = (result: Result, field: string): string | undefined => {
  const value = result[field];
  return typeof value === "string" && value !== "" ? value : undefined;
};

const objectsIn = (result: Result, field: string): Result[] => {
  const value = result[field];
  return Array.isArray(value) ? value.filter((one) => typeof one === "object" && one !== null) : [];
};

/** Times with the shop's offset, without it. */
function slotsIn(result: Result): LocalTime[] {
  const value = result["available_slots"];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string").map((one) => one.slice(0, 16)) : [];
}

/** A failed function's sentence for people: what it tells the model to call is left out. */
export function sayError(sentence: string): string {
  const said = sentence.replace(/[:;,][^:;,.]*\b[a-z]+_[a-z_]+\b[^.]*/g, "").trim();
  return /[.!?]$/.test(said) ? said : `${said}.`;
}

const done = (state: State, say: string): Taken => ({ state, say, done: true, asks: false });
const on = (state: State, say = ""): Taken => ({ state, say, done: false, asks: false });
const asking = (state: State, asked: State["asked"], say: string): Taken => ({
  state: { ...state, asked },
  say,
  done: false,
  asks: true,
});

function without(state: State, ...fields: Fact[]): State {
  const kept = Object.entries(state.facts).filter(([field]) => !fields.some((one) => one === field));
  return { ...state, facts: Object.fromEntries(kept) };
}

function customer(state: State, answer: Answer, result: Result, error: string | undefined): Taken {
  const tried = Object.values(answer.arguments);
  const missed = [...state.missed, ...tried];
  if (error !== undefined) {
    if (/format|valid|required/i.test(error)) {
      return asking(
        without(state, "phone", "email"),
        "phone",
        `${sayError(error)} What is the phone number on your account?`,
      );
    }
    if (!/not found/i.test(error)) return done({ ...state, missed }, sayError(error));
    const account = state.functions.some(({ name }) => name === "create_customer_account");
    const way = account
      ? "Is there another number or e-mail address, or shall I open an account for you?"
      : "Is there another number?";
    return asking({ ...state, missed }, "phone", `I could not find an account with that. ${way}`);
  }
  const name = textIn(result, "name") ?? "";
  if (result["identified"] === false || textIn(result, "id") === undefined) {
    return asking(
      { ...state, missed },
      "phone",
      `To be sure that it is you${name === "" ? "" : `, ${name}`}, what is the phone number on your account?`,
    );
  }
  const known = { ...state, caller: { id: textIn(result, "id")!, name } };
  const first = name.split(" ")[0] ?? "";
  if (state.goals[0]?.is === "identify")
    return done(known, `Thank you, ${first}, I have found your account. What can I do for you?`);
  return on(known, `Thank you, ${first}.`);
}

function account(state: State, result: Result, error: string | undefined): Taken {
  if (error !== undefined) {
    if (/already exists/i.test(error)) {
      const goals = state.goals.filter(({ is }) => is !== "account");
      return on({ ...state, missed: [], goals: goals.length > 0 ? goals : [{ is: "identify" }] }, sayError(error));
    }
    if (/international format|phone/i.test(error)) return on(without(state, "phone"), sayError(error));
    if (/valid email|e-?mail/i.test(error)) return on(without(state, "email"), sayError(error));
    return done(state, sayError(error));
  }
  const made = (result["customer"] ?? result) as Result;
  const id = textIn(made, "id");
  const name = textIn(made, "name") ?? state.facts.name ?? "";
  if (id === undefined) return done(state, "I'm sorry, the account could not be opened.");
  return done(
    { ...state, caller: { id, name } },
    `Your account is open, ${name.split(" ")[0]}. Your customer number is ${id}.`,
  );
}

function availability(state: State, result: Result, error: string | undefined): Taken {
  if (error !== undefined) return done(state, sayError(error));
  const { day, time } = state.facts;
  const slots = slotsIn(result);
  const exact = slots.filter((slot) => day === undefined || slot.startsWith(day));
  if (slots.length === 0)
    return asking(without(state, "day", "time"), "day", "There is nothing free then. Which other day would suit you?");
  const offered = offer(fittingSlots(slots, state.facts));
  const none = day !== undefined && exact.length === 0 ? "That day is full. " : "";
  const missing =
    time !== undefined && !offered.slots.some((slot) => slot.endsWith(time)) ? "That time is not free. " : "";
  return asking(
    { ...without(state, "day", "time"), slots: offered.slots },
    "slot",
    `${none || missing}${offered.say} Which would you like?`,
  );
}

function booking(state: State, result: Result, error: string | undefined): Taken {
  if (error !== undefined) {
    const cleared = without(state, "day", "time");
    const slots = slotsIn(result).slice(0, READ_OUT);
    if (slots.length > 0) {
      return asking(
        { ...cleared, slots },
        "slot",
        `I'm sorry, that time is no longer available. ${offer(slots).say} Which would you like?`,
      );
    }
    if (textIn(result, "code") === "not_allowed") return on({ ...state, caller: undefined }, sayError(error));
    if (/unavailable|internal|timeout/.test(textIn(result, "code") ?? "")) return done(state, sayError(error));
    return asking(cleared, "day", `${sayError(error)} Which other day and time would suit you?`);
  }
  const service = textIn(result, "service") ?? "appointment";
  const date = textIn(result, "date");
  const id = textIn(result, "id");
  const number = id === undefined ? "" : ` The appointment's number is ${id}.`;
  const when = date === undefined ? "" : ` for ${sayDayAndTime(date)}`;
  const booked = { ...without(state, "day", "time", "service"), slots: [] };
  return done(booked, `Your ${service} is booked${when}.${number}`);
}

function appointments(state: State, result: Result, error: string | undefined): Taken {
  if (error !== undefined) return done(state, sayError(error));
  const planned = objectsIn(result, "appointments").filter((one) => one["status"] === "Scheduled");
  const said = planned
    .slice(0, READ_OUT)
    .map((one) => `a ${textIn(one, "service") ?? "meeting"} on ${sayDayAndTime(textIn(one, "date") ?? "")}`);
  if (said.length === 0) return done(state, "You have no appointments coming up.");
  const more = planned.length > READ_OUT ? ` and ${planned.length - READ_OUT} more` : "";
  return done(state, `You have ${said.join(", and ")}${more}.`);
}

function orders(state: State, result: Result, error: string | undefined): Taken {
  if (error !== undefined) return done(state, sayError(error));
  const said = objectsIn(result, "orders")
    .slice(0, READ_OUT)
    .map((one) => `Order ${textIn(one, "id") ?? ""} is ${(textIn(one, "status") ?? "on its way").toLowerCase()}.`);
  return done(state, said.length === 0 ? "There are no orders on your account." : said.join(" "));
}

function knowledge(state: State, result: Result, error: string | undefined): Taken {
  if (error !== undefined) return done(state, sayError(error));
  const answer = result["found"] === false ? undefined : (textIn(result, "answer") ?? textIn(result, "content"));
  if (answer === undefined) return done(state, "I'm sorry, I don't know that.");
  return done(state, sentencesOf(answer).slice(0, ANSWER_SENTENCES).join(" "));
}

/** Takes up what a function has answered. A failed one is told in its own sentence; nothing is made up. */
export function take(state: State, answer: Answer): Taken {
  const result = parsed(answer.content);
  const error = textIn(result, "error");
  switch (answer.name) {
    case "find_customer":
      return customer(state, answer, result, error);
    case "create_customer_account":
      return account(state, result, error);
    case "check_availability":
      return availability(state, result, error);
    case "create_appointment":
      return booking(state, result, error);
    case "get_appointments":
      return appointments(state, result, error);
    case "get_orders":
      return orders(state, result, error);
    case "search_knowledge_base":
    case "get_best_answer":
      return knowledge(state, result, error);
    case "end_call":
      return done(
        { ...state, ended: error === undefined },
        error === undefined ? (textIn(result, "message") ?? "Goodbye.") : sayError(error),
      );
    default:
      return on(state);
  }
}
