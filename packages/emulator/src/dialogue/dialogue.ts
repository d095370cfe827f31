import type { FunctionDefinition } from "../protocol/messages.js";
import { bookingsIn, factsIn, type Facts } from "./facts.js";
import { requested, topicOf, withGoals } from "./goals.js";
import { INTRODUCTION, OFFLINE } from "./introduction.js";
import { localTimeIn, type LocalTime } from "./local-time.js";
import { offerPerson } from "./lookups.js";
import { pursue } from "./pursue.js";
import { plainly } from "./remarks.js";
import { replyTo } from "./replies.js";
import { heardIn, servicesIn, MAX_QUERY_CHARACTERS, type Heard } from "./requests.js";
import { goalOf, take } from "./results.js";
import { join, sayDayAndTime } from "./saying.js";
import { asLookedUp } from "./slots.js";
import {
  MAX_GOALS,
  MAX_HEARD_CHARACTERS,
  offers,
  type Answer,
  type Call,
  type Goal,
  type Move,
  type Next,
  type State,
} from "./state.js";

export { resume } from "./history.js";

/** The dialogue of the offline agent: pure functions from what is known and what came to what is said and called. */

/** Look-ups that may take a moment; whether they do is known from the last one. */
const SLOW = new Set(["check_availability", "get_orders", "search_knowledge_base", "get_best_answer"]);

/** Look-ups that change nothing and wait for nothing, so that they go along with another request's call. */
const ALONGSIDE = new Set(["get_appointments", "get_orders", "search_knowledge_base", "get_best_answer"]);

/** Requests that change nothing about what else is in hand. */
const LOOKUPS = new Set<Goal["is"]>(["question", "topics", "orders", "appointments"]);

/** A look-up that takes so long, in milliseconds, leaves a caller wondering. */
export const SLOW_MS = 1_000;

const NOT_UNDERSTOOD = "I'm sorry, I did not understand that.";

/** The state at the beginning of a conversation; a greeting is followed by {@link OFFLINE}. */
export function begin(functions: readonly FunctionDefinition[], prompt: string, greeting = ""): State {
  return {
    functions,
    prompt,
    facts: {},
    goals: [],
    slots: [],
    free: [],
    missed: [],
    lastSaid: greeting,
    slow: true,
    introduced: greeting !== "",
    ended: false,
  };
}

function speak(state: State, say: string): Move {
  return { state: say === "" ? state : { ...state, lastSaid: say }, say, calls: [] };
}

/** The agent's first words tell what it is, where no greeting did. */
function honestly({ state, say, calls }: Move): Move {
  if (state.introduced || state.ended || say === "") return { state, say, calls };
  return { state: { ...state, introduced: true }, say: join(OFFLINE, say), calls };
}

/** Goes on with the requests in hand until something must be asked or called. */
function advance(start: State, now: LocalTime, preface = ""): Move {
  let state = start;
  let say = preface;
  for (let steps = 0; steps <= MAX_GOALS; steps++) {
    const waiting = state.goals.filter(({ is }) => is !== "goodbye");
    const goals = waiting.length > 0 ? waiting : state.goals;
    const nexts = goals.map((goal) => ({ goal, next: pursue(goal, state, now) }));
    const calls = callsOf(nexts.map(({ next }) => next));
    if (calls.length > 0) return callFor(state, calls, say);
    const finished = nexts.find(({ next }) => next.do === "finish");
    if (finished?.next.do === "finish") {
      say = join(say, finished.next.say);
      state = { ...state, goals: state.goals.filter((goal) => goal !== finished.goal) };
      continue;
    }
    const [first] = nexts;
    if (first?.next.do === "ask") return speak({ ...state, asked: first.next.question }, join(say, first.next.say));
    break;
  }
  return speak(state, say);
}

/** The calls that can be made at once: the first request's, and others' look-ups. */
function callsOf(nexts: readonly Next[]): Call[] {
  const calls: Call[] = [];
  for (const [at, next] of nexts.entries()) {
    if (next.do !== "call" || (at > 0 && !ALONGSIDE.has(next.call.name))) continue;
    const twin = calls.some((one) => JSON.stringify(one) === JSON.stringify(next.call));
    if (!twin) calls.push(next.call);
  }
  return calls;
}

function callFor(state: State, calls: readonly Call[], say: string): Move {
  const filler = looksUp(calls) && offers(state, "agent_filler") && state.slow;
  const first: Call[] = filler ? [{ name: "agent_filler", arguments: { message_type: "lookup" } }] : [];
  return { ...speak(state, say), calls: [...first, ...calls] };
}

