import type { Space } from "./embedding/embedder.js";
import type { Kind } from "./index/builder.js";
import type { Way } from "./rank.js";
import type { Finding } from "./searcher.js";

/** What the thread is started with. */
export interface ThreadOptions {
  /** Of the texts. */
  readonly folder: string;
  /** Where vectors are looked for; the first is the one that they are kept in. */
  readonly indexFolders: readonly string[];
  /** Of a longer answer a part is given. */
  readonly answerCharacters?: number;
}

/** What the thread has read of the folder. */
export interface Loaded {
  readonly entries: number;
  readonly chunks: number;
  readonly topics: readonly string[];
  /** What could not be taken, in sentences for who writes the texts. */
  readonly problems: readonly string[];
  /** Below this probability no answer is given. */
  readonly threshold: number;
  /** Of how many questions the folder's own calibration is made; nothing when it has none. */
  readonly calibratedOn?: number | undefined;
}

export interface Prepared {
  readonly missing: number;
  readonly refused?: string | undefined;
}

export interface Finished {
  readonly kind: Kind;
  /** What could not be kept or used, in sentences. */
  readonly problems: readonly string[];
  /** Whether a graph is still to be built; until then every vector is compared. */
  readonly hasToGrow: boolean;
}

/** What each order asks for, and what comes back. */
export interface Orders {
  prepare: { ask: { readonly space: Space }; answer: Prepared };
  /** Keeps the vectors of the texts given last, and gives the next; none when all are embedded. */
  embed: { ask: { readonly vectors?: Float32Array | undefined }; answer: readonly string[] };
  /** From now on search is by meaning, too. */
  finish: { ask: Record<never, never>; answer: Finished };
  grow: { ask: Record<never, never>; answer: Finished };
  mend: { ask: { readonly query: string }; answer: string };
  search: {
    ask: {
      readonly query: string;
      readonly vector?: Float32Array | undefined;
      readonly limit: number;
      readonly way?: Way;
    };
    answer: readonly Finding[];
  };
}

export type Order = { [Name in keyof Orders]: { readonly do: Name } & Orders[Name]["ask"] }[keyof Orders];
export type AnswerOf<O extends Order> = Orders[O["do"]]["answer"];

export interface Request {
  readonly n: number;
  readonly order: Order;
}

export type Answer =
  | { readonly n: number; readonly ok: true; readonly value: unknown }
  | { readonly n: number; readonly ok: false; readonly error: string };

/** The first word of the thread. */
export type FirstWord = { readonly loaded: Loaded } | { readonly failed: string };
