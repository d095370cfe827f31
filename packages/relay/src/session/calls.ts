import type { Call, Follow, Outcome } from "@bean-brew/tools";
import type { AgentCall } from "../agent/messages.js";
import { CLIENT_TOOL_MS, OVERDUE, overdueCalls, pageCall, UNREADABLE } from "./client-tools.js";
import { inject } from "./injections.js";
import { waits } from "./latency.js";
import { ASK_THE_CALLER, callKey, countRequest, isLooping, uncounted } from "./loops.js";
import { finished, learned, notesOf } from "./outcomes.js";
import type { Effect, Ms, Running, Talk, Terms } from "./types.js";
import { leaveUnsettled, mayBeDone, settledBy } from "./unsettled.js";

/** How many ids of answered calls are remembered; a repeated call comes soon or never. */
export const MAX_SEEN = 256;
/** How many calls run side by side; the model may ask for what is beyond once those are answered. */
export const MAX_RUNNING = 32;

const TOO_MANY = {
  error: "Too many functions were called at once: call this one again when the others have answered.",
  code: "unavailable",
} as const;

type Changed = readonly [Talk, readonly Effect[]];

/** Runs the calls that are new, side by side. A call whose id was seen is not run, nor answered, again. */
export const requestCalls = (terms: Terms, talk: Talk, calls: readonly AgentCall[], now: Ms): Changed => {
  const fresh = calls.filter(
    (call, index) => !talk.seen.includes(call.id) && calls.findIndex((other) => other.id === call.id) === index,
  );
  if (fresh.length === 0) return [talk, []];
  const alone = fresh.length === 1;
  const begun = fresh.map((call) => [call.id, { call, startedAt: now, alone }] as const);
  const started: Talk = {
    ...talk,
    activeAt: now,
    running: { ...talk.running, ...Object.fromEntries(begun) },
    seen: [...talk.seen, ...fresh.map((call) => call.id)].slice(-MAX_SEEN),
    loop: countRequest(talk.loop, fresh),
    stopwatch: waits(talk.stopwatch, true, now),
  };
  return fresh.reduce<Changed>(
    ([current, effects], call) => {
      const told: Effect[] = [
        { do: "note", note: { note: "called", call } },
        { do: "tell", message: { type: "tool_started", id: call.id, name: call.name, label: labelOf(terms, call) } },
      ];
      const [next, more] = begin(terms, talk, current, call, now);
      return [next, [...effects, ...told, ...more]];
    },
    [started, []],
  );
};

const begin = (terms: Terms, before: Talk, talk: Talk, call: AgentCall, now: Ms): Changed => {
  if (isLooping(talk.loop, call)) return refuse(terms, talk, call.id, ASK_THE_CALLER, now);
  if (Object.keys(talk.running).indexOf(call.id) >= MAX_RUNNING) return refuse(terms, talk, call.id, TOO_MANY, now);
  if (terms.clientTools.has(call.name)) return askPage(terms, talk, call, now);
  const caller = {
    scope: terms.scope,
    identity: before.identity,
    misses: talk.misses + besides(terms, talk, call),
    userTurn: before.userTurn,
  };
  return [talk, [{ do: "run", call, caller }]];
};

const askPage = (terms: Terms, talk: Talk, call: AgentCall, now: Ms): Changed => {
  const message = pageCall(call);
  const running = talk.running[call.id];
  if (!message || !running) return refuse(terms, talk, call.id, UNREADABLE, now);
  const asked = { ...running, by: now + CLIENT_TOOL_MS };
  return [{ ...talk, running: { ...talk.running, [call.id]: asked } }, [{ do: "tell", message }]];
};

const refuse = (terms: Terms, talk: Talk, id: string, result: Outcome["result"], now: Ms): Changed => {
  const [next, effects] = settleCall(terms, talk, id, { ok: false, result }, now);
  return [next, effects];
};

/** Answers the calls that the page has not run in time. */
export const settleOverdue = (terms: Terms, talk: Talk, now: Ms): Changed =>
  overdueCalls(talk, now).reduce<Changed>(
    ([current, effects], id) => {
      const [next, more] = refuse(terms, current, id, OVERDUE, now);
      return [next, [...effects, ...more]];
    },
    [talk, []],
  );

