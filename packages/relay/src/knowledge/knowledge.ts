import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { KnowledgeUnavailable, MAX_ANSWER_CHARACTERS, type KnowledgeBase, type Passage } from "@bean-brew/tools";
import type { Check } from "../http/health.js";
import { openBackOff } from "./back-off.js";
import { NO_MODEL, findModel } from "./embedding/model.js";
import { openEmbedder, type Embedder } from "./embedding/embedder.js";
import type { FetchOptions } from "./embedding/model-files.js";
import type { Kind } from "./index/builder.js";
import type { Way } from "./rank.js";
import type { Finding } from "./searcher.js";
import { indexShelf, openShelf, type Shelf } from "./shelf.js";
import { MAX_CLOSEST, toldOf } from "./told.js";
import { watchFolder } from "./watch.js";
import type { Loaded } from "./worker-messages.js";

/** How long a question waits for its vector, in ms; then it is searched by its words. */
export const EMBED_LIMIT_MS = 150;
/** How long after its thread has stopped the folder is opened again. */
const REOPEN = { firstMs: 250, mostMs: 60_000 };
/** The longest query that is looked at, in characters. */
export const MAX_QUERY_CHARACTERS = 1_000;

export interface KnowledgeOptions {
  readonly folder: string;
  /** Indexes and models are kept in it. */
  readonly dataDir: string;
  /** `EMBEDDING_MODEL`: nothing for the one that comes along, a folder, an id of the hub, or `none`. */
  readonly model: string | undefined;
  /** Indexes that come along, where texts of the folder may be in already. */
  readonly shipped?: readonly string[];
  /** Whether the folder is read again whenever something in it has changed. */
  readonly isWatched?: boolean;
  /** Where the index is kept, when not in `dataDir` by the folder's path. */
  readonly indexFolder?: string;
  /** How long a question waits for its vector, in ms. */
  readonly embedLimitMs?: number;
  /** Where a model is fetched from that is named by an id of the hub, and how long that may take. */
  readonly fetching?: Pick<FetchOptions, "hub" | "stallMs" | "totalMs" | "maxFileBytes">;
  readonly onProblem: (sentence: string) => void;
  /** Of fetching a model and of embedding, with the share of it that is done, 0 to 1, where it is known. */
  readonly onProgress?: (sentence: string, share?: number) => void;
}

/** How search is by meaning. */
export interface Indexed {
  readonly kind: Kind;
  /** How many texts were embedded anew. */
  readonly embedded: number;
}

/** What a reload came to. */
export interface Reload {
  readonly entries: number;
  readonly problems: readonly string[];
}

export interface Knowledge extends KnowledgeBase {
  readonly loaded: Loaded;
  /** For `/health`: how many entries it has, and why they are searched by words alone or not at all. */
  check(): Check;
  /** Names the model that texts are found by; nothing while they are found by words alone. */
  model(): string | undefined;
  /**
   * Everything that may answer, the likeliest first, whatever its score; by words alone when there is no vector.
   * @throws KnowledgeUnavailable when there is none and `way` wants one.
   */
  find(query: string, limit: number, signal: AbortSignal, way?: Way): Promise<readonly Finding[]>;
  /** Reads the folder again. Questions are answered from what was there until what is there is whole. */
  reload(): Promise<Reload>;
  /** Resolves when search is by meaning for the first time, with how; or with nothing when it turns out not to be. */
  indexed(): Promise<Indexed | undefined>;
  close(): Promise<void>;
}

/**
 * Opens a folder of texts. It can be searched by words at once, and by meaning when the model is loaded and the vectors
 * of all texts are there.
 * @throws Error in a sentence when the folder cannot be read.
 */
