import { fork, type ChildProcess } from "node:child_process";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { openBackOff } from "../back-off.js";
import { openQueue, type Job } from "./queue.js";
import type { ChildMessage, ChildOptions, EmbedRequest } from "./messages.js";
import type { Model } from "./model.js";

/** How long the process may take to load the model, in ms. */
export const MAX_LOAD_MS = 60_000;
/** How long one request may take before its process counts as stuck and is ended, in ms. */
export const STUCK_MS = 10_000;
/** How long after its death the process is started again. */
const RESTART = { firstMs: 250, mostMs: 60_000 };
const LOADING = "the model is being loaded";

// The compiled file also when this module is run from its source, as tests do.
const CHILD = fileURLToPath(new URL("../../../dist/knowledge/embedding/child.js", import.meta.url));

/** What tells vectors of one model from those of another. */
export interface Space {
  readonly dimensions: number;
  /** Names model, pooling and prefixes. */
  readonly name: string;
}

export interface Embedder {
  /** What its vectors are; nothing before the process has loaded the model for the first time. */
  space(): Space | undefined;
  /** Why there are no vectors now, in a sentence; nothing when there are. */
  problem(): string | undefined;
  /** The vector of a question: before all texts, or not at all. @throws Error when there is none. */
  embedQuery(query: string, signal: AbortSignal): Promise<Float32Array>;
  /** The vectors of texts, one after the other. @throws Error when there are none. */
  embedTexts(texts: readonly string[], signal: AbortSignal): Promise<Float32Array>;
  /** The process's id while there is one. */
  readonly pid: number | undefined;
  close(): Promise<void>;
}

export interface EmbedderOptions {
  readonly model: Model;
  /** The process has loaded the model, the first time or again. */
  readonly onReady: (space: Space) => void;
  /** The process does not load the model, died or hung, which is told in a few words; it is started again. */
  readonly onProblem: (why: string) => void;
  readonly stuckMs?: number;
  readonly maxLoadMs?: number;
}

/** Embeds in a process of its own, which is started again when it dies or hangs. */
export function openEmbedder(options: EmbedderOptions): Embedder {
  const { model, onReady, onProblem, stuckMs = STUCK_MS, maxLoadMs = MAX_LOAD_MS } = options;
  const queue = openQueue();
  let child: ChildProcess | undefined;
  let sent: Job | undefined;
  let last = 0;
  let watch: NodeJS.Timeout | undefined;
  let isClosed = false;
  let problem: string | undefined = LOADING;
  let space: Space | undefined;

  const end = (why: string): void => {
    problem = why;
    child?.kill("SIGKILL");
  };
  const limit = (ms: number, why: string): void => {
    clearTimeout(watch);
    watch = setTimeout(() => end(why), ms);
  };
  const settled = (): Job | undefined => {
    clearTimeout(watch);
    const job = sent;
    sent = undefined;
    return job;
  };
  const sendNext = (): void => {
    if (problem !== undefined || sent !== undefined) return;
    sent = queue.take();
    if (sent === undefined) return;
    last += 1;
    limit(stuckMs, `the model's process did not answer for ${stuckMs} ms`);
    child?.send({ n: last, texts: sent.texts } satisfies EmbedRequest, () => undefined);
  };
  const receive = (vectors: Float32Array, job: Job | undefined): void => {
    const wanted = (job?.texts.length ?? 0) * (space?.dimensions ?? 0);
    if (vectors.length === wanted) job?.resolve(vectors);
    else job?.reject(new Error(`The model gave ${vectors.length} numbers where ${wanted} were due.`));
  };
  const hear = (message: ChildMessage): void => {
    switch (message.is) {
      case "ready": {
        clearTimeout(watch);
        problem = undefined;
        const name = JSON.stringify([message.weights, model.pooling, model.prefix]);
        space = { dimensions: message.dimensions, name };
        onReady(space);
        break;
      }
      case "broken":
        problem = `the model in ${model.folder} does not load (${message.why})`;
        return;
      case "vectors":
        restart.reset();
        receive(message.vectors, settled());
        break;
      case "failed":
        settled()?.reject(new Error(`The model cannot embed it: ${message.why}.`));
    }
    sendNext();
  };
  const start = (): void => {
    const from: ChildOptions = {
      parent: dirname(model.folder),
      name: basename(model.folder),
      pooling: model.pooling,
    };
    child = fork(CHILD, [JSON.stringify(from)], {
      serialization: "advanced",
      execArgv: [],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    limit(maxLoadMs, `the model did not load within ${maxLoadMs} ms`);
    child.on("message", hear);
    child.on("error", () => undefined);
    child.once("exit", (code, signal) => {
      clearTimeout(watch);
      child = undefined;
      if (isClosed) return;
      if (problem === undefined || problem === LOADING) problem = `the model's process has ended (${signal ?? code})`;
      onProblem(problem);
      settled()?.reject(new Error(`There is no vector: ${problem}.`));
      restart.again();
    });
  };
  const restart = openBackOff(start, RESTART);
  start();

  return {
    space: () => space,
    problem: () => problem,
    get pid() {
      return child?.pid;
    },
    embedQuery: (query, signal) => {
      if (problem !== undefined) return Promise.reject(new Error(`There is no vector: ${problem}.`));
      const vector = queue.put([model.prefix.query + query], "first", signal);
      sendNext();
      return vector;
    },
    embedTexts: (texts, signal) => {
      const vectors = queue.put(
        texts.map((text) => model.prefix.text + text),
        "last",
        signal,
      );
      sendNext();
      return vectors;
    },
    close: async () => {
      isClosed = true;
      restart.stop();
      clearTimeout(watch);
      const gone = new Error("There is no vector: the embedder was closed.");
      settled()?.reject(gone);
      queue.rejectAll(gone);
      const leaving = child;
      if (leaving === undefined || leaving.exitCode !== null) return;
      await new Promise((resolve) => {
        leaving.once("exit", resolve);
        leaving.kill("SIGKILL");
      });
    },
  };
}
