import type Hnswlib from "hnswlib-node";
import type { HierarchicalNSW } from "hnswlib-node";
import type { Text } from "../chunks.js";
import type { Space } from "../embedding/embedder.js";
import { exactOver } from "./exact.js";
import { buildGraph, compareAll, loadHnswlib, MAX_EXACT_CHUNKS, readGraph, searchGraph, updateGraph } from "./graph.js";
import type { Nearest, Vectors } from "./nearest.js";
import { byTexts, slotsAfter } from "./slots.js";
import { readStored, writeStored, type Stored } from "./store.js";

/** How many texts are embedded at once. Several are no faster, and what a text stands beside changes its vector a little. */
const BATCH = 1;
/** Each time so many texts more have been embedded they are kept on disk: who is interrupted goes on from there. */
const KEPT_EVERY = 2_000;

/** How the vectors are searched: all of them by hnswlib, all of them by our own lines, or by the graph. */
export type Kind = "hnswlib" | "typed arrays" | "graph";

export interface Built {
  readonly nearest: Nearest;
  readonly kind: Kind;
  /** How many vectors were put into the graph. */
  readonly put?: number;
  /** What could not be kept on disk, in a sentence. */
  readonly problem?: string | undefined;
  /** Where a graph is to be built, which takes long: every vector is compared until it is. */
  readonly grow?: () => Promise<Built>;
}

/** Makes the vectors of a folder's texts into an index, of what is on disk and of what is embedded anew. */
export interface Builder {
  /** How many texts have to be embedded. */
  readonly missing: number;
  /** Why nothing on disk is used, in a sentence. */
  readonly refused?: string | undefined;
  /** Texts to be embedded next; none when all are. */
  next(): readonly string[];
  /** The vectors of the texts that `next` gave. @throws RangeError when they are of another size. */
  keep(vectors: Float32Array): Promise<void>;
  finish(): Promise<Built>;
}

export interface BuilderOptions {
  readonly texts: readonly Text[];
  /** How many chunks the texts are of. */
  readonly chunks: number;
  readonly space: Space;
  /** Where vectors are looked for; the first is the one that they are kept in. */
  readonly folders: readonly string[];
  /** Above, a graph finds the way. */
  readonly maxExactChunks?: number | undefined;
  /** So many texts are embedded between one writing and the next. */
  readonly keptEvery?: number | undefined;
  /** Nothing where it is not installed. */
  readonly hnswlib?: typeof Hnswlib | undefined;
}

export function openBuilder(options: BuilderOptions): Builder {
  const { texts, space, folders, keptEvery = KEPT_EVERY } = options;
  const [home = ""] = folders;
  const found = folders.map((folder) => readStored(folder, space));
  const known = new Map<string, Float32Array>();
  for (const item of found) {
    item.stored?.hashes.forEach((hash, n) => known.set(hash, vectorAt(item.stored!.vectors, n)));
  }
  const hashes = [...new Set(texts.map(({ hash }) => hash))];
  const byHash = new Map(texts.map(({ hash, text }) => [hash, text]));
  const missing = hashes.filter((hash) => !known.has(hash));
  let asked: string[] = [];
  let at = 0;
  const storedOf = (hashes: readonly string[]): Stored => ({
    hashes,
    vectors: inOrder(
      // Of a place that is free nothing is known.
      hashes.map((hash) => known.get(hash) ?? new Float32Array(space.dimensions)),
      space.dimensions,
    ),
  });

  return {
    missing: missing.length,
    // What came along may well be of another model.
    refused: found[0]?.refused,
    next() {
      asked = missing.slice(at, at + BATCH);
      return asked.map((hash) => byHash.get(hash)!);
    },
    async keep(vectors) {
      if (vectors.length !== asked.length * space.dimensions) {
        throw new RangeError(
          `The model gave ${vectors.length} numbers for ${asked.length} texts of ${space.dimensions}.`,
        );
      }
      asked.forEach((hash, n) => known.set(hash, vectorAt({ data: vectors, dimensions: space.dimensions }, n)));
      at += asked.length;
      // What cannot be kept is told at the end.
      if (at % keptEvery === 0 && at < missing.length) {
        await written(home, space, storedOf(hashes.filter((hash) => known.has(hash))));
      }
    },
    finish() {
      const { chunks, maxExactChunks = MAX_EXACT_CHUNKS } = options;
      const hnswlib = "hnswlib" in options ? options.hnswlib : loadHnswlib();
      const last = found[0]?.stored;
      const given: Given = { hashes: texts.map(({ hash }) => hash), storedOf, last, space, home };
      return hnswlib === undefined || chunks <= maxExactChunks ? exactOf(given, hnswlib) : graphOf(given, hnswlib);
    },
  };
}

/** What an index is made of. */
interface Given {
  /** Of the texts, in their order. */
  readonly hashes: readonly string[];
  /** Their vectors, in any order. */
  storedOf(hashes: readonly string[]): Stored;
  /** What was on disk. */
  readonly last: Stored | undefined;
  readonly space: Space;
  readonly home: string;
}

async function exactOf(
  { hashes, storedOf, last, space, home }: Given,
  hnswlib: typeof Hnswlib | undefined,
): Promise<Built> {
  const next = storedOf(hashes);
  const problem = last && isEqual(last.hashes, hashes) ? undefined : await written(home, space, next);
  return { nearest: compareAll(next.vectors, hnswlib), kind: hnswlib ? "hnswlib" : "typed arrays", problem };
}

/** The graph on disk with what has changed, or, where there is none or too much has, one that is to be built anew. */
async function graphOf({ hashes, storedOf, last, space, home }: Given, hnswlib: typeof Hnswlib): Promise<Built> {
  const slots = last?.graph === undefined ? undefined : slotsAfter(last.hashes, hashes);
  const read = slots && (await readGraph(last!.graph!, last!.vectors, hnswlib).catch(() => undefined));
  const next = storedOf(read === undefined ? [...new Set(hashes)] : slots!.hashes);
  const builtOf = async (graph: HierarchicalNSW, put: number, isSame = false): Promise<Built> => {
    const problem = isSame ? undefined : await written(home, space, next, (path) => graph.writeIndex(path));
    return { nearest: byTexts(searchGraph(graph, next.vectors), next.hashes, hashes), kind: "graph", put, problem };
  };
  if (read === undefined) {
    return {
      nearest: byTexts(exactOver(next.vectors), next.hashes, hashes),
      kind: "typed arrays",
      grow: async () => builtOf(await buildGraph(next.vectors, hnswlib), next.hashes.length),
    };
  }
  const { put, freed } = slots!;
  await updateGraph(read, next.vectors, slots!);
  return builtOf(read, put.length, put.length === 0 && freed.length === 0);
}

/** Why it could not be written, in a sentence. */
async function written(
  home: string,
  space: Space,
  stored: Stored,
  saveGraph?: (path: string) => Promise<unknown>,
): Promise<string | undefined> {
  try {
    await writeStored(home, space, stored, saveGraph);
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `The knowledge's index cannot be kept in ${home} (${why}): it is made anew at the next start.`;
  }
}

function inOrder(parts: readonly Float32Array[], dimensions: number): Vectors {
  const data = new Float32Array(parts.length * dimensions);
  parts.forEach((part, n) => data.set(part, n * dimensions));
  return { data, dimensions };
}

function vectorAt({ data, dimensions }: Vectors, at: number): Float32Array {
  return data.subarray(at * dimensions, (at + 1) * dimensions);
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, n) => value === b[n]);
}
