import { StoreUnavailable } from "@bean-brew/tools";
import { customerOf, type Entry, type Journal } from "./journal.js";

/** A journal in memory, for tests; it can be away. */
export const fakeJournal = (): Journal & {
  away: boolean;
  readonly sessions: ReadonlyMap<string, readonly Entry[]>;
} => {
  const sessions = new Map<string, Entry[]>();
  const journal = {
    away: false,
    sessions,
    append: async (session: string, entries: readonly Entry[]) => {
      if (journal.away) throw new StoreUnavailable("The store is away.");
      const known = sessions.get(session) ?? [];
      const isThere = (entry: Entry): boolean => known.some(({ n }) => n === entry.n);
      const isSame = (entry: Entry): boolean => known.some((other) => JSON.stringify(other) === JSON.stringify(entry));
      if (entries.some((entry) => isThere(entry) && !isSame(entry))) return "taken" as const;
      sessions.set(
        session,
        [...known, ...entries.filter((entry) => !isThere(entry))].sort((a, b) => a.n - b.n),
      );
      return "done" as const;
    },
    read: async (session: string, after: number) => {
      if (journal.away) throw new StoreUnavailable("The store is away.");
      return (sessions.get(session) ?? []).filter(({ n }) => n > after);
    },
    sessionsOf: async (customerId: string, limit: number) =>
      [...sessions]
        .filter(([, entries]) => entries.some((entry) => customerOf(entry) === customerId))
        .map(([session]) => session)
        .slice(0, limit),
    erase: async (session: string) => void sessions.delete(session),
    eraseBefore: async (at: number) => {
      if (journal.away) throw new StoreUnavailable("The store is away.");
      let erased = 0;
      for (const [session, entries] of sessions) {
        const left = entries.filter((entry) => entry.at >= at);
        erased += entries.length - left.length;
        if (left.length > 0) sessions.set(session, left);
        else sessions.delete(session);
      }
      return erased;
    },
  };
  return journal;
};
