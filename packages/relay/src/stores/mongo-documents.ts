import {
  checkDraft,
  checkLimit,
  compareIds,
  type Collection,
  type Collections,
  type Documents,
  type Draft,
  type Stored,
  type WriteResult,
} from "@bean-brew/tools";
import { MongoServerError, type Collection as MongoCollection, type Db, type Filter } from "mongodb";
import { isSameDocument } from "./archive.js";
import { afterPrefix, DUPLICATE_KEY, READ_MS, type MongoConnection } from "./mongo-connection.js";

/** A document as MongoDB has it. */
export interface MongoDocument {
  _id: string;
  claims: string[];
  revision: number;
  body: Record<string, unknown>;
}

interface Counter {
  _id: string;
  last: number;
}

export const countersOf = (database: Db) => database.collection<Counter>("counters");
export const documentsOf = (database: Db, collection: Collection) => database.collection<MongoDocument>(collection);

/** Two who ask for the first number of a counter at once may both try to make it. */
const COUNTER_TRIES = 5;

export const isDuplicate = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE_KEY;

export const toMongo = ({ id, claims, body }: Draft<object>, revision: number): MongoDocument => {
  const { lastWrite, ...rest } = body as Record<string, unknown>;
  return {
    _id: id,
    claims: [...claims],
    revision,
    // A tool's result may have any names in it, also such as MongoDB takes for operators: it is stored as JSON.
    body: { ...rest, ...(lastWrite !== undefined && { lastWrite: JSON.stringify(lastWrite) }) },
  };
};

export const fromMongo = ({ _id, claims, revision, body }: MongoDocument): Stored<object> => {
  const { lastWrite, ...rest } = body;
  return {
    id: _id,
    claims,
    revision,
    body: { ...rest, ...(typeof lastWrite === "string" && { lastWrite: JSON.parse(lastWrite) as unknown }) },
  };
};

/** The `Documents` of a MongoDB database. What makes a claim unique is the index that the migration has made. */
export const mongoDocuments = ({ run }: MongoConnection): Documents => {
  const read = async (database: Db, collection: Collection, id: string): Promise<Stored<object> | undefined> => {
    const found = await documentsOf(database, collection).findOne({ _id: id }, { maxTimeMS: READ_MS });
    return found === null ? undefined : fromMongo(found);
  };

  /** Which key was taken: a message or a pattern of the server's is not to be relied on. */
  const whyTaken = async (database: Db, collection: Collection, draft: Draft<object>, isRetry: boolean) => {
    const found = await read(database, collection, draft.id);
    if (found === undefined) return "claim_taken";
    return isRetry && found.revision === 1 && isSameDocument(found, draft) ? "done" : "id_taken";
  };

  return {
    async get<C extends Collection>(collection: C, id: string) {
      return (await run((database) => read(database, collection, id))) as Stored<Collections[C]> | undefined;
    },
    async find<C extends Collection>(collection: C, where: Where, limit: number) {
      checkLimit(limit);
      const found = await run((database) => findLast(documentsOf(database, collection), where, limit));
      return found.map(fromMongo) as Stored<Collections[C]>[];
    },
    async insert<C extends Collection>(collection: C, draft: Draft<Collections[C]>): Promise<WriteResult> {
      checkDraft(draft);
      return run(async (database, isRetry) => {
        try {
          await documentsOf(database, collection).insertOne(toMongo(draft, 1));
          return "done";
        } catch (error) {
          if (!isDuplicate(error)) throw error;
          return whyTaken(database, collection, draft, isRetry);
        }
      });
    },
    async replace<C extends Collection>(collection: C, document: Stored<Collections[C]>): Promise<WriteResult> {
      checkDraft(document);
      const { id, revision } = document;
      return run(async (database, isRetry) => {
        const next = toMongo(document, revision + 1);
        try {
          const { matchedCount } = await documentsOf(database, collection).replaceOne({ _id: id, revision }, next);
          if (matchedCount === 1) return "done";
        } catch (error) {
          if (!isDuplicate(error)) throw error;
          return "claim_taken";
        }
        if (!isRetry) return "stale";
        const found = await read(database, collection, id);
        return found?.revision === revision + 1 && isSameDocument(found, document) ? "done" : "stale";
      });
    },
    async remove(collection, id) {
      await run((database) => documentsOf(database, collection).deleteOne({ _id: id }));
    },
    // A number that was counted when the connection broke is told to nobody: there is a gap, which harms nobody.
    next: (counter) =>
      run(async (database) => {
        for (let tries = 1; ; tries += 1) {
          try {
            // What it was before: servers there are whose answer with the new document shows a later count.
            const before = await countersOf(database).findOneAndUpdate(
              { _id: counter },
              { $inc: { last: 1 } },
              { upsert: true, returnDocument: "before", maxTimeMS: READ_MS },
            );
            return (before?.last ?? 0) + 1;
          } catch (error) {
            if (!isDuplicate(error) || tries === COUNTER_TRIES) throw error;
          }
        }
      }),
  };
};

/** What `find` looks for. */
type Where = { readonly claim: string } | { readonly prefix: string };

/** `$elemMatch` keeps both bounds to one claim: without it, two claims could meet one bound each. */
const claimFilter = (where: Where): Filter<MongoDocument> =>
  "claim" in where
    ? { claims: where.claim }
    : { claims: { $elemMatch: { $gte: where.prefix, $lt: afterPrefix(where.prefix) } } };

/** So many ids are looked at to find the last of them. */
const MAX_IDS = 20_000;

/** All of an answer comes at once. */
const atMost = (limit: number) => ({ limit, batchSize: limit + 1, maxTimeMS: READ_MS });

/** At most `limit` documents, of more than that the last by their ids, which MongoDB would sort as text. */
const findLast = async (
  collection: MongoCollection<MongoDocument>,
  where: Where,
  limit: number,
): Promise<MongoDocument[]> => {
  const filter = claimFilter(where);
  const found = await collection.find(filter, atMost(limit)).toArray();
  // A claim is one document's.
  if ("claim" in where || found.length < limit) return found;
  const all = await collection.find(filter, { projection: { _id: 1 }, ...atMost(MAX_IDS) }).toArray();
  const ids = all.map(({ _id }) => _id).sort(compareIds);
  return collection.find({ _id: { $in: ids.slice(-limit) } }, atMost(limit)).toArray();
};
