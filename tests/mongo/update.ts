import type { Document } from "bson";
import type { MemoryCollection } from "./memory-collection.js";
import { ServerError } from "./server-error.js";

type Operator = (before: unknown, operand: unknown) => unknown;

/** The operators that are known here. */
const OPERATORS: Record<string, Operator> = {
  $inc: (before, by) => Number(before ?? 0) + Number(by),
  $max: (before, other) => Math.max(Number(before ?? -Infinity), Number(other)),
};

/** The document after an update: another one wholly, or some of its fields. */
const updated = (before: Document, update: Document): Document => {
  const names = Object.keys(update);
  if (!names.some((name) => name.startsWith("$"))) return { ...update, _id: before["_id"] };
  const after = { ...before };
  for (const name of names) {
    const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
    if (operator === undefined) throw new ServerError("FailedToParse", `Unknown modifier: ${name}`);
    for (const [field, operand] of Object.entries(update[name] as Document)) {
      after[field] = operator(before[field], operand);
    }
  }
  return after;
};

/** Updates the first document that fits, or makes one where `upsert` says so. */
export const applyUpdate = (
  collection: MemoryCollection,
  query: Document,
  update: Document,
  { upsert }: { readonly upsert: boolean },
): { readonly n: number; readonly isNew: boolean; readonly before?: Document } => {
  const [found] = collection.find(query);
  if (found !== undefined) {
    collection.exchange(found, updated(found, update));
    return { n: 1, isNew: false, before: found };
  }
  if (!upsert) return { n: 0, isNew: false };
  collection.insert(updated(query, update));
  return { n: 1, isNew: true };
};
