import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Text } from "../chunks.js";
import { openBuilder, type BuilderOptions, type Built } from "./builder.js";
import { writeStored } from "./store.js";

const space = { name: "m", dimensions: 8 };
const textsOf = (count: number, from = 0): Text[] =>
  Array.from({ length: count }, (_, n) => ({
    chunk: n,
    text: `text ${n + from}`,
    isQuestion: false,
    hash: `hash ${n + from}`,
  }));
/** A direction for each text. */
const vectorOf = (text: string): Float32Array => {
  const angle = Number(text.split(" ")[1]) + 1;
  const vector = Float32Array.from({ length: 8 }, (_, n) => Math.sin(angle * (n + 1)));
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
};

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "builder-"));
});
afterEach(() => rm(home, { recursive: true }));

const open = (changed: Partial<BuilderOptions> = {}) => {
  const texts = changed.texts ?? textsOf(60);
  return openBuilder({ texts, chunks: texts.length, space, folders: [home], maxExactChunks: 50, ...changed });
};
/** Embeds what is missing, and tells how many that were. */
async function embed(builder: ReturnType<typeof open>, most = Infinity): Promise<number> {
  let embedded = 0;
  for (let texts = builder.next(); texts.length > 0 && embedded < most; texts = builder.next()) {
    await builder.keep(vectorOf(texts[0]!));
    embedded += 1;
  }
  return embedded;
}
/** The index once its graph, if there is to be one, has been built. */
async function whole(builder: ReturnType<typeof open>): Promise<Built> {
  const built = await builder.finish();
  return built.grow === undefined ? built : built.grow();
}
const files = async (kind: string): Promise<string[]> => (await readdir(home)).filter((name) => name.startsWith(kind));
const nearestTo = (text: string, { nearest }: Built) => nearest.search(vectorOf(text), 1)[0];

it.each([
  ["up to the bound every vector is compared", 50, "hnswlib", 0],
  ["above, a graph finds the way", 51, "graph", 1],
] as const)("%s", async (_what, count, kind, graphs) => {
  const builder = open({ texts: textsOf(count) });
  expect(builder.missing).toBe(count);
  await embed(builder);
  const built = await whole(builder);
  expect(built).toMatchObject({ kind, problem: undefined });
  expect(nearestTo("text 7", built)).toMatchObject({ text: 7 });
  expect(await files("graph")).toHaveLength(graphs);
  const manifest = JSON.parse(await readFile(join(home, "manifest.json"), "utf8")) as { graph?: { name: string } };
  expect([manifest.graph?.name].filter(Boolean)).toEqual(await files("graph"));
});

it("every vector is compared until the graph is built, texts that stand twice, too", async () => {
  const texts = [...textsOf(60), textsOf(60)[7]!];
  const builder = open({ texts });
  await embed(builder);
  const first = await builder.finish();
  expect([first.kind, first.problem]).toEqual(["typed arrays", undefined]);
  const two = (built: Built) => built.nearest.search(vectorOf("text 7"), 2).map(({ text }) => texts[text]!.text);
  expect(two(first)).toEqual(["text 7", "text 7"]);
  expect(await files("graph")).toEqual([]);
  const grown = await first.grow!();
  expect(grown).toMatchObject({ kind: "graph", put: 60, problem: undefined });
  expect(grown.grow).toBeUndefined();
  expect(two(grown)).toEqual(two(first));
  expect(await files("graph")).toHaveLength(1);
});

it("without hnswlib every vector is compared by our own lines, however many there are", async () => {
  const builder = open({ hnswlib: undefined });
  await embed(builder);
  const built = await whole(builder);
  expect(built.kind).toBe("typed arrays");
  expect(nearestTo("text 59", built)).toMatchObject({ text: 59 });
});

it("what has not changed is neither embedded nor written again; the graph is read", async () => {
  await embed(open());
  const first = open();
  await embed(first);
  await whole(first);
  const [graph = ""] = await files("graph");
  // Written by somebody else with the same name: it is seen whether it is read.
  const again = open();
  expect(await embed(again)).toBe(0);
  expect(await whole(again)).toMatchObject({ kind: "graph" });
  expect(await files("graph")).toEqual([graph]);
});

