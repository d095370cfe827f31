import type { Appointment, Customer, Order } from "./shop/records.js";

/** How long a website's calls have used the voice agent on a day of the shop's, in ms. */
export interface Usage {
  readonly site: string;
  /** As in `2026-11-24`. */
  readonly day: string;
  readonly ms: number;
}

/** What each collection holds: the shop's own, and what its calls use. */
export interface Collections {
  readonly customers: Customer;
  readonly appointments: Appointment;
  readonly orders: Order;
  readonly usage: Usage;
}
export type Collection = keyof Collections;

/** A document to be stored: its claims are unique in the whole collection, and there is at least one. */
export interface Draft<Body> {
  readonly id: string;
  readonly claims: readonly string[];
  readonly body: Body;
}

/** A document as it was read; `revision` grows with each replacement. */
export interface Stored<Body> extends Draft<Body> {
  readonly revision: number;
}

/** `id_taken` and `claim_taken`: another document has it. `stale`: the revision is no longer the one read. */
export type WriteResult = "done" | "id_taken" | "claim_taken" | "stale";

/**
 * Documents with claims: the one mechanism behind booking races, double accounts and doing things once.
 * There is no filter: what must be found has a claim for it. Every method rejects with
 * `StoreUnavailable` when the store cannot be reached, and with a `RangeError` past the bounds of `limits.ts`.
 */
export interface Documents {
  get<C extends Collection>(collection: C, id: string): Promise<Stored<Collections[C]> | undefined>;
  /**
   * By one claim, or by the prefix of claims; at most `limit` documents, in no promised order. Of more than that, those
   * whose ids come last by `compareIds`: ids are numbered as documents are made, so these are the newest.
   */
  find<C extends Collection>(
    collection: C,
    where: { readonly claim: string } | { readonly prefix: string },
    limit: number,
  ): Promise<readonly Stored<Collections[C]>[]>;
  insert<C extends Collection>(collection: C, draft: Draft<Collections[C]>): Promise<WriteResult>;
  /** Replaces body and claims if the stored revision is still `revision`. */
  replace<C extends Collection>(collection: C, document: Stored<Collections[C]>): Promise<WriteResult>;
  remove(collection: Collection, id: string): Promise<void>;
  /** The next number of a counter, from 1, never told twice. */
  next(counter: string): Promise<number>;
}

/** One passage of the shop's texts that may answer a question. */
export interface Passage {
  readonly id: string;
  readonly title: string;
  /** The question that the entry answers, if it is one; else its title. */
  readonly question: string;
  /** The part of it that answers, at most `MAX_ANSWER_CHARACTERS`: more is cut off. */
  readonly answer: string;
  readonly topic: string;
  /** Where the text comes from: a file's path in the knowledge folder. */
  readonly source: string;
  /** The probability that it answers the question, 0 to 1. */
  readonly score: number;
}

/** What a search of the shop's texts came to. */
export interface Found {
  /** What answers, the best first; none when nothing is likely enough to. */
  readonly passages: readonly Passage[];
  /** When nothing answers: the questions that come nearest, for the caller to choose from. */
  readonly closest: readonly string[];
}

/** The shop's texts. `search` rejects with `KnowledgeUnavailable` when nothing is loaded. */
export interface KnowledgeBase {
  /** At most `limit` passages. */
  search(query: string, limit: number, signal: AbortSignal): Promise<Found>;
  /** What the texts are about. */
  topics(): readonly string[];
}

/** The time, in ms since 1970 (UTC). */
export type Clock = () => number;
