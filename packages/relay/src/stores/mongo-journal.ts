import { MongoBulkWriteError, type Db } from "mongodb";
import { customerOf, type Entry, type Journal } from "../session/journal.js";
import { entryKey } from "./archive.js";
import { DUPLICATE_KEY, READ_MS, type MongoConnection } from "./mongo-connection.js";

/** An entry as MongoDB has it: a document of its own. */
export interface MongoEntry {
  _id: string;
  session: string;
  at: Date;
  customer?: string;
  /** JSON: what pages and tools say may have any names in it. */
  entry: string;
}

export const entriesOf = (database: Db) => database.collection<MongoEntry>("conversations");

/** How many old entries are looked up and erased in one go. */
const ERASE_BATCH = 1_000;
/** The greatest number that an entry's key has room for. */
const LAST_N = 9_999_999_999;

export const toMongoEntry = (session: string, entry: Entry): MongoEntry => {
  const customer = customerOf(entry);
  return {
    _id: entryKey(session, entry.n),
    session,
    at: new Date(entry.at),
    ...(customer !== undefined && { customer }),
    entry: JSON.stringify(entry),
  };
};

/** The keys of a session's entries after a number; other sessions may have some among them, so it is named, too. */
const entriesAfter = (session: string, n: number) => ({
  _id: { $gt: entryKey(session, Math.max(0, n)), $lte: entryKey(session, LAST_N) },
  session,
});

/** The `Journal` of a MongoDB database. */
export const mongoJournal = ({ run }: MongoConnection): Journal => ({
  append: (session, entries) => run((database) => append(database, session, entries)),
  read: async (session, after) => {
    const found = await run((database) =>
      entriesOf(database)
        .find(entriesAfter(session, after), { sort: { _id: 1 }, maxTimeMS: READ_MS })
        .toArray(),
    );
    return found.map(({ entry }) => JSON.parse(entry) as Entry);
  },
  sessionsOf: async (customer, limit) => {
    const sessions = await run((database) =>
      entriesOf(database).distinct("session", { customer }, { maxTimeMS: READ_MS }),
    );
    return sessions.slice(0, limit);
  },
  erase: async (session) => {
    await run((database) => entriesOf(database).deleteMany(entriesAfter(session, 0)));
  },
  eraseBefore: async (at) => {
    let erased = 0;
    let batch: number;
    do {
      batch = await run((database) => eraseSome(database, at));
      erased += batch;
    } while (batch === ERASE_BATCH);
    return erased;
  },
});

/**
 * In the order of their numbers, so that a number that another relay has written stops the group; what was written
 * of the group before is taken back.
 */
const append = async (database: Db, session: string, entries: readonly Entry[]): Promise<"done" | "taken"> => {
  const mine: string[] = [];
  let missing = entries.map((entry) => toMongoEntry(session, entry));
  while (missing.length > 0) {
    const { inserted, isTaken } = await insertInOrder(database, missing);
    mine.push(...missing.slice(0, inserted).map(({ _id }) => _id));
    if (!isTaken) return "done";
    missing = missing.slice(inserted);
    const found = await entriesOf(database)
      .find({ _id: { $in: missing.map(({ _id }) => _id) } }, { maxTimeMS: READ_MS })
      .toArray();
    const there = new Map(found.map(({ _id, entry }) => [_id, entry]));
    if (missing.some(({ _id, entry }) => (there.get(_id) ?? entry) !== entry)) {
      if (mine.length > 0) await entriesOf(database).deleteMany({ _id: { $in: mine } });
      return "taken";
    }
    missing = missing.filter(({ _id }) => !there.has(_id));
  }
  return "done";
};

const insertInOrder = async (
  database: Db,
  entries: readonly MongoEntry[],
): Promise<{ readonly inserted: number; readonly isTaken: boolean }> => {
  try {
    await entriesOf(database).insertMany(entries, { ordered: true });
    return { inserted: entries.length, isTaken: false };
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError) || error.code !== DUPLICATE_KEY) throw error;
    // In order, whatever stands before the first error was inserted; some servers miscount.
    return { inserted: [error.writeErrors].flat()[0]?.index ?? 0, isTaken: true };
  }
};

const eraseSome = async (database: Db, at: number): Promise<number> => {
  const old = await entriesOf(database)
    .find({ at: { $lt: new Date(at) } }, { projection: { _id: 1 }, limit: ERASE_BATCH, maxTimeMS: READ_MS })
    .toArray();
  if (old.length > 0) await entriesOf(database).deleteMany({ _id: { $in: old.map(({ _id }) => _id) } });
  return old.length;
};
