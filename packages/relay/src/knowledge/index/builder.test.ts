import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Text } from "../chunks.js";
import { openBuilder, type BuilderOptions } from "./builder.js";
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
const files = async (kind: string): Promise<string[]> => (await readdir(home)).filter((name) => name.startsWith(kind));
const nearestTo = (text: string, { nearest }: Awaited<ReturnType<ReturnType<typeof open>["finish"]>>) =>
  nearest.search(vectorOf(text), 1)[0];

it.each([
  ["up to the bound every vector is compared", 50, "hnswlib", 0],
  ["above, a graph finds the way", 51, "graph", 1],
] as const)("%s", async (_what, count, kind, graphs) => {
  const builder = open({ texts: textsOf(count) });
  expect(builder.missing).toBe(count);
  await embed(builder);
  const built = await builder.finish();
  expect(built).toMatchObject({ kind, problem: undefined });
  expect(nearestTo("text 7", built)).toMatchObject({ text: 7 });
  expect(await files("graph")).toHaveLength(graphs);
  const manifest = JSON.parse(await readFile(join(home, "manifest.json"), "utf8")) as { graph?: { name: string } };
  expect([manifest.graph?.name].filter(Boolean)).toEqual(await files("graph"));
});

it("without hnswlib every vector is compared by our own lines, however many there are", async () => {
  const builder = open({ hnswlib: undefined });
  await embed(builder);
  const built = await builder.finish();
  expect(built.kind).toBe("typed arrays");
  expect(nearestTo("text 59", built)).toMatchObject({ text: 59 });
});

it("what has not changed is neither embedded nor written again; the graph is read", async () => {
  await embed(open());
  const first = open();
  await embed(first);
  await first.finish();
  const [graph = ""] = await files("graph");
  // Written by somebody else with the same name: it is seen whether it is read.
  const again = open();
  expect(await embed(again)).toBe(0);
  expect(await again.finish()).toMatchObject({ kind: "graph" });
  expect(await files("graph")).toEqual([graph]);
});

it("of a graph only what has changed is made anew: texts that went, came, moved and stand twice", async () => {
  const first = open();
  await embed(first);
  expect(await first.finish()).toMatchObject({ kind: "graph", put: 60 });
  const was = textsOf(60);
  // Three went, two of them replaced; the others stand in another order, and one of them twice.
  const texts = [...was.slice(10, 57), ...textsOf(2, 100), ...was.slice(0, 10), was[20]!];
  const again = open({ texts });
  expect(await embed(again)).toBe(2);
  const built = await again.finish();
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
  const larger = await third.finish();
  expect(larger).toMatchObject({ put: 5 });
  expect(larger.nearest.search(vectorOf("text 204"), 1)[0]!.cosine).toBeCloseTo(1);
  const fewer = open({ texts: textsOf(55, 200) });
  await embed(fewer);
  expect(await fewer.finish()).toMatchObject({ put: 50 });
  const shrunk = open({ texts: textsOf(30, 200), maxExactChunks: 10 });
  expect(await shrunk.finish()).toMatchObject({ put: 30 });
});

it("a graph that is damaged is made anew, of the vectors that are there", async () => {
  const first = open();
  await embed(first);
  await first.finish();
  await truncate(join(home, (await files("graph"))[0]!), 10);
  const again = open();
  expect(again.refused).toMatch(/^graph-\w+\.bin is damaged/);
  expect(again.missing).toBe(0);
  const built = await again.finish();
  expect(built).toMatchObject({ kind: "graph", problem: undefined });
  expect(nearestTo("text 7", built)).toMatchObject({ text: 7 });
  expect(open().refused).toBeUndefined();
});

it("who is interrupted goes on with what had been kept", async () => {
  expect(await embed(open({ keptEvery: 20 }), 45)).toBe(45);
  const again = open();
  expect([again.missing, again.refused]).toEqual([20, undefined]);
  expect(await embed(again)).toBe(20);
  expect(nearestTo("text 59", await again.finish())).toMatchObject({ text: 59 });
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
  await builder.finish();
  expect((await files("vectors.part")).sort()).toEqual([alive]);
});