const looksUp = (calls: readonly Call[]): boolean => calls.some(({ name }) => SLOW.has(name));

/** Remembers since when a look-up is waited for. */
function timed(move: Move, instant: number): Move {
  return looksUp(move.calls) ? { ...move, state: { ...move.state, lookedUpAt: instant } } : move;
}

/** What the look-up that was just answered tells of the next one. */
function experienced(state: State, answers: readonly Answer[], instant: number): State {
  const { lookedUpAt = instant, ...rest } = state;
  return looksUp(answers) ? { ...rest, slow: instant - lookedUpAt >= SLOW_MS } : state;
}

/** A "cancel" or "never mind" that is about what is being talked of, not about an appointment. */
function dropsAll(text: string, { remarks, goals }: Heard, { asked, goals: inHand, latest }: State): boolean {
  if (remarks.includes("never-mind") && goals.length === 0) return asked !== "cancel" && asked !== "account";
  const underway = inHand.some(({ is }) => is === "book" || is === "account" || is === "slots" || is === "move");
  const [only] = goals;
  // Who is moving one has one that can be cancelled instead.
  if (inHand.some(({ is }) => is === "move") && /\b(?:my|the|that) (?:\w+ )?(?:appointment|appt|booking)\b/i.test(text))
    return false;
  return underway && latest === undefined && goals.length === 1 && only?.is === "cancel";
}