export async function openKnowledge(options: KnowledgeOptions): Promise<Knowledge> {
  const {
    folder,
    dataDir,
    model,
    shipped = [],
    embedLimitMs = EMBED_LIMIT_MS,
    fetching,
    onProblem,
    onProgress = () => undefined,
  } = options;
  const key = createHash("sha256").update(resolve(folder)).digest("hex").slice(0, 16);
  const { indexFolder = join(dataDir, "knowledge", key), isWatched = false } = options;
  const thread = { folder, indexFolders: [indexFolder, ...shipped], answerCharacters: MAX_ANSWER_CHARACTERS };
  const closing = new AbortController();

  let shelf = await openShelf(thread);
  let isIndexed = false;
  let embedder: Embedder | undefined;
  let noModel: string | undefined = model === NO_MODEL ? "no model is configured (EMBEDDING_MODEL=none)" : undefined;
  let noIndex: string | undefined;
  let hasFailed = false;
  let settle = (_indexed?: Indexed): void => undefined;
  const settled = new Promise<Indexed | undefined>((resolve) => (settle = resolve));

  const say = ({ loaded }: Shelf): void => loaded.problems.forEach(onProblem);
  const doWithout = (why: string): void => {
    hasFailed = true;
    onProblem(`The knowledge is searched by words alone: ${why}.`);
    settle();
  };
  const index = async (on: Shelf): Promise<Indexed | undefined> => {
    const space = embedder?.space();
    if (embedder === undefined || space === undefined) return undefined;
    try {
      const { problems, refused, kind, embedded } = await indexShelf(on, embedder, space, closing.signal, {
        onProgress: (done, of) => onProgress(`embedding the knowledge: ${done} of ${of} texts`, done / of),
        onSearchable: () => (isIndexed ||= on === shelf),
      });
      noIndex = undefined;
      if (refused !== undefined) onProblem(`The stored index of the knowledge is made anew: ${refused}.`);
      problems.forEach(onProblem);
      return { kind, embedded };
    } catch (error) {
      // A thread that has stopped is told for itself, and opened again.
      if (on.problem() !== undefined) return undefined;
      noIndex = messageOf(error);
      if (!closing.signal.aborted) doWithout(noIndex);
      return undefined;
    }
  };
  /** One after the other: two at once would make the same vectors twice. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const onReady = (): void =>
    void inTurn(async () => {
      if (isIndexed || closing.signal.aborted) return;
      const indexed = await index(shelf);
      isIndexed = indexed !== undefined;
      settle(indexed);
    });
  const openModel = async (): Promise<void> => {
    const found = await findModel(model, join(dataDir, "models"), {
      ...fetching,
      onProgress: (file, bytes, of) => {
        const share = of === undefined ? undefined : bytes / of;
        const percent = share === undefined ? "" : ` (${Math.round(100 * share)} %)`;
        onProgress(`fetching ${model}: ${file}, ${Math.round(bytes / 1_048_576)} MB${percent}`, share);
      },
    });
    if (closing.signal.aborted) return;
    embedder = openEmbedder({ model: found, onReady, onProblem: doWithout });
  };
  say(shelf);
  if (noModel === undefined) {
    openModel().catch((error: unknown) => {
      noModel = messageOf(error);
      doWithout(noModel);
    });
  } else settle();

  const reopen = openBackOff(() => {
    reload().catch((error: unknown) => {
      if (closing.signal.aborted) return;
      onProblem(messageOf(error));
      reopen.again();
    });
  }, REOPEN);
  const watchOver = (on: Shelf): void =>
    void on.lost.then((why) => {
      if (on !== shelf || closing.signal.aborted) return;
      onProblem(`${why} Until it is opened again, the knowledge is not available.`);
      reopen.again();
    });
  const use = (next: Shelf, indexed: boolean): void => {
    const before = shelf;
    [shelf, isIndexed] = [next, indexed];
    if (before === next) return;
    watchOver(next);
    void before.close();
  };
  watchOver(shelf);
  const reload = (): Promise<Reload> =>
    inTurn(async () => {
      closing.signal.throwIfAborted();
      const next = await openShelf(thread);
      say(next);
      // Where nothing can be asked, words alone are better than waiting for the vectors.
      if (shelf.problem() !== undefined) use(next, false);
      // While the model is away, new texts found by words are better than old ones found by meaning.
      const indexed = embedder?.problem() === undefined ? await index(next) : undefined;
      const lost = next.problem();
      if (lost !== undefined) throw new KnowledgeUnavailable(lost);
      use(next, indexed !== undefined);
      return { entries: next.loaded.entries, problems: next.loaded.problems };
    });

  const stopWatching = isWatched
    ? watchFolder(folder, () => void reload().catch((error: unknown) => onProblem(messageOf(error))), onProblem)
    : () => undefined;

  const vectorOf = async (on: Shelf, query: string, signal: AbortSignal): Promise<Float32Array | undefined> => {
    if (embedder === undefined || !isIndexed) return undefined;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(embedLimitMs)]);
    return embedder.embedQuery(await on.ask({ do: "mend", query }), limit).catch(() => undefined);
  };
  const whyByWords = (): string => noModel ?? noIndex ?? embedder?.problem() ?? "its texts are being embedded";
  const isByMeaning = (): boolean => isIndexed && embedder?.problem() === undefined;
  const find = async (query: string, limit: number, signal: AbortSignal, way?: Way): Promise<readonly Finding[]> => {
    signal.throwIfAborted();
    const on = shelf;
    if (on.loaded.entries === 0) throw new KnowledgeUnavailable(`The knowledge folder ${folder} has no entries.`);
    const asked = query.slice(0, MAX_QUERY_CHARACTERS);
    return on.during(async () => {
      const vector = way === "lexical" ? undefined : await vectorOf(on, asked, signal);
      signal.throwIfAborted();
      if (vector === undefined && (way === "vector" || way === "combined")) {
        const why = isByMeaning() ? `the model did not give it within ${embedLimitMs} ms` : whyByWords();
        throw new KnowledgeUnavailable(`The question has no vector: ${why}.`);
      }
      const found = await on.ask({ do: "search", query: asked, vector, limit, ...(way && { way }) });
      reopen.reset();
      return found;
    });
  };

  return {
    get loaded() {
      return shelf.loaded;
    },
    topics: () => shelf.loaded.topics,
    check() {
      const lost = shelf.problem();
      if (lost !== undefined) return { status: "degraded", detail: `${lost} It is being opened again.` };
      const { entries } = shelf.loaded;
      if (entries === 0) return { status: "degraded", detail: `The knowledge folder ${folder} has no entries.` };
      if (isByMeaning()) return { status: "ok", detail: `${entries} entries` };
      // What was asked for, and what takes its time at a start, is no fault.
      const isFault = hasFailed && model !== NO_MODEL;
      return {
        status: isFault ? "degraded" : "ok",
        detail: `${entries} entries, searched by words alone: ${whyByWords()}`,
      };
    },
    model: () => (isByMeaning() ? embedder?.space()?.name : undefined),
    find,
    async search(query, limit, signal) {
      const found = await find(query, Math.max(limit, MAX_CLOSEST), signal);
      const passages = found.map(({ evidence: _, ...passage }): Passage => passage);
      return toldOf(passages, shelf.loaded.threshold, limit);
    },
    reload,
    indexed: () => settled,
    async close() {
      stopWatching();
      reopen.stop();
      closing.abort();
      await embedder?.close();
      await last;
      await shelf.close();
    },
  };
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
