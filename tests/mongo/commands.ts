import type { Document } from "bson";
import { cursors, type Cursors } from "./cursors.js";
import { memoryCollection, type IndexSpec, type MemoryCollection } from "./memory-collection.js";
import { CODES, onlyKnows, ServerError } from "./server-error.js";
import { applyUpdate } from "./update.js";

/** Fields that every command may have. What it says of time limits and durability holds here anyway. */
const COMMON = ["$db", "lsid", "$readPreference", "maxTimeMS", "comment"];
const WRITES = ["writeConcern", "ordered", "bypassDocumentValidation"];

/** What the server answers when a driver greets it: a MongoDB 4.4 on its own. */
const greeting = (): Document => ({
  helloOk: true,
  ismaster: true,
  isWritablePrimary: true,
  maxBsonObjectSize: 16 * 1024 * 1024,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  logicalSessionTimeoutMinutes: 30,
  minWireVersion: 0,
  maxWireVersion: 9,
  readOnly: false,
});

type Command = (given: Document) => Document;

/** The collections of all databases, and the commands on them, each of which is done in one go. */
export const database = (): ((command: Document) => Document) => {
  const collections = new Map<string, MemoryCollection>();
  const open: Cursors = cursors();

  const find = (given: Document, name: unknown): MemoryCollection | undefined =>
    collections.get(`${given["$db"]}.${name}`);
  const make = (given: Document, name: unknown): MemoryCollection => {
    const namespace = `${given["$db"]}.${name}`;
    const found = collections.get(namespace) ?? memoryCollection(namespace);
    collections.set(namespace, found);
    return found;
  };

  const commands: Record<string, readonly [fields: readonly string[], run: Command]> = {
    ping: [[], () => ({})],
    endSessions: [[], () => ({})],
    insert: [
      ["documents", ...WRITES],
      (given) => {
        const collection = make(given, given["insert"]);
        const documents = given["documents"] as Document[];
        return writeEach(documents, given["ordered"] !== false, (document) => {
          collection.insert(document);
          return { n: 1 };
        });
      },
    ],
    update: [
      ["updates", ...WRITES],
      (given) => {
        const collection = make(given, given["update"]);
        return writeEach(given["updates"] as Document[], given["ordered"] !== false, (update) => {
          onlyKnows("update.updates", update, ["q", "u", "upsert", "multi"]);
          if (update["multi"] === true) throw new ServerError("IllegalOperation", "multi: not here.");
          const { n, isNew } = applyUpdate(collection, update["q"] as Document, update["u"] as Document, {
            upsert: update["upsert"] === true,
          });
          return { n, nModified: isNew ? 0 : n, ...(isNew && { upserted: (update["q"] as Document)["_id"] }) };
        });
      },
    ],
    delete: [
      ["deletes", ...WRITES],
      (given) => {
        const collection = find(given, given["delete"]);
        return writeEach(given["deletes"] as Document[], given["ordered"] !== false, (one) => {
          onlyKnows("delete.deletes", one, ["q", "limit"]);
          const found = collection?.find(one["q"] as Document) ?? [];
          const doomed = one["limit"] === 1 ? found.slice(0, 1) : found;
          doomed.forEach((document) => collection?.remove(document));
          return { n: doomed.length };
        });
      },
    ],
    findAndModify: [
      ["query", "update", "upsert", "new", "remove", "writeConcern"],
      (given) => {
        const collection = make(given, given["findAndModify"]);
        if (given["remove"] === true || given["new"] === true) {
          throw new ServerError("IllegalOperation", "findAndModify gives the old document here, and removes none.");
        }
        const { n, before } = applyUpdate(collection, given["query"] as Document, given["update"] as Document, {
          upsert: given["upsert"] === true,
        });
        return { value: before ?? null, lastErrorObject: { n } };
      },
    ],
    find: [
      ["filter", "sort", "limit", "batchSize", "projection", "singleBatch"],
      (given) => {
        const found = find(given, given["find"])?.find(given["filter"] as Document) ?? [];
        const sorted = sort(found, given["sort"] as Document | undefined);
        const limit = Number(given["limit"] ?? 0);
        const wanted = limit === 0 ? sorted : sorted.slice(0, limit);
        const shown = wanted.map((document) => project(document, given["projection"] as Document | undefined));
        const namespace = `${given["$db"]}.${given["find"]}`;
        return { cursor: open.first(namespace, shown, given["batchSize"], given["singleBatch"] === true) };
      },
    ],
    getMore: [["collection", "batchSize"], (given) => ({ cursor: open.next(given["getMore"], given["batchSize"]) })],
    killCursors: [["cursors"], (given) => ({ cursorsKilled: open.kill(given["cursors"] as unknown[]) })],
    distinct: [
      ["key", "query"],
      (given) => {
        const found = find(given, given["distinct"])?.find(given["query"] as Document) ?? [];
        return { values: [...new Set(found.map((document) => document[given["key"] as string]))] };
      },
    ],
    count: [["query"], (given) => ({ n: find(given, given["count"])?.find(given["query"] ?? {}).length ?? 0 })],
    createIndexes: [
      ["indexes", "writeConcern"],
      (given) => {
        const collection = make(given, given["createIndexes"]);
        (given["indexes"] as IndexSpec[]).forEach((spec) => collection.addIndex(spec));
        return {};
      },
    ],
    collMod: [
      ["validator", "validationLevel", "index"],
      (given) => {
        const collection = find(given, given["collMod"]);
        if (collection === undefined) throw new ServerError("NamespaceNotFound", "ns does not exist");
        const index = given["index"] as (Partial<IndexSpec> & { name: string }) | undefined;
        if (index !== undefined) collection.changeIndex(index.name, { expireAfterSeconds: index.expireAfterSeconds });
        const validator = given["validator"] as Document | undefined;
        if (validator !== undefined) {
          onlyKnows("collMod.validator", validator, ["$jsonSchema"]);
          collection.validator = validator["$jsonSchema"] as Document;
        }
        return {};
      },
    ],
  };

  return (given) => {
    const [name = ""] = Object.keys(given);
    try {
      if (["hello", "ismaster", "isMaster"].includes(name)) return { ...greeting(), ok: 1 };
      const [fields, run] = Object.hasOwn(commands, name) ? commands[name]! : [[], undefined];
      if (run === undefined) throw new ServerError("CommandNotFound", `no such command: '${name}'`);
      onlyKnows(name, given, [name, ...fields, ...COMMON]);
      return { ...run(given), ok: 1 };
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      return { ok: 0, code: error.code, codeName: error.codeName, errmsg: error.message };
    }
  };
};