it("of a graph only what has changed is made anew: texts that went, came, moved and stand twice", async () => {
  const first = open();
  await embed(first);
  expect(await whole(first)).toMatchObject({ kind: "graph", put: 60 });
  const was = textsOf(60);
  // Three went, two of them replaced; the others stand in another order, and one of them twice.
  const texts = [...was.slice(10, 57), ...textsOf(2, 100), ...was.slice(0, 10), was[20]!];
  const again = open({ texts });
  expect(await embed(again)).toBe(2);
  const built = await whole(again);
  expect(built).toMatchObject({ kind: "graph", put: 2, problem: undefined });
  texts.forEach(({ text, hash }, place) => {
    const found = built.nearest.search(vectorOf(text), 5).filter(({ cosine }) => cosine > 0.9999);
    expect(found.map(({ text: at }) => texts[at]!.hash)).toContain(hash);
    expect(built.nearest.cosine(vectorOf(text), place)).toBeCloseTo(1);
  });
  expect(built.nearest.search(vectorOf("text 58"), 1)[0]!.cosine).toBeLessThan(0.9999);
  expect(built.nearest.search(vectorOf("text 20"), 2).map(({ text }) => texts[text]!.text)).toEqual([
    "text 20",
    "text 20",
  ]);

  // And as it was written it is read, more is put in, and where too much went it is built anew as a whole.
  const third = open({ texts: [...texts, ...textsOf(5, 200)] });
  expect(await embed(third)).toBe(5);
  const larger = await whole(third);
  expect(larger).toMatchObject({ put: 5 });
  expect(larger.nearest.search(vectorOf("text 204"), 1)[0]!.cosine).toBeCloseTo(1);
  const fewer = open({ texts: textsOf(55, 200) });
  await embed(fewer);
  expect(await whole(fewer)).toMatchObject({ put: 50 });
  const shrunk = open({ texts: textsOf(30, 200), maxExactChunks: 10 });
  expect(await whole(shrunk)).toMatchObject({ put: 30 });
});

it("a graph that is damaged is made anew, of the vectors that are there", async () => {
  const first = open();
  await embed(first);
  await whole(first);
  await truncate(join(home, (await files("graph"))[0]!), 10);
  const again = open();
  expect(again.refused).toMatch(/^graph-\w+\.bin is damaged/);
  expect(again.missing).toBe(0);
  const built = await whole(again);
  expect(built).toMatchObject({ kind: "graph", problem: undefined });
  expect(nearestTo("text 7", built)).toMatchObject({ text: 7 });
  expect(open().refused).toBeUndefined();
});

it("who is interrupted goes on with what had been kept", async () => {
  expect(await embed(open({ keptEvery: 20 }), 45)).toBe(45);
  const again = open();
  expect([again.missing, again.refused]).toEqual([20, undefined]);
  expect(await embed(again)).toBe(20);
  expect(nearestTo("text 59", await whole(again))).toMatchObject({ text: 59 });
});

it("vectors that came along of another model are not used, and nobody is told at each start", async () => {
  const shipped = await mkdtemp(join(tmpdir(), "builder-shipped-"));
  const vectors = { data: vectorOf("text 0"), dimensions: 8 };
  await writeStored(shipped, { name: "another", dimensions: 8 }, { hashes: ["hash 0"], vectors });
  expect(open({ folders: [home, shipped] })).toMatchObject({ missing: 60, refused: undefined });
  await writeStored(shipped, space, { hashes: ["hash 0"], vectors });
  expect(open({ folders: [home, shipped] }).missing).toBe(59);
  await rm(shipped, { recursive: true });
});

it("what another process is writing in the same folder stays; what a dead one left does not", async () => {
  const alive = `vectors.part-${process.ppid}`;
  await writeFile(join(home, alive), "");
  // No machine has as many processes.
  await writeFile(join(home, "vectors.part-999999999"), "");
  const builder = open();
  await embed(builder);
  await whole(builder);
  expect((await files("vectors.part")).sort()).toEqual([alive]);
});
