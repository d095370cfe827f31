import { StoreUnavailable } from "@bean-brew/tools";
import type { Logger } from "pino";
import type { Entry, Journal } from "./journal.js";
import type { Group, Spill } from "./spill.js";
import type { Ms } from "./types.js";

/** How long the store may take for a group of entries before it is written to disk, too, in ms. */
const LATE_MS = 100;
/** How long a store that is away, or a disk that is full, is left alone, in ms. */
const RETRY_MS = 1_000;
/** Sessions that are remembered as another relay's until they ask. */
const MAX_LOST = 10_000;

/** A journal that is written on even while the store is away. */
export interface SafeJournal extends Journal {
  /**
   * As the store's own; entries count as written, too, once they are on this machine's disk. It rejects only when
   * neither takes them.
   */
  append(session: string, entries: readonly Entry[]): Promise<"done" | "taken">;
  /** Entries that are neither in the store nor on disk yet. */
  readonly waiting: number;
  /** What is on disk and not in the store, in bytes. */
  readonly spilledBytes: number;
  /** Called ten times a second: puts what is late on disk, and brings the store what is there. */
  tick(): void;
  /** To be called once nothing is appended any more. */
  close(): Promise<void>;
}

export interface SafeJournalOptions {
  readonly journal: Journal;
  readonly spill: Spill;
  readonly now: () => Ms;
  readonly log: Logger;
}

/** A group that the store was asked to take and has not answered for. */
interface Pending {
  readonly group: Group;
  readonly since: Ms;
  /** It is on disk, or on its way there. */
  isKept: boolean;
  readonly done: (result: "done") => void;
}

/** Puts a disk behind a store: what the store does not take at once is kept there, and brought to it in order. */
export const safeJournal = ({ journal, spill, now, log }: SafeJournalOptions): SafeJournal => {
  const pending = new Set<Pending>();
  const lost = new Set<string>();
  let retryAt = 0;
  let diskRetryAt = 0;
  let draining: Promise<void> | undefined;
  /** Where what happens is written down; a change is logged. */
  let place: "store" | "disk" | "nowhere" = "store";

  const moveTo = (next: typeof place, cause?: unknown): void => {
    if (next === place) return;
    place = next;
    if (next === "store") log.info("conversations are in the store again");
    else if (next === "disk") log.warn({ err: cause }, "the store is late or away: conversations are kept on disk");
    else log.error({ err: cause }, "neither store nor disk takes what is said: the newest is kept in memory only");
  };

  const lose = (session: string): void => {
    log.warn({ session }, "what was kept of a session is dropped: another relay has taken it over");
    lost.add(session);
    const [oldest] = lost;
    if (lost.size > MAX_LOST && oldest !== undefined) lost.delete(oldest);
  };

  const bring = async ({ session, entries }: Group): Promise<void> => {
    if (lost.has(session)) return;
    try {
      if ((await journal.append(session, entries)) === "taken") lose(session);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      // It would stand in the way of all that comes after it.
      log.error({ err: error, session, entries: entries.length }, "the store refuses what was kept on disk");
    }
  };

  const drain = async (): Promise<void> => {
    try {
      await spill.drain(bring);
      moveTo("store");
    } catch (error) {
      retryAt = now() + RETRY_MS;
      throw error;
    } finally {
      draining = undefined;
    }
  };
  /** Brings the store what is on disk, if anything is. */
  const whole = async (): Promise<void> => {
    if (spill.bytes > 0) await (draining ??= drain());
  };

  /** Keeps a group on disk. @throws the cause when that cannot be. */
  const keep = async (group: Group, cause: unknown): Promise<"done"> => {
    const isKept = now() >= diskRetryAt && (await spill.add(group));
    if (!isKept && now() >= diskRetryAt) diskRetryAt = now() + RETRY_MS;
    moveTo(isKept ? "disk" : "nowhere", cause);
    if (!isKept) throw cause;
    return "done";
  };

  const send = (group: Group): Promise<"done" | "taken"> =>
    new Promise((resolve, reject) => {
      const item: Pending = { group, since: now(), isKept: false, done: resolve };
      pending.add(item);
      journal.append(group.session, group.entries).then(
        (result) => {
          pending.delete(item);
          // What is on disk is brought to the store again, which then says the same.
          if (item.isKept) return resolve("done");
          if (spill.bytes === 0) moveTo("store");
          resolve(result);
        },
        (error: unknown) => {
          pending.delete(item);
          retryAt = now() + RETRY_MS;
          keep(group, error).then(resolve, reject);
        },
      );
    });

  const keepLate = (item: Pending): void => {
    item.isKept = true;
    keep(item.group, new Error(`The store did not answer within ${LATE_MS} ms.`)).then(item.done, () => {
      item.isKept = false;
    });
  };

  return {
    append: async (session, entries) => {
      if (lost.delete(session)) return "taken";
      const group = { session, entries };
      const isAway = spill.bytes > 0 || now() < retryAt;
      return isAway ? keep(group, new StoreUnavailable("The store was away a moment ago.")) : send(group);
    },
    read: async (session, after) => {
      await whole();
      return journal.read(session, after);
    },
    sessionsOf: async (customerId, limit) => {
      await whole();
      return journal.sessionsOf(customerId, limit);
    },
    erase: async (session) => {
      await whole();
      await journal.erase(session);
    },
    eraseBefore: async (at) => {
      await whole();
      return journal.eraseBefore(at);
    },
    get waiting() {
      return [...pending].reduce((sum, { group }) => sum + group.entries.length, 0);
    },
    get spilledBytes() {
      return spill.bytes;
    },
    tick: () => {
      const lateSince = now() - LATE_MS;
      for (const item of pending) if (!item.isKept && item.since <= lateSince) keepLate(item);
      if (now() >= retryAt) whole().catch(() => undefined);
    },
    close: async () => {
      await draining?.catch(() => undefined);
      await spill.close();
    },
  };
};
