import type { Call, Follow, Outcome } from "@bean-brew/tools";
import type { Effect, Ms, Running, Talk, Terms } from "./types.js";

/** How many ids of answered calls are remembered; a repeated call comes soon or never. */
const MAX_SEEN = 256;

/** Runs the calls that are new, side by side. A call whose id was seen is not run, nor answered, again. */
export const requestCalls = (
  terms: Terms,
  talk: Talk,
  calls: readonly Call[],
  now: Ms,
): readonly [Talk, readonly Effect[]] => {
  const fresh = calls.filter(
    (call, index) => !talk.seen.includes(call.id) && calls.findIndex((other) => other.id === call.id) === index,
  );
  const caller = { scope: terms.scope, identity: talk.identity, misses: talk.misses, hasSpoken: talk.hasSpoken };
  const running = Object.fromEntries(fresh.map((call) => [call.id, { name: call.name, startedAt: now }]));
  return [
    {
      ...talk,
      activeAt: now,
      hasSpoken: false,
      running: { ...talk.running, ...running },
      seen: [...talk.seen, ...fresh.map((call) => call.id)].slice(-MAX_SEEN),
    },
    fresh.flatMap((call): Effect[] => [
      { do: "tell", message: { type: "tool_started", id: call.id, name: call.name, label: labelOf(terms, call) } },
      { do: "run", call, caller },
    ]),
  ];
};

const labelOf = (terms: Terms, call: Call): string => terms.labels.get(call.name) ?? "Working on it";

const without = (running: Talk["running"], id: string): Readonly<Record<string, Running>> =>
  Object.fromEntries(Object.entries(running).filter(([other]) => other !== id));

/** Cancelled calls are aborted and never answered; what a started write does is finished all the same. */
export const cancelCalls = (talk: Talk, ids: readonly string[], now: Ms): readonly [Talk, readonly Effect[]] => {
  const cancelled = ids.filter((id) => talk.running[id] !== undefined);
  return [
    {
      ...talk,
      running: cancelled.reduce(without, talk.running),
      seen: [...new Set([...talk.seen, ...ids])].slice(-MAX_SEEN),
    },
    cancelled.flatMap((id): Effect[] => [{ do: "abort", id }, finished(talk, id, false, now)]),
  ];
};

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
): readonly [Talk, readonly Effect[], Extract<Follow, { do: "end" }>?] => {
  const running = talk.running[id];
  if (!running) return [talk, []];
  const say = outcome.follow?.do === "say" && !talk.filled ? outcome.follow.text : undefined;
  const next: Talk = {
    ...talk,
    activeAt: now,
    running: without(talk.running, id),
    identity: outcome.identity ?? talk.identity,
    misses: talk.misses + (outcome.miss ? 1 : 0),
    filled: talk.filled || say !== undefined,
  };
  const effects: Effect[] = [
    finished(talk, id, outcome.ok, now, outcome.card),
    {
      do: "send",
      message: { type: "FunctionCallResponse", id, name: running.name, content: JSON.stringify(outcome.result) },
    },
  ];
  if (say !== undefined) {
    effects.push({ do: "send", message: { type: "InjectAgentMessage", message: say, behavior: "queue" } });
  }
  return [next, effects, outcome.follow?.do === "end" ? outcome.follow : undefined];
};
