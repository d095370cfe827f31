import type { DoneWrite } from "@bean-brew/tools";
import type { Entry, Note, Told } from "./journal.js";
import type { Ms } from "./types.js";

const isDone = (entries: readonly Entry[], { writeKey, result }: DoneWrite): boolean => {
  const text = JSON.stringify(result);
  return entries.some(
    (entry) => "note" in entry && entry.note === "answered" && entry.writeKey === writeKey && entry.result === text,
  );
};

/** A write that was done and not told: the answer to the call that asked for it, or to one that is not known any more. */
const answerTo = (open: ReadonlyMap<string, string>, write: DoneWrite): readonly Note[] => {
  const { writeKey, tool, result } = write;
  const asked = [...open].findLast(([, name]) => name === tool)?.[0];
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
    },
  ];
};

/**
 * What a session's journal lacks because its relay died: the outcomes of writes that were done, which the records
 * tell, and the ends of calls that the page saw begin.
 */
export const mend = (entries: readonly Entry[], writes: readonly DoneWrite[], now: Ms): readonly Entry[] => {
  const open = new Map<string, string>();
  const shown = new Map<string, string>();
  let seq = 0;
  for (const entry of entries) {
    if ("seq" in entry) {
      seq = entry.seq;
      if (entry.message.type === "tool_started") shown.set(entry.message.id, entry.message.name);
      if (entry.message.type === "tool_finished") shown.delete(entry.message.id);
    } else if (entry.note === "called") open.set(entry.call.id, entry.call.name);
    else if (entry.note === "answered" && entry.ok) open.delete(entry.id);
  }
  const notes = writes
    .filter((write) => !isDone(entries, write))
    .flatMap((write) => {
      const answers = answerTo(open, write);
      answers.forEach((note) => note.note === "answered" && open.delete(note.id));
      return answers;
    });
  const ends = [...shown].map(([id, name]): Told => {
    const ok = notes.some((note) => note.note === "answered" && note.id === id);
    seq += 1;
    return { seq, message: { type: "tool_finished", id, name, ok, ms: 0 } };
  });
  const last = entries.at(-1)?.n ?? 0;
  return [...notes, ...ends].map((what, index) => ({ n: last + 1 + index, at: now, ...what }));
};
