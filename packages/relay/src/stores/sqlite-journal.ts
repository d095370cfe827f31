import type { Entry } from "../session/journal.js";
import type { DatabaseSync } from "./sqlite.js";

type Database = InstanceType<typeof DatabaseSync>;

/** The `Journal` of one SQLite file, synchronously; it throws what SQLite throws. */
export interface SqliteJournal {
  append(session: string, entries: readonly Entry[]): "done" | "taken";
  read(session: string, after: number): Entry[];
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS conversations (
    session TEXT NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL, entry TEXT NOT NULL,
    PRIMARY KEY (session, n)
  ) STRICT, WITHOUT ROWID;
`;

/** Prepares the table of conversations in a database that is set up already. */
export function sqliteJournal(database: Database): SqliteJournal {
  database.exec(SCHEMA);
  const insert = database.prepare(
    "INSERT INTO conversations (session, n, at, entry) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const select = database.prepare("SELECT entry FROM conversations WHERE session = ? AND n > ? ORDER BY n");

  const insertAll = (session: string, entries: readonly Entry[]): boolean =>
    entries.every((entry) => insert.run(session, entry.n, entry.at, JSON.stringify(entry)).changes !== 0);

  return {
    append(session, entries) {
      database.exec("BEGIN IMMEDIATE");
      let done = false;
      try {
        done = insertAll(session, entries);
        return done ? "done" : "taken";
      } finally {
        database.exec(done ? "COMMIT" : "ROLLBACK");
      }
    },
    read: (session, after) =>
      (select.all(session, after) as { entry: string }[]).map(({ entry }) => JSON.parse(entry) as Entry),
  };
}
