import { MAX_CHARACTERS, MAX_ENTRIES, recollect, type Entry, type Note, type Told } from "./journal.js";
import type { Ms } from "./types.js";

/** What a session has written down, numbered. */
export interface Notebook {
  readonly entries: readonly Entry[];
  /** Tells the browser's messages one number on. */
  nextSeq(): number;
  add(what: Note | Told, at: Ms): Entry;
  /** Nothing but the session's end is to be added any more. */
  isFull(): boolean;
}

const lengthOf = (entry: Entry): number => JSON.stringify(entry).length;

/** Goes on from what was written down before. */
export const notebookOf = (past: readonly Entry[]): Notebook => {
  const entries: Entry[] = [...past];
  const known = recollect(past);
  let n = known?.n ?? 0;
  let seq = known?.seq ?? 0;
  let characters = past.reduce((sum, entry) => sum + lengthOf(entry), 0);
  return {
    entries,
    nextSeq: () => (seq += 1),
    add: (what, at) => {
      const entry: Entry = { n: (n += 1), at, ...what };
      characters += lengthOf(entry);
      entries.push(entry);
      return entry;
    },
    isFull: () => entries.length >= MAX_ENTRIES || characters >= MAX_CHARACTERS,
  };
};
