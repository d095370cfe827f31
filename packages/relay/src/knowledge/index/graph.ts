import { createRequire } from "node:module";
import type Hnswlib from "hnswlib-node";
import type { BruteforceSearch, HierarchicalNSW } from "hnswlib-node";
import { exactOver } from "./exact.js";
import { countOf, dotAt, type Nearest, type Vectors } from "./nearest.js";

/** Up to so many chunks every vector is compared; above, a graph finds the way (recall 0.99, see `npm run bench -- knowledge`). */
export const MAX_EXACT_CHUNKS = 10_000;

/** Neighbours a vector has in the graph, how many are looked at when it is put in, and at a search. By measurement. */
export const GRAPH = { neighbours: 24, atBuild: 200, atSearch: 160 };
/** Places of vectors that are new, and of those that are gone. */
export interface Changes {
  readonly put: readonly number[];
  readonly freed: readonly number[];
}

/** hnswlib, where it is installed: it compiles, which not every machine can. */
export function loadHnswlib(): typeof Hnswlib | undefined {
  try {
    return createRequire(import.meta.url)("hnswlib-node") as typeof Hnswlib;
  } catch {
    return undefined;
  }
}

/** Compares with every vector, by hnswlib where it is installed: it is twice as fast. */
export function compareAll(vectors: Vectors, hnswlib: typeof Hnswlib | undefined): Nearest {
  if (hnswlib === undefined || countOf(vectors) === 0) return exactOver(vectors);
  const index = new hnswlib.BruteforceSearch("ip", vectors.dimensions);
  index.initIndex(countOf(vectors));
  for (let text = 0; text < countOf(vectors); text += 1) index.addPoint(vectorAt(vectors, text), text);
  return nearestOf(index, vectors, countOf(vectors));
}

/** Lets others have their turn: a vector takes some milliseconds to be put in, and questions wait meanwhile. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Builds a graph, letting others have their turn. */
export async function buildGraph(vectors: Vectors, hnswlib: typeof Hnswlib): Promise<HierarchicalNSW> {
  const graph = new hnswlib.HierarchicalNSW("ip", vectors.dimensions);
  graph.initIndex(countOf(vectors), GRAPH.neighbours, GRAPH.atBuild);
  for (let text = 0; text < countOf(vectors); text += 1) {
    graph.addPoint(vectorAt(vectors, text), text);
    await turn();
  }
  return graph;
}

/** Puts in what is new and takes out what is gone, letting others have their turn. */
export async function updateGraph(graph: HierarchicalNSW, vectors: Vectors, { put, freed }: Changes): Promise<void> {
  const before = graph.getCurrentCount();
  if (countOf(vectors) > before) graph.resizeIndex(countOf(vectors));
  for (const slot of freed) graph.markDelete(slot);
  for (const slot of put) {
    graph.addPoint(vectorAt(vectors, slot), slot);
    await turn();
  }
}

/** @throws Error when the file is not a graph of these dimensions. */
export async function readGraph(file: string, vectors: Vectors, hnswlib: typeof Hnswlib): Promise<HierarchicalNSW> {
  const graph = new hnswlib.HierarchicalNSW("ip", vectors.dimensions);
  await graph.readIndex(file);
  if (graph.getCurrentCount() !== countOf(vectors)) throw new Error("it has another number of vectors");
  return graph;
}

export function searchGraph(graph: HierarchicalNSW, vectors: Vectors): Nearest {
  // It is back at its default after every load.
  graph.setEf(GRAPH.atSearch);
  return nearestOf(graph, vectors, graph.getCurrentCount());
}

function nearestOf(index: BruteforceSearch | HierarchicalNSW, vectors: Vectors, size: number): Nearest {
  return {
    cosine: (vector, text) => dotAt(vectors, text, vector),
    search(vector, count) {
      const { neighbors, distances } = index.searchKnn([...vector], Math.min(count, size));
      return neighbors.map((text, n) => ({ text, cosine: 1 - distances[n]! })).sort((a, b) => b.cosine - a.cosine);
    },
  };
}

function vectorAt({ data, dimensions }: Vectors, at: number): number[] {
  return [...data.subarray(at * dimensions, (at + 1) * dimensions)];
}
