import { isDeepStrictEqual } from "node:util";
import { checkDraft, type Collection, type Draft } from "@bean-brew/tools";
import type { Entry } from "../session/journal.js";

export const COLLECTIONS = ["customers", "appointments", "orders"] as const satisfies readonly Collection[];
/** What a store consists of, in the order in which it is told. */
export const PARTS = ["counters", ...COLLECTIONS, "conversations"] as const;
export type Part = (typeof PARTS)[number];

/** One thing that is stored, the same in every store: a line of an export. */
export type StoredRecord = DocumentRecord | CounterRecord | EntryRecord;
export interface DocumentRecord extends Draft<object> {
  readonly collection: Collection;
}
export interface CounterRecord {
  readonly counter: string;
  /** The last number that was told. */
  readonly last: number;
}
export interface EntryRecord {
  readonly session: string;
  readonly entry: Entry;
}

/** How many records are told, and may be put, at a time. */
export const MAX_PAGE = 500;

/** `conflict` is the index of a record that another one stands against; what came before it may have been added. */
export interface PutResult {
  readonly added: number;
  readonly conflict?: number;
}

/** A whole store, for moving its data to another one. Rejects with `StoreUnavailable` when it cannot be reached. */
export interface Archive {
  /** How many records there are. */
  count(): Promise<number>;
  /** The next `MAX_PAGE` records of a part, in the order of their keys, after the one with that key; "" for the first. */
  page(part: Part, after: string): Promise<readonly StoredRecord[]>;
  /**
   * Adds at most `MAX_PAGE` records. One that is there to the letter is left alone, so that the same may be put
   * again; a counter goes up, never down.
   */
  put(records: readonly StoredRecord[]): Promise<PutResult>;
}

const N_DIGITS = 10;

/** The key of an entry; keys sort as their entries do. */
export const entryKey = (session: string, n: number): string => `${session}#${String(n).padStart(N_DIGITS, "0")}`;

/** The session and the number in an entry's key; of "", what comes before all. */
export const parseEntryKey = (key: string): { readonly session: string; readonly n: number } => {
  const at = key.lastIndexOf("#");
  return at < 0 ? { session: "", n: -1 } : { session: key.slice(0, at), n: Number(key.slice(at + 1)) };
};

const keyOf = (record: StoredRecord): string => {
  if ("counter" in record) return record.counter;
  return "collection" in record ? record.id : entryKey(record.session, record.entry.n);
};

/** Everything that a store holds. What is written meanwhile may be told or not. */
export async function* allRecords(archive: Archive): AsyncGenerator<StoredRecord> {
  for (const part of PARTS) {
    let page = await archive.page(part, "");
    while (page.length > 0) {
      yield* page;
      page = await archive.page(part, keyOf(page.at(-1)!));
    }
  }
}

/** @throws RangeError when more is put than may be at once, or a document is out of the bounds of every store. */
export const checkPage = (records: readonly StoredRecord[]): void => {
  if (records.length > MAX_PAGE) {
    throw new RangeError(`At most ${MAX_PAGE} records are put at a time, not ${records.length}.`);
  }
  for (const record of records) if ("collection" in record) checkDraft(record);
};

/** Whether two documents say the same. */
export const isSameDocument = (a: Draft<object>, b: Draft<object>): boolean =>
  a.id === b.id && isDeepStrictEqual([...a.claims].sort(), [...b.claims].sort()) && isDeepStrictEqual(a.body, b.body);
