import type { Nearest } from "./nearest.js";

/** A place whose text is gone. */
const FREE = "";
/** With more free places than this share a graph is built anew: they are passed in every search. */
const MAX_FREE = 0.25;

/** Where each vector has its place in a graph: texts come and go, and the others stay where they are. */
export interface Slots {
  /** Of the vector in each place. */
  readonly hashes: readonly string[];
  /** Places whose vectors are new. */
  readonly put: readonly number[];
  /** Places that have become free. */
  readonly freed: readonly number[];
}

/** The places of what was there last, as far as it is still there, and of what is new; nothing when too many are free. */
export function slotsAfter(last: readonly string[], hashes: readonly string[]): Slots | undefined {
  const wanted = new Set(hashes);
  const next = last.map((hash) => (wanted.delete(hash) ? hash : FREE));
  const free = next.flatMap((hash, slot) => (hash === FREE ? [slot] : []));
  const put: number[] = [];
  for (const hash of wanted) {
    const slot = free.pop() ?? next.length;
    next[slot] = hash;
    put.push(slot);
  }
  if (free.length > next.length * MAX_FREE) return undefined;
  return { hashes: next, put, freed: free.filter((slot) => last[slot] !== FREE) };
}

/** Searches by texts what is searched by places: a place may be several texts'. */
export function byTexts(nearest: Nearest, slots: readonly string[], texts: readonly string[]): Nearest {
  const slotOf = new Map(slots.map((hash, slot) => [hash, slot]));
  const textsAt: number[][] = slots.map(() => []);
  texts.forEach((hash, text) => textsAt[slotOf.get(hash)!]!.push(text));
  return {
    cosine: (vector, text) => nearest.cosine(vector, slotOf.get(texts[text]!)!),
    search: (vector, count) =>
      nearest
        .search(vector, count)
        .flatMap(({ text: slot, cosine }) => textsAt[slot]!.map((text) => ({ text, cosine })))
        .slice(0, count),
  };
}