/** Guesses that run beside this call and began before it: each may yet turn out to be a miss. */
const besides = ({ tools }: Terms, { running }: Talk, { id }: Call): number => {
  const guessing = new Set(tools.filter(({ guesses }) => guesses).map(({ name }) => name));
  const others = Object.keys(running);
  return others.slice(0, others.indexOf(id)).filter((other) => guessing.has(running[other]?.call.name ?? "")).length;
};

const labelOf = (terms: Terms, call: Call): string => terms.labels.get(call.name) ?? "Working on it";

const without = (running: Talk["running"], ids: readonly string[]): Readonly<Record<string, Running>> =>
  Object.fromEntries(Object.entries(running).filter(([id]) => !ids.includes(id)));

const nowRunning = (talk: Talk, running: Talk["running"], now: Ms): Talk => ({
  ...talk,
  running,
  stopwatch: waits(talk.stopwatch, Object.keys(running).length > 0, now),
});

/**
 * Cancelled calls are never answered. Reads are aborted; a write that has started is finished, and what comes of it
 * is told later.
 */
export const cancelCalls = (terms: Terms, talk: Talk, ids: readonly string[], now: Ms): Changed => {
  const cancelled = ids.flatMap((id) => talk.running[id] ?? []);
  const isWrite = (running: Running): boolean => terms.writeTools.has(running.call.name);
  const rest = nowRunning(talk, without(talk.running, ids), now);
  return [
    {
      ...cancelled.filter(isWrite).reduce((current, running) => leaveUnsettled(current, running, false), rest),
      seen: [...new Set([...talk.seen, ...ids])].slice(-MAX_SEEN),
    },
    cancelled.flatMap((running): Effect[] => [
      { do: "abort", id: running.call.id },
      { do: "note", note: { note: "cancelled", id: running.call.id } },
      ...(isWrite(running) ? [] : [finished(running, false, now)]),
    ]),
  ];
};

/** The agent that asked for them is gone: nobody waits for what still runs. */
export const dropCalls = (terms: Terms, talk: Talk, now: Ms): Changed =>
  cancelCalls(terms, talk, Object.keys(talk.running), now);

/** A replayed write is no sign of a loop. */
const counted = (talk: Talk, { call, alone }: Running, { isReplay }: Outcome): Talk =>
  isReplay ? { ...talk, loop: uncounted(talk.loop, callKey(call), alone) } : talk;

/** Answers a call that is still awaited, and says what follows: a filler at most once a turn, or the farewell. */
export const settleCall = (
  terms: Terms,
  talk: Talk,
  id: string,
  outcome: Outcome,
  now: Ms,
): readonly [...Changed, Extract<Follow, { do: "end" }>?] => {
  const running = talk.running[id];
  if (!running) return [talk, []];
  const { call } = running;
  const { follow, ok } = outcome;
  const content = JSON.stringify(outcome.result);
  const say = follow?.do === "say" && !talk.filled ? (terms.phrases.lookup ?? follow.text) : undefined;
  const signature = call.thought_signature;
  const effects: Effect[] = [
    ...notesOf(running, outcome, now),
    finished(running, ok, now, outcome.card),
    {
      do: "send",
      message: {
        type: "FunctionCallResponse",
        id,
        name: call.name,
        content,
        ...(signature !== undefined && { thought_signature: signature }),
      },
    },
    ...(say === undefined ? [] : [inject(say)]),
  ];
  const settled = counted(nowRunning(learned(talk, outcome), without(talk.running, [id]), now), running, outcome);
  const known = outcome.writeKey === undefined ? settled : settledBy(settled, call);
  return [
    {
      ...(mayBeDone(outcome) ? leaveUnsettled(known, running, true) : known),
      activeAt: now,
      filled: talk.filled || say !== undefined,
    },
    effects,
    follow?.do === "end" ? follow : undefined,
  ];
};

/** A call that takes its time is spoken over, once a turn, if the model asked for nothing of the kind. */
export const fillIn = (terms: Terms, talk: Talk, now: Ms): Changed => {
  const slow = Object.values(talk.running).some(({ startedAt }) => now - startedAt >= terms.fillerMs);
  return slow && !talk.filled ? [{ ...talk, filled: true }, [inject(terms.phrases.filler)]] : [talk, []];
};
