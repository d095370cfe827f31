import type { Entry, Journal } from "./journal.js";

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
      if (journal.away) throw new Error("The store is away.");
      const known = sessions.get(session) ?? [];
      if (entries.some(({ n }) => known.some((other) => other.n === n))) return "taken" as const;
      sessions.set(
        session,
        [...known, ...entries].sort((a, b) => a.n - b.n),
      );
      return "done" as const;
    },
    read: async (session: string, after: number) => {
      if (journal.away) throw new Error("The store is away.");
      return (sessions.get(session) ?? []).filter(({ n }) => n > after);
    },
  };
  return journal;
};
