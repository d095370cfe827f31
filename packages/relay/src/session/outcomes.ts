import type { Outcome } from "@bean-brew/tools";
import type { Effect, Ms, Running, Talk } from "./types.js";

/** What the page is told of a call that is over. */
export const finished = ({ call, startedAt }: Running, ok: boolean, now: Ms, card?: Outcome["card"]): Effect => ({
  do: "tell",
  message: { type: "tool_finished", id: call.id, name: call.name, ok, ms: now - startedAt, ...(card && { card }) },
});

/** What is written down of a call's outcome, and who the caller turned out to be by it. */
export const notesOf = ({ call, startedAt }: Running, outcome: Outcome, now: Ms): readonly Effect[] => {
  const { ok, miss, identity, writeKey, concerns } = outcome;
  const answered = {
    note: "answered",
    id: call.id,
    name: call.name,
    ok,
    result: JSON.stringify(outcome.result),
    ms: now - startedAt,
    ...(miss && { miss }),
    ...(writeKey !== undefined && { writeKey }),
    ...(concerns !== undefined && { concerns }),
  } as const;
  return [
    { do: "note", note: answered },
    ...(identity ? [{ do: "note", note: { note: "identified", identity } } as const] : []),
  ];
};

/** What is known of the caller after an outcome. */
export const learned = (talk: Talk, { identity, miss }: Outcome): Talk => ({
  ...talk,
  identity: identity ?? talk.identity,
  misses: talk.misses + (miss ? 1 : 0),
});
