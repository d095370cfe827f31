import type { Logger } from "pino";
import type { Entry, Journal } from "./journal.js";

/** Entries that wait when neither the store nor the disk takes them; past that the oldest are lost, which the log says. */
const MAX_WAITING = 2_000;

export interface Scribe {
  /** Writes an entry down, soon. Nothing waits for it. */
  write(entry: Entry): void;
  /** Called ten times a second: tries again what could not be written. */
  nudge(): void;
  /** Another relay has the session: nothing more is written. */
  isTaken(): boolean;
  /** Nothing waits any more. */
  isDone(): boolean;
  /** Resolves once nothing waits any more, or the store is away. */
  settled(): Promise<void>;
}

/** Takes a session's entries to the journal: at once, in groups, one group at a time, in order. */
export const scribeOf = (journal: Journal, session: string, log: Logger, onTaken: () => void): Scribe => {
  let waiting: Entry[] = [];
  let writing: Promise<void> | undefined;
  let over = false;

  const writeGroup = async (): Promise<boolean> => {
    const group = waiting;
    waiting = [];
    try {
      if ((await journal.append(session, group)) === "done") return true;
      over = true;
      waiting = [];
      onTaken();
    } catch (error) {
      waiting = [...group, ...waiting];
      const lost = waiting.splice(0, Math.max(0, waiting.length - MAX_WAITING)).length;
      if (lost > 0) log.error({ err: error, session, entries: lost }, "what was said is lost: it could not be written");
    }
    return false;
  };

  const writeAll = async (): Promise<void> => {
    // What else happens in the same moment goes into the same group.
    await Promise.resolve();
    while (waiting.length > 0 && (await writeGroup()));
    writing = undefined;
  };

  const nudge = (): void => {
    if (!over && waiting.length > 0) writing ??= writeAll();
  };

  return {
    write: (entry) => {
      if (over) return;
      waiting.push(entry);
      nudge();
    },
    nudge,
    isTaken: () => over,
    isDone: () => waiting.length === 0 && !writing,
    settled: async () => {
      await writing;
    },
  };
};
