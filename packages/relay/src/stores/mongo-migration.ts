import { MongoNetworkError, MongoServerError, type Db, type Document } from "mongodb";
import { COLLECTIONS } from "./archive.js";

const DAY_SECONDS = 86_400;
const CONVERSATIONS = "conversations";

/** MongoDB's codes for an index that is there with other options. */
const INDEX_CONFLICTS: readonly unknown[] = [85, 86];

/** What a document must look like whoever writes it. */
const DOCUMENT: Document = {
  bsonType: "object",
  required: ["_id", "claims", "revision", "body"],
  properties: {
    _id: { bsonType: "string", minLength: 1 },
    // A document without claims could never be found.
    claims: { bsonType: "array", minItems: 1, uniqueItems: true, items: { bsonType: "string", minLength: 1 } },
    revision: { bsonType: "number", minimum: 1 },
    body: { bsonType: "object" },
  },
};
const ENTRY: Document = {
  bsonType: "object",
  required: ["_id", "session", "at", "entry"],
  properties: {
    _id: { bsonType: "string" },
    session: { bsonType: "string" },
    at: { bsonType: "date" },
    customer: { bsonType: "string" },
    entry: { bsonType: "string" },
  },
};

/**
 * Brings a database to the form that the store needs; what is so already stays. Indexes are a must: without them
 * claims are not unique. Validators and the expiry of conversations are for servers that have them.
 * `refused` hears what the server does not take.
 */
export const migrate = async (
  database: Db,
  retentionDays: number,
  refused: (what: string, error: MongoServerError) => void,
): Promise<void> => {
  const attempt = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof MongoServerError) || error instanceof MongoNetworkError) throw error;
      refused(what, error);
    }
  };
  const validate = (name: string, schema: Document): Promise<void> =>
    attempt(`the validator of ${name}`, () =>
      database.command({ collMod: name, validator: { $jsonSchema: schema }, validationLevel: "strict" }),
    );

  for (const name of COLLECTIONS) {
    await database.collection(name).createIndex({ claims: 1 }, { name: "claims", unique: true, sparse: true });
    await validate(name, DOCUMENT);
  }
  const conversations = database.collection(CONVERSATIONS);
  await conversations.createIndex({ customer: 1 }, { name: "customer", sparse: true });
  await attempt("the expiry of conversations", () => expire(database, retentionDays * DAY_SECONDS));
  await validate(CONVERSATIONS, ENTRY);
};

/** Conversations go by themselves after so long; a change of the time is a change of the index. */
const expire = async (database: Db, expireAfterSeconds: number): Promise<void> => {
  const conversations = database.collection(CONVERSATIONS);
  try {
    await conversations.createIndex({ at: 1 }, { name: "at", expireAfterSeconds });
  } catch (error) {
    if (!(error instanceof MongoServerError)) throw error;
    if (INDEX_CONFLICTS.includes(error.code)) {
      await database.command({ collMod: CONVERSATIONS, index: { name: "at", expireAfterSeconds } });
    } else {
      // The sweep looks for old entries, and needs the index all the more.
      await conversations.createIndex({ at: 1 }, { name: "at" });
      throw error;
    }
  }
};
