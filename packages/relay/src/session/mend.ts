import type { DoneWrite } from "@bean-brew/tools";
import type { ServerMessage } from "@bean-brew/widget/protocol";
import type { AgentCall } from "../agent/messages.js";
import type { Entry, Note, Told } from "./journal.js";
import type { Ms } from "./types.js";

const isDone = (entries: readonly Entry[], { writeKey, result }: DoneWrite): boolean => {
  const text = JSON.stringify(result);
  return entries.some(
    (entry) => "note" in entry && entry.note === "answered" && entry.writeKey === writeKey && entry.result === text,
  );
};

type KeyOf = (call: AgentCall) => string | undefined;

/** A write that was done and not told: the answer to the call that asked for it, or to one that is not known any more. */
const answerTo = (open: ReadonlyMap<string, AgentCall>, keyOf: KeyOf, write: DoneWrite): readonly Note[] => {
  const { writeKey, tool, result, concerns } = write;
  const asked = [...open.values()].findLast((call) => keyOf(call) === writeKey)?.id;
  return [
    ...(asked === undefined ? [{ note: "called", call: { id: writeKey, name: tool, arguments: "{}" } } as const] : []),
    {
      note: "answered",
      id: asked ?? writeKey,
      name: tool,
      ok: true,
      result: JSON.stringify(result),
      ms: 0,
      writeKey,
      concerns,
    },
  ];
};

/**
 * What a session's journal lacks because its relay died: the outcomes of writes that were done, which the records
 * tell, and the ends of the calls, and of the agent's turn, that the page saw begin. `keyOf` gives the key of the write
 * that a call asked for.
 */
export const mend = (
  entries: readonly Entry[],
  writes: readonly DoneWrite[],
  keyOf: KeyOf,
  now: Ms,
): readonly Entry[] => {
  const open = new Map<string, AgentCall>();
  const shown = new Map<string, string>();
  let speaking: number | undefined;
  let seq = 0;
  for (const entry of entries) {
    if ("seq" in entry) {
      const { message } = entry;
      ({ seq } = entry);
      if (message.type === "tool_started") shown.set(message.id, message.name);
      if (message.type === "tool_finished") shown.delete(message.id);
      if (message.type === "agent_started_speaking") speaking = message.turn;
      if (message.type === "agent_audio_done" || message.type === "user_started_speaking") speaking = undefined;
    } else if (entry.note === "called") open.set(entry.call.id, entry.call);
    else if (entry.note === "answered" && entry.ok) open.delete(entry.id);
    else if (entry.note === "taken_over") seq = entry.told;
  }
  const notes = writes
    .filter((write) => !isDone(entries, write))
    .flatMap((write) => {
      const answers = answerTo(open, keyOf, write);
      answers.forEach((note) => note.note === "answered" && open.delete(note.id));
      return answers;
    });
  const finished = [...shown].map(([id, name]): ServerMessage => {
    const ok = notes.some((note) => note.note === "answered" && note.id === id);
    return { type: "tool_finished", id, name, ok, ms: 0 };
  });
  const silent: readonly ServerMessage[] = speaking === undefined ? [] : [{ type: "agent_audio_done", turn: speaking }];
  const ends = [...silent, ...finished].map((message, index): Told => ({ seq: seq + 1 + index, message }));
  const last = entries.at(-1)?.n ?? 0;
  return [...notes, ...ends].map((what, index) => ({ n: last + 1 + index, at: now, ...what }));
};