/** "I'm not Maya", "that's not me": somebody else was found. */
function isNotCaller(text: string, { caller }: State): boolean {
  const first = caller?.name.split(" ")[0]?.toLowerCase();
  const words = plainly(text);
  return (
    first !== undefined &&
    (/\b(?:that's|that is|it's|i'm|i am) not (?:me|my account|mine)\b/.test(words) ||
      words.includes(`i'm not ${first}`))
  );
}

/** Takes what the caller said or typed. */
export function hear(before: State, all: string, instant: number): Move {
  const text = all.slice(0, MAX_HEARD_CHARACTERS);
  const heard = heardIn(text);
  if (heard.remarks.includes("repeat"))
    return speak(before, before.lastSaid === "" ? "I have not said anything yet." : before.lastSaid);
  if (heard.remarks.includes("who")) return speak({ ...before, introduced: true }, INTRODUCTION);
  return timed(honestly(understand(before, text, heard, localTimeIn(before.prompt, instant))), instant);
}

/** What must be done besides what was asked for in so many words. */
function implied(said: Facts, heard: Heard, before: State, after: State): Goal[] {
  const { remarks } = heard;
  const idle = after.goals.length === 0;
  if (
    remarks.includes("no") &&
    idle &&
    (before.asked === "more" || (remarks.includes("thanks") && before.asked === undefined))
  )
    return [{ is: "goodbye", farewell: remarks.includes("thanks") ? "thanks" : "general" }];
  if (!idle) return [];
  if (said.service !== undefined || (said.day !== undefined && said.time !== undefined)) return [{ is: "book" }];
  const contact = said.phone ?? said.email ?? said.customerId;
  return contact !== undefined && (!after.caller || contact !== before.facts.phone) ? [{ is: "identify" }] : [];
}

function understand(before: State, text: string, heard: Heard, now: LocalTime): Move {
  const { remarks } = heard;
  if (remarks.includes("wait") && !remarks.includes("no")) return speak(before, "Take your time.");
  if (isNotCaller(text, before)) {
    const nobody = { ...before, caller: undefined, appointments: undefined, latest: undefined, facts: {} };
    return speak({ ...nobody, asked: "phone" }, "I'm sorry. What is the phone number on your account?");
  }
  const services = servicesIn(before.functions);
  if (dropsAll(text, heard, before)) {
    const dropped: State = {
      ...before,
      goals: [],
      slots: [],
      further: [],
      facts: { ...contactOf(before.facts) },
      asked: "more",
    };
    return speak(dropped, "All right. Is there anything else I can do for you?");
  }
  const opening = [...before.goals, ...heard.goals].some(({ is }) => is === "account");
  const requests = heard.goals.length > 0;
  const hearing = { asked: before.asked, opening, requests, services, earlier: before.facts, now };
  // What names the appointment that is to go is not about the others.
  const others = heard.cancelling === undefined ? text : text.replace(heard.cancelling, " ");
  const [first, ...further] = bookingsIn(others, hearing);
  const { unsure, ...all } = asLookedUp(others, factsIn(others, hearing), before);
  const said: Facts = first ? { ...all, ...first } : { ...all, ...(unsure !== undefined && { unsure }) };
  const renewed = first !== undefined || heard.goals.some(({ is }) => is === "book");
  const merged: State = {
    ...before,
    facts: merge(before.facts, said),
    asked: undefined,
    ...(renewed && { further }),
  };
  if (remarks.includes("human") && heard.goals.every(({ is }) => is === "book")) {
    const person = offerPerson(merged);
    return speak(person.state, person.say);
  }
  const gone = heard.cancelling === undefined ? undefined : factsIn(heard.cancelling, hearing);
  const asked = requested(text, said, { ...heard, gone }, before, merged, now);
  const reply = replyTo(before, asked.state, { text, said, heard: { ...heard, goals: asked.goals }, now });
  let { state } = reply;
  // Other requests than about the times that were offered end the search for one.
  if (before.asked === "slot" && !reply.answered && asked.goals.length > 0)
    state = { ...state, goals: state.goals.filter(({ is }) => is !== "slots") };
  if (reply.asks === true && asked.goals.length === 0) return speak({ ...state, asked: state.asked }, reply.say ?? "");

  const isAside = before.asked === "slot" && !reply.answered && asked.goals.every(({ is }) => LOOKUPS.has(is));
  state = { ...state, isAside };
  const added = asked.goals.length > 0 ? asked.goals : reply.answered ? [] : implied(said, heard, before, state);
  if (added.some(({ is }) => is === "identify") && state.caller && said.phone !== undefined)
    state = { ...state, caller: undefined, appointments: undefined, latest: undefined };
  state = { ...state, goals: withGoals(state.goals, added), topic: topicOf(added, state) };
  const understood = added.length > 0 || reply.answered || Object.keys(said).length > 0;
  const say = reply.say ?? "";
  if (state.goals.length > 0) {
    return advance(state, now, understood || remarks.length > 0 ? say : NOT_UNDERSTOOD);
  }
  if (say !== "") return speak(state, say);
  if (said.name !== undefined) return speak(state, `Hello, ${said.name}. What can I do for you?`);
  if (remarks.includes("thanks")) return speak({ ...state, asked: "more" }, "You're welcome. Is there anything else?");
  if (remarks.includes("what-time")) return speak(state, `At the shop it is ${sayDayAndTime(now)}.`);
  if (remarks.includes("how-are-you")) return speak(state, "I'm well, thank you. How can I help you?");
  if (remarks.includes("hello")) return speak(state, "Hello. How can I help you?");
  if (remarks.includes("yes") || remarks.includes("no")) return speak(state, "What can I do for you?");
  return unclear(state, text, now);
}

const contactOf = ({ phone, email, customerId, name }: Facts): Facts =>
  Object.fromEntries(Object.entries({ phone, email, customerId, name }).filter(([, value]) => value !== undefined));

/** Newer facts over older ones; a new day or time also ends the doubt about the last. */
function merge(facts: Facts, said: Facts): Facts {
  if (said.day === undefined && said.time === undefined) return { ...facts, ...said };
  const { unsure: _, ...rest } = facts;
  return { ...rest, ...said };
}

/** Words that are no request: perhaps the shop's texts know them; else the agent says what it can do. */
function unclear(state: State, text: string, now: LocalTime): Move {
  const words = text.match(/\p{L}+/gu) ?? [];
  if (words.length > 1 && offers(state, "search_knowledge_base")) {
    return advance({ ...state, goals: [{ is: "question", query: text.slice(0, MAX_QUERY_CHARACTERS) }] }, now);
  }
  const say = state.introduced ? NOT_UNDERSTOOD : join(NOT_UNDERSTOOD, INTRODUCTION);
  return speak({ ...state, introduced: true }, say);
}

/** Takes the answers to all the calls of one move. */
export function answer(before: State, answers: readonly Answer[], instant: number): Move {
  const now = localTimeIn(before.prompt, instant);
  let state = experienced(before, answers, instant);
  let say = "";
  let question = "";
  for (const one of answers) {
    if (one.name === "agent_filler") continue;
    const goal = goalOf(one, state.goals);
    const taken = take(state, one, now);
    state = taken.state;
    if (taken.asks) question = join(question, taken.say);
    else say = join(say, taken.say);
    if (taken.done) state = { ...state, goals: state.goals.filter((each) => each !== goal) };
  }
  if (question !== "") return honestly(speak(state, join(say, question)));
  if (state.ended) return speak({ ...state, goals: [] }, say);
  return timed(honestly(advance(state, now, say)), instant);
}
