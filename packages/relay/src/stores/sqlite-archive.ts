import type { Entry } from "../session/journal.js";
import {
  COLLECTIONS,
  isSameDocument,
  MAX_PAGE,
  parseEntryKey,
  type CounterRecord,
  type Part,
  type PutResult,
  type StoredRecord,
} from "./archive.js";
import { transactionsOf, type Database } from "./sqlite.js";
import type { SqliteDocuments } from "./sqlite-documents.js";
import type { SqliteJournal } from "./sqlite-journal.js";

/** The `Archive` of one SQLite file, synchronously; it throws what SQLite throws. What is put is put wholly or not. */
export interface SqliteArchive {
  count(): number;
  page(part: Part, after: string): StoredRecord[];
  put(records: readonly StoredRecord[]): PutResult;
}

/** Goes over the tables that the documents and the journal have made. */
export function sqliteArchive(database: Database, documents: SqliteDocuments, journal: SqliteJournal): SqliteArchive {
  const transaction = transactionsOf(database);
  const count = database.prepare(
    `SELECT (SELECT COUNT(*) FROM counters) + (SELECT COUNT(*) FROM documents WHERE collection IN (${COLLECTIONS.map((name) => `'${name}'`).join(", ")}))
       + (SELECT COUNT(*) FROM conversations) AS count`,
  );
  const selectCounters = database.prepare(
    "SELECT name AS counter, last FROM counters WHERE name > ? ORDER BY name LIMIT ?",
  );
  const selectIds = database.prepare("SELECT id FROM documents WHERE collection = ? AND id > ? ORDER BY id LIMIT ?");
  const selectEntries = database.prepare(
    "SELECT session, entry FROM conversations WHERE (session, n) > (?, ?) ORDER BY session, n LIMIT ?",
  );
  const raise = database.prepare(
    "INSERT INTO counters (name, last) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)",
  );

  const page = (part: Part, after: string): StoredRecord[] => {
    if (part === "counters") {
      return (selectCounters.all(after, MAX_PAGE) as unknown as CounterRecord[]).map((row) => ({ ...row }));
    }
    if (part === "conversations") {
      const { session, n } = parseEntryKey(after);
      const rows = selectEntries.all(session, n, MAX_PAGE) as { session: string; entry: string }[];
      return rows.map(({ session, entry }) => ({ session, entry: JSON.parse(entry) as Entry }));
    }
    return (selectIds.all(part, after, MAX_PAGE) as { id: string }[]).flatMap(({ id }) => {
      const found = documents.get(part, id);
      return found === undefined ? [] : [{ collection: part, id, claims: found.claims, body: found.body }];
    });
  };

  const putOne = (record: StoredRecord): "added" | "there" | "taken" => {
    if ("counter" in record) return raise.run(record.counter, record.last) && "added";
    if ("session" in record) return journal.write(record.session, record.entry);
    const { collection, ...draft } = record;
    const found = documents.get(collection, draft.id);
    if (found !== undefined) return isSameDocument(found, draft) ? "there" : "taken";
    return documents.write(collection, draft) === "done" ? "added" : "taken";
  };

  return {
    count: () => (count.get() as { count: number }).count,
    page,
    put: (records) =>
      transaction<PutResult>(() => {
        let added = 0;
        for (const [index, record] of records.entries()) {
          const result = putOne(record);
          if (result === "taken") return { keep: false, result: { added: 0, conflict: index } };
          if (result === "added") added += 1;
        }
        return { keep: true, result: { added } };
      }),
  };
}
