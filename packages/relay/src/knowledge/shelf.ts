import { Worker } from "node:worker_threads";
import { KnowledgeUnavailable } from "@bean-brew/tools";
import type { Embedder, Space } from "./embedding/embedder.js";
import type {
  Answer,
  AnswerOf,
  Finished,
  FirstWord,
  Loaded,
  Order,
  Request,
  ThreadOptions,
} from "./worker-messages.js";

/** How many questions may wait for the thread; past that, callers hear at once that the knowledge is not available. */
export const MAX_WAITING = 1_000;
/** How often texts are given to the model that it did not embed. */
const MAX_TRIES = 3;
/** How long a few texts may wait for their vectors, the model's restarts included, in ms. */
const TEXTS_LIMIT_MS = 120_000;

// The compiled file also when this module is run from its source, as tests do.
const WORKER = new URL("../../dist/knowledge/worker.js", import.meta.url);

/** The folder's texts as they were at one time, in a thread of their own. */
export interface Shelf {
  readonly loaded: Loaded;
  /** Rejects with `KnowledgeUnavailable` when the thread cannot, has too much to do, or is gone. */
  ask<O extends Order>(order: O): Promise<AnswerOf<O>>;
  /** Keeps the thread until work that asks it several things is done. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Why it cannot be asked any more, in a sentence; nothing while it can. */
  problem(): string | undefined;
  /** Resolves when the thread has stopped that nobody closed, with why, in a sentence. */
  readonly lost: Promise<string>;
  /** Ends the thread once all such work is done. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: KnowledgeUnavailable): void;
}

/**
 * Reads a folder in a new thread.
 * @throws Error in a sentence when the folder cannot be read.
 */
export async function openShelf(options: ThreadOptions): Promise<Shelf> {
  const worker = new Worker(WORKER, { workerData: options, execArgv: [] });
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let lost: KnowledgeUnavailable | undefined;
  let users = 0;
  let onUnused = (): void => undefined;
  let isClosed = false;
  let tellLost = (_why: string): void => undefined;
  const hasStopped = new Promise<string>((resolve) => (tellLost = resolve));

  const lose = (why: string): void => {
    lost ??= new KnowledgeUnavailable(`The knowledge's thread has stopped: ${why}.`);
    for (const { reject } of waiting.values()) reject(lost);
    waiting.clear();
    if (!isClosed) tellLost(lost.message);
  };
  const loaded = await new Promise<Loaded>((resolve, reject) => {
    worker.once("message", (word: FirstWord) => {
      if ("failed" in word) reject(new Error(word.failed));
      else resolve(word.loaded);
    });
    const stop = (why: string): void => {
      lose(why);
      reject(new Error(`The knowledge's thread does not start: ${why}.`));
    };
    worker.on("error", (error: unknown) => stop(error instanceof Error ? error.message : String(error)));
    worker.once("exit", () => stop("it has ended"));
  });
  worker.on("message", (answer: Answer) => {
    const waiter = waiting.get(answer.n);
    waiting.delete(answer.n);
    if (answer.ok) waiter?.resolve(answer.value);
    else waiter?.reject(new KnowledgeUnavailable(`The knowledge could not do it: ${answer.error}`));
  });

  return {
    loaded,
    problem: () => lost?.message,
    lost: hasStopped,
    ask<O extends Order>(order: O): Promise<AnswerOf<O>> {
      if (lost !== undefined) return Promise.reject(lost);
      if (waiting.size >= MAX_WAITING) {
        return Promise.reject(new KnowledgeUnavailable(`More than ${MAX_WAITING} questions wait for the knowledge.`));
      }
      last += 1;
      const n = last;
      return new Promise<AnswerOf<O>>((resolve, reject) => {
        worker.postMessage({ n, order } satisfies Request);
        waiting.set(n, { resolve: resolve as Waiting["resolve"], reject });
      });
    },
    async during(work) {
      users += 1;
      try {
        return await work();
      } finally {
        users -= 1;
        if (users === 0) onUnused();
      }
    },
    async close() {
      isClosed = true;
      if (users > 0) await new Promise<void>((resolve) => (onUnused = resolve));
      await worker.terminate();
    },
  };
}

/** Who is told how indexing goes on. */
interface IndexListener {
  /** How many of the missing texts have been embedded. */
  onProgress(done: number, of: number): void;
  /** Search is by meaning from now on: before a graph is built, which takes long. */
  onSearchable(): void;
}

/**
 * Gives a shelf an index of vectors: those on disk, and the model's for texts that are new.
 * @throws Error when the model does not embed them, or `signal` aborts.
 */
export async function indexShelf(
  shelf: Pick<Shelf, "ask">,
  embedder: Pick<Embedder, "embedTexts">,
  space: Space,
  signal: AbortSignal,
  { onProgress, onSearchable }: IndexListener,
): Promise<Finished & { readonly embedded: number; readonly refused?: string | undefined }> {
  const { missing, refused } = await shelf.ask({ do: "prepare", space });
  let texts = await shelf.ask({ do: "embed" });
  let embedded = 0;
  while (texts.length > 0) {
    signal.throwIfAborted();
    const vectors = await embedAgain(embedder, texts, signal);
    embedded += texts.length;
    onProgress(embedded, missing);
    texts = await shelf.ask({ do: "embed", vectors });
  }
  let finished = await shelf.ask({ do: "finish" });
  onSearchable();
  if (finished.hasToGrow) finished = await shelf.ask({ do: "grow" });
  return { ...finished, embedded, refused };
}

/** A process that died was likely not killed by these texts: they are tried again once it is back. */
async function embedAgain(
  embedder: Pick<Embedder, "embedTexts">,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Float32Array> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await embedder.embedTexts(texts, AbortSignal.any([signal, AbortSignal.timeout(TEXTS_LIMIT_MS)]));
    } catch (error) {
      if (tries >= MAX_TRIES || signal.aborted) throw error;
    }
  }
}
