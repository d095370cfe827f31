import type { Text } from "../chunks.js";
import type { Space } from "../embedding/embedder.js";
import { buildGraph, compareAll, loadHnswlib, MAX_EXACT_CHUNKS, readGraph, searchGraph } from "./graph.js";
import type { Nearest, Vectors } from "./nearest.js";
import { readStored, writeStored, type Stored } from "./store.js";

/** How many texts are embedded at once. Several are no faster, and what a text stands beside changes its vector a little. */
const BATCH = 1;

/** How the vectors are searched: all of them by hnswlib, all of them by our own lines, or by the graph. */
export type Kind = "hnswlib" | "typed arrays" | "graph";

export interface Built {
  readonly nearest: Nearest;
  readonly kind: Kind;
  /** What could not be kept on disk, in a sentence. */
  readonly problem?: string | undefined;
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
  keep(vectors: Float32Array): void;
  finish(): Promise<Built>;
}

/** `folders`: where vectors are looked for; the first is the one that they are kept in. */
export function openBuilder(texts: readonly Text[], chunks: number, space: Space, folders: readonly string[]): Builder {
  const [home = ""] = folders;
  const found = folders.map((folder) => readStored(folder, space));
  const known = new Map<string, Float32Array>();
  for (const item of found) {
    if (!("stored" in item)) continue;
    item.stored.hashes.forEach((hash, n) => known.set(hash, vectorAt(item.stored.vectors, n)));
  }
  const hashes = [...new Set(texts.map(({ hash }) => hash))];
  const byHash = new Map(texts.map(({ hash, text }) => [hash, text]));
  const missing = hashes.filter((hash) => !known.has(hash));
  let asked: string[] = [];
  let at = 0;
  const first = found[0] !== undefined && "stored" in found[0] ? found[0].stored : undefined;

  return {
    missing: missing.length,
    refused: found.flatMap((item) => ("refused" in item && item.refused !== undefined ? [item.refused] : []))[0],
    next() {
      asked = missing.slice(at, at + BATCH);
      return asked.map((hash) => byHash.get(hash)!);
    },
    keep(vectors) {
      if (vectors.length !== asked.length * space.dimensions) {
        throw new RangeError(
          `The model gave ${vectors.length} numbers for ${asked.length} texts of ${space.dimensions}.`,
        );
      }
      asked.forEach((hash, n) => known.set(hash, vectorAt({ data: vectors, dimensions: space.dimensions }, n)));
      at += asked.length;
    },
    async finish() {
      const vectors = inOrder(
        texts.map(({ hash }) => known.get(hash)!),
        space.dimensions,
      );
      const stored: Stored = { hashes: texts.map(({ hash }) => hash), vectors };
      return indexOf(stored, first, chunks, space, home);
    },
  };
}

async function indexOf(
  next: Stored,
  last: Stored | undefined,
  chunks: number,
  space: Space,
  home: string,
): Promise<Built> {
  const { vectors } = next;
  const hnswlib = loadHnswlib();
  const isSame = last !== undefined && isEqual(last.hashes, next.hashes);
  if (hnswlib === undefined || chunks <= MAX_EXACT_CHUNKS) {
    const problem = isSame ? undefined : await written(home, space, next);
    return { nearest: compareAll(vectors, hnswlib), kind: hnswlib ? "hnswlib" : "typed arrays", problem };
  }
  if (isSame && last.graph !== undefined) {
    const graph = await readGraph(last.graph, vectors, hnswlib).catch(() => undefined);
    if (graph !== undefined) return { nearest: searchGraph(graph, vectors), kind: "graph" };
  }
  const graph = await buildGraph(vectors, hnswlib);
  const problem = await written(home, space, next, (path) => graph.writeIndex(path));
  return { nearest: searchGraph(graph, vectors), kind: "graph", problem };
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
