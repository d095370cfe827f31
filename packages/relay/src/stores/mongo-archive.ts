import type { Collection } from "@bean-brew/tools";
import {
  MongoBulkWriteError,
  type Collection as MongoCollection,
  type Db,
  type Filter,
  type OptionalUnlessRequiredId,
} from "mongodb";
import type { Entry } from "../session/journal.js";
import {
  checkPage,
  COLLECTIONS,
  isSameDocument,
  MAX_PAGE,
  type Archive,
  type CounterRecord,
  type PutResult,
  type StoredRecord,
} from "./archive.js";
import { DUPLICATE_KEY, READ_MS, type MongoConnection } from "./mongo-connection.js";
import { countersOf, documentsOf, fromMongo, toMongo, type MongoDocument } from "./mongo-documents.js";
import { entriesOf, toMongoEntry, type MongoEntry } from "./mongo-journal.js";

/** The `Archive` of a MongoDB database. What is put before a conflict was found stays. */
export const mongoArchive = ({ run }: MongoConnection): Archive => ({
  count: () =>
    run(async (database) => {
      const names = ["counters", ...COLLECTIONS, "conversations"];
      const counts = await Promise.all(names.map((name) => database.collection(name).estimatedDocumentCount()));
      return counts.reduce((sum, count) => sum + count, 0);
    }),
  page: (part, after) =>
    run(async (database) => {
      if (part === "counters") {
        const found = await nextOf(countersOf(database), after);
        return found.map(({ _id, last }) => ({ counter: _id, last }));
      }
      if (part === "conversations") {
        const found = await nextOf(entriesOf(database), after);
        return found.map(({ session, entry }) => ({ session, entry: JSON.parse(entry) as Entry }));
      }
      const found = await nextOf(documentsOf(database, part), after);
      return found.map(fromMongo).map(({ id, claims, body }) => ({ collection: part, id, claims, body }));
    }),
  put: async (records) => {
    checkPage(records);
    return run(async (database) => {
      const results = [
        ...COLLECTIONS.map((collection) =>
          insertAll(documentsOf(database, collection), documentsIn(records, collection), isSameInMongo),
        ),
        insertAll(entriesOf(database), entriesIn(records), (a, b) => a.entry === b.entry),
        raiseCounters(
          database,
          records.filter((record) => "counter" in record),
        ),
      ];
      const told = await Promise.all(results);
      const conflicts = told.flatMap(({ conflict }) => conflict ?? []);
      const added = told.reduce((sum, each) => sum + each.added, 0);
      return { added, ...(conflicts.length > 0 && { conflict: Math.min(...conflicts) }) };
    });
  },
});

/** Something to be inserted, and which of the records it is. */
interface Indexed<T> {
  readonly index: number;
  readonly document: T;
}

const documentsIn = (records: readonly StoredRecord[], collection: Collection): Indexed<MongoDocument>[] =>
  records.flatMap((record, index) =>
    "collection" in record && record.collection === collection ? [{ index, document: toMongo(record, 1) }] : [],
  );

const entriesIn = (records: readonly StoredRecord[]): Indexed<MongoEntry>[] =>
  records.flatMap((record, index) =>
    "session" in record ? [{ index, document: toMongoEntry(record.session, record.entry) }] : [],
  );

const isSameInMongo = (a: MongoDocument, b: MongoDocument): boolean => isSameDocument(fromMongo(a), fromMongo(b));

/** Inserts what is not there; a conflict is what is there otherwise, or has a claim that another document has. */
const insertAll = async <T extends { _id: string }>(
  collection: MongoCollection<T>,
  wanted: readonly Indexed<T>[],
  isSame: (a: T, b: T) => boolean,
): Promise<PutResult> => {
  if (wanted.length === 0) return { added: 0 };
  try {
    await collection.insertMany(wanted.map(({ document }) => document) as OptionalUnlessRequiredId<T>[], {
      ordered: false,
    });
    return { added: wanted.length };
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error;
    const errors = [error.writeErrors].flat();
    if (errors.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
    const refused = errors.map(({ index }) => wanted[index]!);
    const filter = { _id: { $in: refused.map(({ document }) => document._id) } } as Filter<T>;
    const there = new Map<string, T>();
    for (const found of await collection.find<T>(filter, { maxTimeMS: READ_MS }).toArray()) there.set(found._id, found);
    const conflict = refused.find(({ document }) => {
      const found = there.get(document._id);
      return found === undefined || !isSame(found, document);
    });
    return { added: wanted.length - refused.length, ...(conflict !== undefined && { conflict: conflict.index }) };
  }
};

const raiseCounters = async (database: Db, counters: readonly CounterRecord[]): Promise<PutResult> => {
  for (const { counter, last } of counters) {
    await countersOf(database).updateOne({ _id: counter }, { $max: { last } }, { upsert: true });
  }
  return { added: counters.length };
};

const nextOf = <T extends { _id: string }>(collection: MongoCollection<T>, after: string): Promise<T[]> =>
  collection
    .find<T>({ _id: { $gt: after } } as Filter<T>, {
      sort: { _id: 1 },
      limit: MAX_PAGE,
      batchSize: MAX_PAGE + 1,
      maxTimeMS: READ_MS,
    })
    .toArray();
