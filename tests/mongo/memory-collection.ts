import { isDeepStrictEqual } from "node:util";
import type { Document } from "bson";
import { Query } from "mingo";
import { fitsSchema } from "./json-schema.js";
import { onlyKnows, ServerError } from "./server-error.js";

export interface IndexSpec {
  readonly name: string;
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: boolean;
  readonly sparse?: boolean;
  readonly expireAfterSeconds?: number;
}

const INDEX_FIELDS = ["name", "key", "unique", "sparse", "expireAfterSeconds"];
const QUERY_OPERATORS = ["$eq", "$gt", "$gte", "$lt", "$lte", "$in", "$elemMatch"];

/** The documents of one collection, with what its indexes and its validator ask of them. */
export interface MemoryCollection {
  validator: Document | undefined;
  readonly indexes: ReadonlyMap<string, IndexSpec>;
  addIndex(spec: IndexSpec): boolean;
  changeIndex(name: string, change: Partial<IndexSpec>): void;
  all(): Document[];
  find(filter: Document): Document[];
  insert(document: Document): void;
  /** Puts another document in the place of one. */
  exchange(old: Document, next: Document): void;
  remove(document: Document): void;
}

const STRING_KEY = "string:";
const keyText = (value: unknown): string => `${typeof value}:${JSON.stringify(value)}`;

const isBetween = (key: string, from: string, to: string): boolean => {
  if (!key.startsWith(STRING_KEY)) return false;
  const text = JSON.parse(key.slice(STRING_KEY.length)) as string;
  return text >= from && text < to;
};

/** What an index holds of a document: of an array one key an element, of nothing null, or no key when it is sparse. */
const keysOf = ({ key, sparse }: IndexSpec, document: Document): string[] => {
  const [field = ""] = Object.keys(key);
  const value: unknown = document[field];
  if (value === undefined) return sparse ? [] : [keyText(null)];
  if (!Array.isArray(value)) return [keyText(value)];
  return value.length === 0 ? [keyText(undefined)] : [...new Set(value.map(keyText))];
};

export const memoryCollection = (name: string): MemoryCollection => {
  const documents = new Map<string, Document>();
  const indexes = new Map<string, IndexSpec>();
  /** Of each unique index, who has a key. */
  const owners = new Map<string, Map<string, string>>();

  const duplicate = (index: string, key: string): ServerError =>
    new ServerError("DuplicateKey", `E11000 duplicate key error collection: ${name} index: ${index} dup key: ${key}`);

  const check = (document: Document, exceptId?: string): void => {
    const id = keyText(document["_id"]);
    if (document["_id"] === undefined) throw new ServerError("BadValue", "A document without _id.");
    checkNames(document);
    if (collection.validator !== undefined && !fitsSchema(document, collection.validator)) {
      throw new ServerError("DocumentValidationFailure", "Document failed validation");
    }
    if (id !== exceptId && documents.has(id)) throw duplicate("_id_", id);
    for (const [index, taken] of owners) {
      for (const key of keysOf(indexes.get(index)!, document)) {
        const owner = taken.get(key);
        if (owner !== undefined && owner !== exceptId) throw duplicate(index, key);
      }
    }
  };

  /** By a key, or a range of keys, that is named: the query engine would look at every document otherwise. */
  const candidatesFor = (filter: Document): (Document | undefined)[] | undefined => {
    const id: unknown = filter["_id"];
    if (typeof id === "string") return [documents.get(keyText(id))];
    for (const [index, taken] of owners) {
      const [field = ""] = Object.keys(indexes.get(index)!.key);
      const value: unknown = filter[field];
      if (typeof value === "string") return [documents.get(taken.get(keyText(value)) ?? "")];
      const { $gte: from, $lt: to } = (value as { $elemMatch?: Document } | undefined)?.$elemMatch ?? {};
      if (typeof from !== "string" || typeof to !== "string") continue;
      const ids = [...taken].filter(([key]) => isBetween(key, from, to)).map(([, id]) => id);
      return [...new Set(ids)].map((id) => documents.get(id));
    }
    return undefined;
  };

  const put = (document: Document): void => {
    const id = keyText(document["_id"]);
    documents.set(id, document);
    for (const [index, taken] of owners) {
      for (const key of keysOf(indexes.get(index)!, document)) taken.set(key, id);
    }
  };

  const remove = (document: Document): void => {
    documents.delete(keyText(document["_id"]));
    for (const [index, taken] of owners) {
      for (const key of keysOf(indexes.get(index)!, document)) taken.delete(key);
    }
  };

  const collection: MemoryCollection = {
    validator: undefined,
    indexes,
    addIndex(spec) {
      onlyKnows("createIndexes.indexes", spec, INDEX_FIELDS);
      if (Object.keys(spec.key).length !== 1) throw new ServerError("CannotCreateIndex", "Compound keys: not here.");
      const there = [...indexes.values()].find(
        (other) => other.name === spec.name || isDeepStrictEqual(other.key, spec.key),
      );
      if (there !== undefined) {
        if (isDeepStrictEqual({ ...there }, { ...spec })) return false;
        throw new ServerError("IndexOptionsConflict", `The index ${spec.name} is there with other options.`);
      }
      if (spec.unique) {
        const taken = new Map<string, string>();
        for (const document of documents.values()) {
          for (const key of keysOf(spec, document)) {
            if (taken.has(key)) throw duplicate(spec.name, key);
            taken.set(key, keyText(document["_id"]));
          }
        }
        owners.set(spec.name, taken);
      }
      indexes.set(spec.name, spec);
      return true;
    },
    changeIndex(index, change) {
      const spec = indexes.get(index);
      if (spec === undefined) throw new ServerError("NamespaceNotFound", `There is no index ${index}.`);
      indexes.set(index, { ...spec, ...change });
    },
    all: () => [...documents.values()],
    find(filter) {
      checkQuery(filter);
      const candidates = candidatesFor(filter) ?? [...documents.values()];
      const query = new Query(filter);
      return candidates.filter((document) => document !== undefined && query.test(document)) as Document[];
    },
    insert(document) {
      check(document);
      put(document);
    },
    exchange(old, next) {
      check(next, keyText(old["_id"]));
      remove(old);
      put(next);
    },
    remove,
  };
  return collection;
};

/** MongoDB 4.4 stores no names that begin with a dollar. */
const checkNames = (value: unknown): void => {
  if (typeof value !== "object" || value === null || value instanceof Date) return;
  for (const [name, each] of Object.entries(value)) {
    if (name.startsWith("$")) {
      throw new ServerError("DollarPrefixedFieldName", `The dollar ($) prefixed field '${name}' is not valid.`);
    }
    checkNames(each);
  }
};

/** The query engine knows more operators than are wanted here. */
const checkQuery = (value: unknown): void => {
  if (typeof value !== "object" || value === null || value instanceof Date || Array.isArray(value)) return;
  for (const [name, each] of Object.entries(value)) {
    if (name.startsWith("$") && !QUERY_OPERATORS.includes(name)) {
      throw new ServerError("BadValue", `unknown operator: ${name}`);
    }
    checkQuery(each);
  }
};
