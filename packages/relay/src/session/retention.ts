import type { Logger } from "pino";
import type { Journal } from "./journal.js";
import type { Ms } from "./types.js";

const DAY_MS = 86_400_000;
/** How often old conversations are looked for, in ms, and how soon again when the store was away. */
const SWEEP_MS = DAY_MS;
const RETRY_MS = 600_000;

export interface RetentionOptions {
  readonly journal: Pick<Journal, "eraseBefore">;
  /** How long a conversation is kept in days. */
  readonly days: number;
  readonly now: () => Ms;
  readonly log: Logger;
}

/** Erases old conversations: at the start, and then once a day. */
export interface Retention {
  /** Called ten times a second. */
  tick(): void;
  /** Resolves once no sweep runs; none begins any more. */
  close(): Promise<void>;
}

export const openRetention = ({ journal, days, now, log }: RetentionOptions): Retention => {
  let nextAt = now();
  let closed = false;
  let running: Promise<void> | undefined;

  const sweep = async (): Promise<void> => {
    try {
      const entries = await journal.eraseBefore(now() - days * DAY_MS);
      if (entries > 0) log.info({ entries, days }, "old conversations were erased");
    } catch (error) {
      nextAt = now() + RETRY_MS;
      log.warn({ err: error }, "old conversations could not be erased");
    }
    running = undefined;
  };

  return {
    tick: () => {
      if (closed || running || now() < nextAt) return;
      nextAt = now() + SWEEP_MS;
      running = sweep();
    },
    close: async () => {
      closed = true;
      await running;
    },
  };
};
