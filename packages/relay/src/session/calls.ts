import type { Call, Follow, Outcome } from "@bean-brew/tools";
import type { Effect, Ms, Running, Talk, Terms } from "./types.js";

/** How many ids of answered calls are remembered; a repeated call comes soon or never. */
const MAX_SEEN = 256;
/** How long the page may take to run a tool of its own, in ms. */
const CLIENT_TOOL_MS = 10_000;
/** How long a call may take before the caller is told that it takes a moment, in ms. */
const FILLER_MS = 1_200;

type Changed = readonly [Talk, readonly Effect[]];

/** Runs the calls that are new, side by side. A call whose id was seen is not run, nor answered, again. */
export const requestCalls = (terms: Terms, talk: Talk, calls: readonly Call[], now: Ms): Changed => {
  const fresh = calls.filter(
    (call, index) => !talk.seen.includes(call.id) && calls.findIndex((other) => other.id === call.id) === index,
  );
  const started: Talk = {
    ...talk,
    activeAt: now,
    hasSpoken: false,
    running: { ...talk.running, ...Object.fromEntries(fresh.map((call) => [call.id, runningOf(terms, call, now)])) },
    seen: [...talk.seen, ...fresh.map((call) => call.id)].slice(-MAX_SEEN),
  };
  const caller = { scope: terms.scope, identity: talk.identity, misses: talk.misses, hasSpoken: talk.hasSpoken };
  return fresh.reduce<Changed>(
    ([current, effects], call) => {
      const told: Effect[] = [
        { do: "note", note: { note: "called", call } },
        { do: "tell", message: { type: "tool_started", id: call.id, name: call.name, label: labelOf(terms, call) } },
      ];
      if (!terms.clientTools.has(call.name)) return [current, [...effects, ...told, { do: "run", call, caller }]];
      const [next, asked] = askPage(current, call, now);
      return [next, [...effects, ...told, ...asked]];
    },
    [started, []],
  );
};

const runningOf = (terms: Terms, call: Call, now: Ms): Running => ({
  name: call.name,
  startedAt: now,
  ...(terms.clientTools.has(call.name) && { by: now + CLIENT_TOOL_MS }),
});

const labelOf = (terms: Terms, call: Call): string => terms.labels.get(call.name) ?? "Working on it";

/** Asks the page to run a tool that it offered, if the model wrote arguments that can be read. */
const askPage = (talk: Talk, call: Call, now: Ms): Changed => {
  const given = readObject(call.arguments);
  if (given) {
    return [
      talk,
      [{ do: "tell", message: { type: "client_tool_call", id: call.id, name: call.name, arguments: given } }],
    ];
  }
  const result = { error: "The arguments must be one JSON object.", code: "invalid_arguments" };
  const [next, effects] = settleCall(talk, call.id, { ok: false, result }, now);
  return [next, effects];
};

const readObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};

const without = (running: Talk["running"], id: string): Readonly<Record<string, Running>> =>
  Object.fromEntries(Object.entries(running).filter(([other]) => other !== id));

/** Cancelled calls are aborted and never answered; what a started write does is finished all the same. */
export const cancelCalls = (talk: Talk, ids: readonly string[], now: Ms): Changed => {
  const cancelled = ids.filter((id) => talk.running[id] !== undefined);
  return [
    {
      ...talk,
      running: cancelled.reduce(without, talk.running),
      seen: [...new Set([...talk.seen, ...ids])].slice(-MAX_SEEN),
    },
    cancelled.flatMap((id): Effect[] => [
      { do: "abort", id },
      { do: "note", note: { note: "cancelled", id } },
      finished(talk, id, false, now),
    ]),
  ];
};

/** The agent that asked for them is gone: nobody waits for what still runs. */
export const dropCalls = (talk: Talk, now: Ms): Changed => cancelCalls(talk, Object.keys(talk.running), now);

const finished = (talk: Talk, id: string, ok: boolean, now: Ms, card?: Outcome["card"]): Effect => {
  const { name = "", startedAt = now } = talk.running[id] ?? {};
  return { do: "tell", message: { type: "tool_finished", id, name, ok, ms: now - startedAt, ...(card && { card }) } };
};

/** Answers a call that is still awaited, and says what follows: a filler at most once a turn, or the farewell. */
export const settleCall = (
  talk: Talk,
  id: string,
  outcome: Outcome,
  now: Ms,
): readonly [...Changed, Extract<Follow, { do: "end" }>?] => {
  const running = talk.running[id];
  if (!running) return [talk, []];
  const { identity, miss, follow, ok } = outcome;
  const content = JSON.stringify(outcome.result);
  const say = follow?.do === "say" && !talk.filled ? follow.text : undefined;
  const answered = {
    note: "answered",
    id,
    name: running.name,
    ok,
    result: content,
    ms: now - running.startedAt,
  } as const;
  const effects: Effect[] = [
    { do: "note", note: { ...answered, ...(miss && { miss }) } },
    ...(identity ? [{ do: "note", note: { note: "identified", identity } } as const] : []),
    finished(talk, id, ok, now, outcome.card),
    { do: "send", message: { type: "FunctionCallResponse", id, name: running.name, content } },
    ...(say === undefined ? [] : [filler(say)]),
  ];
  return [
    {
      ...talk,
      activeAt: now,
      running: without(talk.running, id),
      identity: identity ?? talk.identity,
      misses: talk.misses + (miss ? 1 : 0),
      filled: talk.filled || say !== undefined,
    },
    effects,
    follow?.do === "end" ? follow : undefined,
  ];
};

const filler = (message: string): Effect => ({
  do: "send",
  message: { type: "InjectAgentMessage", message, behavior: "queue" },
});

/** A call that takes its time is spoken over, once a turn, if the model asked for nothing of the kind. */
export const fillIn = (terms: Terms, talk: Talk, now: Ms): Changed => {
  const slow = Object.values(talk.running).some(({ startedAt }) => now - startedAt >= FILLER_MS);
  return slow && !talk.filled ? [{ ...talk, filled: true }, [filler(terms.phrases.filler)]] : [talk, []];
};

/** Answers the calls that the page has not run in time. */
export const settleLate = (talk: Talk, now: Ms): Changed =>
  Object.entries(talk.running)
    .filter(([, { by }]) => by !== undefined && now >= by)
    .reduce<Changed>(
      ([current, effects], [id]) => {
        const result = { error: "The page did not answer in time.", code: "timeout" };
        const [next, more] = settleCall(current, id, { ok: false, result }, now);
        return [next, [...effects, ...more]];
      },
      [talk, []],
    );
