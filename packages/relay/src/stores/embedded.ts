import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import {
  checkDraft,
  checkLimit,
  type Collection,
  type Collections,
  type Documents,
  type Draft,
  type Stored,
  type WriteResult,
} from "@bean-brew/tools";
import type { Logger } from "pino";
import { StartError } from "../errors.js";
import type { Entry, Journal } from "../session/journal.js";
import { checkPage, type Archive, type PutResult, type StoredRecord } from "./archive.js";
import type { Opened, Order } from "./embedded-messages.js";
import { keepWorker } from "./kept-worker.js";
import type { Store } from "./store.js";

const FILE = "shop.sqlite";

export interface EmbeddedStore extends Store {
  /** Whether nothing was ever written in it. */
  readonly isNew: boolean;
}

/** How many old entries are erased before others have their turn. */
const ERASE_BATCH = 1_000;

/**
 * Opens the store in a folder, making it when it is not there: one SQLite file, in a thread of its own. What it
 * acknowledges is on disk. A thread that dies is followed by another when it is needed; what it was asked meanwhile rejects with
 * `StoreUnavailable`.
 * @throws StartError when the folder cannot be used.
 */
export async function openEmbeddedStore(folder: string, log?: Pick<Logger, "warn" | "info">): Promise<EmbeddedStore> {
  prepareFolder(folder);
  const { worker, isNew } = await startWorker(folder);
  const { ask, askPatiently, close } = keepWorker(worker, {
    open: async () => (await startWorker(folder)).worker,
    seen: (isThere) => {
      if (isThere) log?.info("the embedded store is open again");
      else log?.warn("the thread of the embedded store has ended: it is opened again when it is needed");
    },
  });
  return {
    documents: documentsOver(ask),
    journal: journalOver(ask),
    archive: archiveOver(askPatiently),
    isNew,
    close,
  };
}

async function startWorker(folder: string): Promise<{ readonly worker: Worker; readonly isNew: boolean }> {
  const worker = new Worker(new URL("./embedded-worker.js", import.meta.url), {
    workerData: join(folder, FILE),
    // Some of the flags that a process may be started with are refused by a thread.
    execArgv: [],
  });
  const opened = await firstWord(worker);
  if (!opened.opened) throw unusable(folder, opened.error);
  return { worker, isNew: opened.isNew };
}

/** The worker keeps what the contract says of types: it gives back what was put in. */
function documentsOver(ask: (order: Order) => Promise<unknown>): Documents {
  return {
    async get<C extends Collection>(collection: C, id: string) {
      return (await ask({ do: "get", collection, id })) as Stored<Collections[C]> | undefined;
    },
    async find<C extends Collection>(
      collection: C,
      where: { readonly claim: string } | { readonly prefix: string },
      limit: number,
    ) {
      checkLimit(limit);
      return (await ask({ do: "find", collection, where, limit })) as Stored<Collections[C]>[];
    },
    async insert<C extends Collection>(collection: C, draft: Draft<Collections[C]>) {
      checkDraft(draft);
      return (await ask({ do: "insert", collection, draft })) as WriteResult;
    },
    async replace<C extends Collection>(collection: C, document: Stored<Collections[C]>) {
      checkDraft(document);
      return (await ask({ do: "replace", collection, document })) as WriteResult;
    },
    async remove(collection, id) {
      await ask({ do: "remove", collection, id });
    },
    async next(counter) {
      return (await ask({ do: "next", counter })) as number;
    },
  };
}

function journalOver(ask: (order: Order) => Promise<unknown>): Journal {
  return {
    append: async (session, entries) => (await ask({ do: "append", session, entries })) as "done" | "taken",
    read: async (session, after) => (await ask({ do: "read", session, after })) as Entry[],
    sessionsOf: async (customerId, limit) => (await ask({ do: "sessionsOf", customerId, limit })) as string[],
    erase: async (session) => void (await ask({ do: "erase", session })),
    eraseBefore: async (at) => {
      let erased = 0;
      let batch: number;
      do {
        batch = (await ask({ do: "eraseBefore", at, limit: ERASE_BATCH })) as number;
        erased += batch;
      } while (batch === ERASE_BATCH);
      return erased;
    },
  };
}

function archiveOver(ask: (order: Order) => Promise<unknown>): Archive {
  return {
    count: async () => (await ask({ do: "count" })) as number,
    page: async (part, after) => (await ask({ do: "page", part, after })) as StoredRecord[],
    put: async (records) => {
      checkPage(records);
      return (await ask({ do: "put", records })) as PutResult;
    },
  };
}

function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    if (!statSync(folder).isDirectory()) throw new Error("it is not a folder");
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusable(folder, error instanceof Error ? error.message : String(error));
  }
}

function firstWord(worker: Worker): Promise<Opened> {
  return new Promise((resolve) => {
    const fail = (why: string): void => resolve({ opened: false, error: why });
    const onError = (error: unknown): void => fail(error instanceof Error ? error.message : String(error));
    const onExit = (): void => fail("its thread has ended");
    worker.once("error", onError);
    worker.once("exit", onExit);
    worker.once("message", (opened: Opened) => {
      worker.off("error", onError);
      worker.off("exit", onExit);
      resolve(opened);
    });
  });
}

function unusable(folder: string, why: string): StartError {
  return new StartError(`The data folder ${folder} cannot be used (${why}): name one that can with DATA_DIR.`);
}
