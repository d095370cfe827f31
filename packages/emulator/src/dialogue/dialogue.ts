import type { FunctionDefinition, HistoryEntry } from "../protocol/messages.js";
import { factsIn, type Fact, type Facts } from "./facts.js";
import { localTimeIn, type LocalTime } from "./local-time.js";
import { pursue } from "./pursue.js";
import { heardIn, servicesIn, type Goal, type Heard } from "./requests.js";
import { take } from "./results.js";
import { MAX_GOALS, offers, type Answer, type Call, type Move, type State } from "./state.js";

/** The dialogue of the offline agent: pure functions from what is known and what came to what is said and called. */

const LOOK_UPS = new Set([
  "find_customer",
  "check_availability",
  "get_appointments",
  "get_orders",
  "search_knowledge_base",
  "get_best_answer",
]);

/** A filler is said before every so many look-ups, beginning with the first. */
const FILLER_EVERY = 3;

/** How many earlier entries of a conversation are taken up. */
export const MAX_HISTORY = 200;

const INTRODUCTION =
  "I am an automated assistant that works offline, without a language model, so I understand simple requests: " +
  "questions about the shop, your account and appointments.";
const NOT_UNDERSTOOD = "I'm sorry, I did not understand that.";

/** The state at the beginning of a conversation. */
export function begin(functions: readonly FunctionDefinition[], prompt: string, greeting = ""): State {
  return {
    functions,
    prompt,
    facts: {},
    goals: [],
    slots: [],
    missed: [],
    lastSaid: greeting,
    lookups: 0,
    introduced: false,
    ended: false,
  };
}

const join = (...parts: string[]): string => parts.filter((part) => part !== "").join(" ");

function speak(state: State, say: string): Move {
  return { state: say === "" ? state : { ...state, lastSaid: say }, say, calls: [] };
}

/** Goes on with the requests in hand until something must be asked or called. */
function advance(start: State, now: LocalTime, preface = ""): Move {
  let state = start;
  let say = preface;
  for (let steps = 0; steps < 2 * MAX_GOALS; steps++) {
    const goal = state.goals[0];
    if (!goal) break;
    const next = pursue(goal, state, now);
    if (next.do === "call") return callFor(state, next.call, say);
    say = join(say, next.say);
    if (next.do === "ask") return speak({ ...state, asked: next.question }, say);
    state = { ...state, goals: state.goals.slice(1) };
  }
  return speak(state, say);
}

function callFor(state: State, call: Call, say: string): Move {
  const lookUp = LOOK_UPS.has(call.name);
  const filler = lookUp && offers(state, "agent_filler") && state.lookups % FILLER_EVERY === 0;
  const calls = filler ? [{ name: "agent_filler", arguments: { message_type: "lookup" } }, call] : [call];
  const next = { ...state, lookups: state.lookups + (lookUp ? 1 : 0) };
  return { ...speak(next, say), calls };
}

/** Which of the offered times is meant, if one is. */
function chosenSlot(
  text: string,
  state: State,
  heard: Heard,
  said: { day?: string; time?: string },
): LocalTime | undefined {
  if (heard.goals.some(({ is }) => is === "question" || is === "slots")) return undefined;
  if (said.day !== undefined || said.time !== undefined) {
    const fitting = state.slots.filter(
      (slot) =>
        (said.day === undefined || slot.startsWith(said.day)) && (said.time === undefined || slot.endsWith(said.time)),
    );
    return fitting.length === 1 || said.time !== undefined ? fitting[0] : undefined;
  }
  const ordinal = /\b(first|second|third|last|other)(?: one)?\b/i.exec(text)?.[1]?.toLowerCase();
  if (ordinal === "last") return state.slots.at(-1);
  if (ordinal !== undefined) return state.slots[{ first: 0, second: 1, other: 1, third: 2 }[ordinal] ?? 0];
  return state.slots.length === 1 && heard.remarks.includes("yes") ? state.slots[0] : undefined;
}

/** Puts new requests before those in hand, without doubles. */
function withGoals(goals: readonly Goal[], added: readonly Goal[]): Goal[] {
  const kinds = new Set(added.map(({ is }) => is));
  return [...added, ...goals.filter(({ is }) => !kinds.has(is))].slice(0, MAX_GOALS);
}

function answerToOffer(text: string, state: State, heard: Heard, said: { day?: string; time?: string }): State {
  const slot = chosenSlot(text, state, heard, said);
  const rest = state.goals.filter(({ is }) => is !== "slots" && is !== "book");
  if (slot !== undefined) {
    const facts = { ...state.facts, day: slot.slice(0, 10), time: slot.slice(11, 16) };
    return { ...state, facts, slots: [], goals: [{ is: "book" }, ...rest] };
  }
  // Another day: the time that was free there may not be meant any more.
  return said.day === undefined && said.time === undefined && state.goals[0]?.is === "slots"
    ? { ...state, goals: rest }
    : state;
}

const isFact = (asked: State["asked"]): asked is Fact => asked !== undefined && asked !== "slot" && asked !== "more";

/** The requests that are new, seen in the light of the facts that came with them and of what is in hand. */
function requestsIn(heard: Heard, said: Facts, { goals, asked }: State): Goal[] {
  const when = said.day !== undefined || said.time !== undefined;
  return heard.goals
    .filter((goal) => !(asked === "slot" && when && goal.is !== "goodbye")) // "do you have anything on Thursday?"
    .map((goal): Goal =>
      (goal.is === "question" || goal.is === "slots") && when && said.service ? { is: "book" } : goal,
    )
    .filter(({ is }) => is === "question" || !goals.some((goal) => goal.is === is));
}

