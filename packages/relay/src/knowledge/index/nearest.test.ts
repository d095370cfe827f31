import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactOver } from "./exact.js";
import { buildGraph, compareAll, loadHnswlib, readGraph, searchGraph } from "./graph.js";
import type { Vectors } from "./nearest.js";

const DIMENSIONS = 16;

/** Numbers that look random and are the same each time. */
function madeVectors(count: number, dimensions = DIMENSIONS): Vectors {
  let state = 7;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5;
  const data = Float32Array.from({ length: count * dimensions }, next);
  for (let at = 0; at < count; at += 1) {
    const vector = data.subarray(at * dimensions, (at + 1) * dimensions);
    const length = Math.hypot(...vector);
    vector.forEach((value, n) => (vector[n] = value / length));
  }
  return { data, dimensions };
}
const at = (vectors: Vectors, n: number): Float32Array =>
  vectors.data.subarray(n * vectors.dimensions, (n + 1) * vectors.dimensions);

describe("exact search", () => {
  const vectors = madeVectors(300);
  const hnswlib = loadHnswlib();

  it("by typed arrays gives what sorting all gives", () => {
    const search = exactOver(vectors);
    fc.assert(
      fc.property(fc.nat(299), fc.integer({ min: 1, max: 40 }), (n, count) => {
        const vector = at(vectors, n);
        const all = Array.from({ length: 300 }, (_, text) => ({ text, cosine: search.cosine(vector, text) }));
        const best = all.sort((a, b) => b.cosine - a.cosine).slice(0, count);
        expect(search.search(vector, count).map(({ cosine }) => cosine)).toEqual(best.map(({ cosine }) => cosine));
      }),
    );
  });

  it("by hnswlib gives the same", () => {
    expect(hnswlib).toBeDefined();
    const ours = exactOver(vectors);
    const theirs = compareAll(vectors, hnswlib);
    for (let n = 0; n < 20; n += 1) {
      const places = (found: readonly { text: number }[]): number[] => found.map(({ text }) => text);
      expect(places(theirs.search(at(vectors, n), 10))).toEqual(places(ours.search(at(vectors, n), 10)));
    }
  });

  it("of nothing gives nothing", () => {
    const none = { data: new Float32Array(0), dimensions: DIMENSIONS };
    expect(compareAll(none, hnswlib).search(new Float32Array(DIMENSIONS), 4)).toEqual([]);
  });
});

describe("the graph", () => {
  it("finds what exact search finds, after it was loaded, too", async () => {
    const { mkdtemp, rm } = await import("node:fs/promises");
    const folder = await mkdtemp("/tmp/graph-");
    const hnswlib = loadHnswlib()!;
    const vectors = madeVectors(2_000);
    const graph = await buildGraph(vectors, hnswlib);
    await graph.writeIndex(`${folder}/graph`);
    const loaded = searchGraph(await readGraph(`${folder}/graph`, vectors, hnswlib), vectors);
    const exact = exactOver(vectors);
    let hits = 0;
    for (let n = 0; n < 100; n += 1) {
      const vector = at(vectors, n * 7);
      const wanted = new Set(exact.search(vector, 10).map(({ text }) => text));
      hits += loaded.search(vector, 10).filter(({ text }) => wanted.has(text)).length;
    }
    expect(hits / 1_000).toBeGreaterThanOrEqual(0.99);
    await expect(readGraph(`${folder}/graph`, madeVectors(10), hnswlib)).rejects.toThrow("another number");
    await rm(folder, { recursive: true });
  });
});
