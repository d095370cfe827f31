import type { Collection, Draft, Stored, WriteResult } from "@bean-brew/tools";
import { transactionsOf, type Database } from "./sqlite.js";

/** Bodies are JSON here: what they mean is not the database's business. */
export type Body = object;
export type Where = { readonly claim: string } | { readonly prefix: string };

/** The `Documents` of one SQLite file, synchronously; it throws what SQLite throws. */
export interface SqliteDocuments {
  get(collection: Collection, id: string): Stored<Body> | undefined;
  find(collection: Collection, where: Where, limit: number): Stored<Body>[];
  insert(collection: Collection, draft: Draft<Body>): WriteResult;
  /** As `insert`, in a transaction of somebody else's. */
  write(collection: Collection, draft: Draft<Body>): WriteResult;
  replace(collection: Collection, document: Stored<Body>): WriteResult;
  remove(collection: Collection, id: string): void;
  next(counter: string): number;
  /** Whether nothing was ever written. */
  isNew(): boolean;
  close(): void;
}

/** How long a statement waits for another process that is writing, in ms; less than a tool's time limit. */
const BUSY_TIMEOUT_MS = 2_000;
/** Claims that begin with a prefix sort up to the prefix followed by this. */
const LAST_CHARACTER = "\u{10FFFF}";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS documents (
    collection TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (collection, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS claims (
    collection TEXT NOT NULL, claim TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (collection, claim)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS claims_by_document ON claims (collection, id);
  CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

interface Row {
  readonly id: string;
  readonly revision: number;
  readonly body: string;
}

/** Prepares the database for use, making its tables when they are not there. */
export function sqliteDocuments(database: Database): SqliteDocuments {
  database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  database.exec("PRAGMA journal_mode = WAL");
  // An acknowledged booking survives a power cut, not only a crash.
  database.exec("PRAGMA synchronous = FULL");
  database.exec(SCHEMA);
  const transaction = transactionsOf(database);

  const select = database.prepare("SELECT id, revision, body FROM documents WHERE collection = ? AND id = ?");
  const selectClaims = database.prepare("SELECT claim FROM claims WHERE collection = ? AND id = ? ORDER BY claim");
  // As `compareIds` has it, from the last on.
  const selectIds = database.prepare(
    "SELECT id FROM claims WHERE collection = ? AND claim >= ? AND claim <= ? GROUP BY id ORDER BY length(id) DESC, id DESC LIMIT ?",
  );
  const selectOwner = database.prepare("SELECT id FROM claims WHERE collection = ? AND claim = ?");
  const insertDocument = database.prepare("INSERT INTO documents (collection, id, revision, body) VALUES (?, ?, 1, ?)");
  const updateDocument = database.prepare(
    "UPDATE documents SET revision = revision + 1, body = ? WHERE collection = ? AND id = ? AND revision = ?",
  );
  const insertClaim = database.prepare("INSERT INTO claims (collection, claim, id) VALUES (?, ?, ?)");
  const deleteDocument = database.prepare("DELETE FROM documents WHERE collection = ? AND id = ?");
  const deleteClaims = database.prepare("DELETE FROM claims WHERE collection = ? AND id = ?");
  const countUp = database.prepare(
    "INSERT INTO counters (name, last) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last",
  );
  const anything = database.prepare(
    "SELECT EXISTS (SELECT 1 FROM counters) OR EXISTS (SELECT 1 FROM documents) AS found",
  );

  function isClaimed(collection: Collection, claims: readonly string[], exceptId: string): boolean {
    return claims.some((claim) => {
      const owner = selectOwner.get(collection, claim) as { id: string } | undefined;
      return owner !== undefined && owner.id !== exceptId;
    });
  }

  function claimAll(collection: Collection, claims: readonly string[], id: string): void {
    for (const claim of claims) insertClaim.run(collection, claim, id);
  }

  function get(collection: Collection, id: string): Stored<Body> | undefined {
    const row = select.get(collection, id) as Row | undefined;
    if (row === undefined) return undefined;
    const claims = (selectClaims.all(collection, id) as { claim: string }[]).map(({ claim }) => claim);
    return { id, revision: row.revision, claims, body: JSON.parse(row.body) as Body };
  }

  function write(collection: Collection, { id, claims, body }: Draft<Body>): WriteResult {
    if (select.get(collection, id) !== undefined) return "id_taken";
    if (isClaimed(collection, claims, id)) return "claim_taken";
    insertDocument.run(collection, id, JSON.stringify(body));
    claimAll(collection, claims, id);
    return "done";
  }

  return {
    get,
    find(collection, where, limit) {
      const from = "claim" in where ? where.claim : where.prefix;
      const to = "claim" in where ? where.claim : where.prefix + LAST_CHARACTER;
      const rows = selectIds.all(collection, from, to, limit) as { id: string }[];
      return rows.map(({ id }) => get(collection, id)).filter((document) => document !== undefined);
    },
    write,
    insert: (collection, draft) =>
      transaction(() => {
        const result = write(collection, draft);
        return { keep: result === "done", result };
      }),
    replace: (collection, { id, claims, body, revision }) =>
      transaction(() => {
        const row = select.get(collection, id) as Row | undefined;
        if (row?.revision !== revision) return { keep: false, result: "stale" };
        if (isClaimed(collection, claims, id)) return { keep: false, result: "claim_taken" };
        updateDocument.run(JSON.stringify(body), collection, id, revision);
        deleteClaims.run(collection, id);
        claimAll(collection, claims, id);
        return { keep: true, result: "done" };
      }),
    remove(collection, id) {
      transaction(() => {
        deleteClaims.run(collection, id);
        deleteDocument.run(collection, id);
        return { keep: true, result: undefined };
      });
    },
    next: (counter) => (countUp.get(counter) as { last: number }).last,
    isNew: () => (anything.get() as { found: number }).found === 0,
    close() {
      // Statements that are still alive keep the file open after `close`: what is in the log goes to the file first.
      database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      database.close();
    },
  };
}