/** Takes what the caller said or typed. */
export function hear(before: State, text: string, instant: number): Move {
  const now = localTimeIn(before.prompt, instant);
  const heard = heardIn(text);
  const { remarks } = heard;
  const { asked } = before;

  if (remarks.includes("repeat"))
    return speak(before, before.lastSaid === "" ? "I have not said anything yet." : before.lastSaid);
  if (remarks.includes("who")) return speak({ ...before, introduced: true }, INTRODUCTION);
  if (remarks.includes("never-mind")) {
    return speak(
      { ...before, goals: [], slots: [], asked: "more" },
      "All right. Is there anything else I can do for you?",
    );
  }

  const services = servicesIn(before.functions);
  const said = factsIn(text, { asked: isFact(asked) ? asked : undefined, services, earlier: before.facts, now });
  const goals = requestsIn(heard, said, before);
  // The Saturday of "are you open on Saturday?" is not the day of an appointment.
  const onlyAsks = goals.length > 0 && goals.every(({ is }) => is === "question");
  const { day, time } = onlyAsks ? before.facts : { ...before.facts, ...said };
  let state: State = { ...before, facts: { ...before.facts, ...said, day, time }, asked: undefined };
  if (asked === "slot") state = answerToOffer(text, state, heard, said);

  const added = [...goals];
  const leaves =
    remarks.includes("no") && (asked === "more" || (remarks.includes("thanks") && state.goals.length === 0));
  if (leaves && added.length === 0) {
    added.push({ is: "goodbye", farewell: remarks.includes("thanks") ? "thanks" : "general" });
  }
  const wantsAccount =
    asked === "phone" &&
    before.missed.length > 0 &&
    remarks.includes("yes") &&
    said.phone === undefined &&
    said.email === undefined;
  if (wantsAccount) added.push({ is: "account" });
  const identifies = said.phone ?? said.email ?? said.customerId;
  if (identifies !== undefined && !state.caller && added.length === 0 && state.goals.length === 0)
    added.push({ is: "identify" });
  if (said.service !== undefined && added.length === 0 && state.goals.length === 0) added.push({ is: "book" });

  const understood = added.length > 0 || Object.keys(said).length > 0 || state.goals !== before.goals;
  state = { ...state, goals: withGoals(state.goals, added) };
  if (understood && state.goals.length > 0) return advance(state, now);

  if (state.goals.length > 0) return advance(state, now, remarks.length > 0 ? "" : NOT_UNDERSTOOD);
  if (said.name !== undefined) return speak(state, `Hello, ${said.name}. What can I do for you?`);
  if (remarks.includes("thanks")) return speak({ ...state, asked: "more" }, "You're welcome. Is there anything else?");
  if (remarks.includes("hello")) return speak(state, "Hello. How can I help you?");
  if (remarks.includes("yes") || remarks.includes("no")) return speak(state, "What can I do for you?");
  return unclear(state, text, now);
}

/** Words that are no request: perhaps the shop's texts know them; else the agent says what it can do. */
function unclear(state: State, text: string, now: LocalTime): Move {
  const words = text.match(/\p{L}+/gu) ?? [];
  if (words.length > 1 && offers(state, "search_knowledge_base")) {
    return advance({ ...state, goals: withGoals([], [{ is: "question", query: text.slice(0, 300) }]) }, now);
  }
  const say = state.introduced ? NOT_UNDERSTOOD : join(NOT_UNDERSTOOD, INTRODUCTION);
  return speak({ ...state, introduced: true }, say);
}

/** Takes the answers to all the calls of one move. */
export function answer(before: State, answers: readonly Answer[], instant: number): Move {
  const now = localTimeIn(before.prompt, instant);
  let state = before;
  let say = "";
  for (const one of answers) {
    if (one.name === "agent_filler") continue;
    const taken = take(state, one);
    state = taken.state;
    say = join(say, taken.say);
    if (taken.asks) return speak(state, say);
    if (taken.done) state = { ...state, goals: state.goals.slice(1) };
  }
  return state.ended ? speak({ ...state, goals: [] }, say) : advance(state, now, say);
}

/** Takes up an earlier conversation: who the caller is, what was said last. */
export function resume(fresh: State, history: readonly HistoryEntry[], instant: number): State {
  const now = localTimeIn(fresh.prompt, instant);
  const services = servicesIn(fresh.functions);
  let state = fresh;
  for (const entry of history.slice(-MAX_HISTORY)) {
    if ("function_calls" in entry) {
      for (const { name, response } of entry.function_calls) {
        if (name !== "find_customer" && name !== "create_customer_account") continue;
        const { caller } = take(state, { name, arguments: {}, content: response }).state;
        state = { ...state, caller: caller ?? state.caller };
      }
    } else if (entry.role === "assistant") {
      state = { ...state, lastSaid: entry.content };
    } else {
      const said = factsIn(entry.content, { services, earlier: state.facts, now });
      state = {
        ...state,
        facts: { ...state.facts, phone: said.phone ?? state.facts.phone, email: said.email ?? state.facts.email },
      };
    }
  }
  return state;
}