/** Does one write after the other; in order, the first error is the last write. */
const writeEach = (writes: readonly Document[], ordered: boolean, write: (one: Document) => Document): Document => {
  const writeErrors: Document[] = [];
  const upserted: Document[] = [];
  let n = 0;
  let nModified = 0;
  for (const [index, one] of writes.entries()) {
    try {
      const done = write(one);
      n += Number(done["n"]);
      nModified += Number(done["nModified"] ?? 0);
      if (done["upserted"] !== undefined) upserted.push({ index, _id: done["upserted"] });
    } catch (error) {
      // What a single document is refused for is told beside it; anything else is a mistake of the command's.
      const isOfDocument = error instanceof ServerError && [CODES.DuplicateKey, 121, 52].includes(error.code as 121);
      if (!isOfDocument) throw error;
      writeErrors.push({ index, code: error.code, errmsg: error.message });
      if (ordered) break;
    }
  }
  return { n, nModified, ...(upserted.length > 0 && { upserted }), ...(writeErrors.length > 0 && { writeErrors }) };
};

const sort = (documents: Document[], order: Document | undefined): Document[] => {
  if (order === undefined || Object.keys(order).length === 0) return documents;
  onlyKnows("find.sort", order, ["_id"]);
  return [...documents].sort((a, b) => Buffer.compare(Buffer.from(a["_id"]), Buffer.from(b["_id"])) * order["_id"]);
};

const project = (document: Document, projection: Document | undefined): Document => {
  if (projection === undefined) return document;
  onlyKnows("find.projection", projection, ["_id"]);
  return { _id: document["_id"] };
};
