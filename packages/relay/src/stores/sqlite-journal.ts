import { customerOf, type Entry } from "../session/journal.js";
import { transactionsOf, type Database } from "./sqlite.js";

/** The `Journal` of one SQLite file, synchronously; it throws what SQLite throws. */
export interface SqliteJournal {
  append(session: string, entries: readonly Entry[]): "done" | "taken";
  /** One entry, in a transaction of somebody else's; `there`: it is already, to the letter. */
  write(session: string, entry: Entry): "added" | "there" | "taken";
  read(session: string, after: number): Entry[];
  sessionsOf(customerId: string, limit: number): string[];
  erase(session: string): void;
  /** Erases at most `limit` entries that are older, so that nobody waits for long, and tells how many. */
  eraseBefore(at: number, limit: number): number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS conversations (
    session TEXT NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL, entry TEXT NOT NULL, customer TEXT,
    PRIMARY KEY (session, n)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS conversations_by_time ON conversations (at);
  CREATE INDEX IF NOT EXISTS conversations_by_customer ON conversations (customer) WHERE customer IS NOT NULL;
`;

/** Prepares the table of conversations in a database that is set up already. */
export function sqliteJournal(database: Database): SqliteJournal {
  database.exec(SCHEMA);
  const transaction = transactionsOf(database);
  const insert = database.prepare(
    "INSERT INTO conversations (session, n, at, entry, customer) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const selectOne = database.prepare("SELECT entry FROM conversations WHERE session = ? AND n = ?");
  const select = database.prepare("SELECT entry FROM conversations WHERE session = ? AND n > ? ORDER BY n");
  const selectSessions = database.prepare("SELECT DISTINCT session FROM conversations WHERE customer = ? LIMIT ?");
  const erase = database.prepare("DELETE FROM conversations WHERE session = ?");
  const eraseOld = database.prepare(
    "DELETE FROM conversations WHERE (session, n) IN (SELECT session, n FROM conversations WHERE at < ? LIMIT ?)",
  );

  const write = (session: string, entry: Entry): "added" | "there" | "taken" => {
    const text = JSON.stringify(entry);
    if (insert.run(session, entry.n, entry.at, text, customerOf(entry) ?? null).changes !== 0) return "added";
    return (selectOne.get(session, entry.n) as { entry: string } | undefined)?.entry === text ? "there" : "taken";
  };

  return {
    write,
    append: (session, entries) =>
      transaction(() => {
        const isTaken = entries.some((entry) => write(session, entry) === "taken");
        return { keep: !isTaken, result: isTaken ? "taken" : "done" };
      }),
    read: (session, after) =>
      (select.all(session, after) as { entry: string }[]).map(({ entry }) => JSON.parse(entry) as Entry),
    sessionsOf: (customerId, limit) =>
      (selectSessions.all(customerId, limit) as { session: string }[]).map(({ session }) => session),
    erase: (session) => void erase.run(session),
    eraseBefore: (at, limit) => Number(eraseOld.run(at, limit).changes),
  };
}
