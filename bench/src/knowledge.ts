import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import {
  BUILT_IN_CALIBRATION,
  buildGraph,
  compareAll,
  exactOver,
  loadHnswlib,
  noSynonyms,
  searcherOver,
  searchGraph,
  type Nearest,
} from "@bean-brew/relay/knowledge";
import MiniSearch from "minisearch";
import { measureLive } from "./knowledge/live.js";
import { madeKnowledge } from "./knowledge/made.js";
import { percentile } from "./statistics.js";
import { table } from "./table.js";

const QUERIES = 200;
const NEIGHBOURS = 10;
const SIZES = [150, 10_000];
/** Its graph takes minutes to build. */
const LARGE = 100_000;

/** Numbers from 0 to 1 that look random and are the same each time. */
const generator = (seed: number) => (): number => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
};
const ms = (value: number): string => value.toFixed(2);
const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(0);

/** What building takes, and then each of the queries. */
async function measure<T>(what: string, build: () => T | Promise<T>, query: (built: T, n: number) => void) {
  const before = process.memoryUsage().rss;
  const from = performance.now();
  const built = await build();
  const buildMs = performance.now() - from;
  const memory = process.memoryUsage().rss - before;
  const took = Array.from({ length: QUERIES }, (_, n) => {
    const at = performance.now();
    query(built, n);
    return performance.now() - at;
  });
  return { built, row: [what, ms(buildMs), ms(percentile(took, 0.5)), ms(percentile(took, 0.99)), megabytes(memory)] };
}

async function measureSize(chunks: number): Promise<string[][]> {
  const { entries, vectors, question } = madeKnowledge(chunks, generator(7));
  const questions = Array.from({ length: QUERIES }, question);
  const hnswlib = loadHnswlib();
  const search = (nearest: Nearest, n: number) => nearest.search(questions[n]!.vector, NEIGHBOURS);
  const recall = (nearest: Nearest, exact: Nearest): string => {
    const hits = questions.map((_, n) => {
      const wanted = new Set(search(exact, n).map(({ text }) => text));
      return search(nearest, n).filter(({ text }) => wanted.has(text)).length;
    });
    return (hits.reduce((sum, count) => sum + count, 0) / (QUERIES * NEIGHBOURS)).toFixed(3);
  };

  const rows: string[][] = [];
  const brute = await measure("brute force, typed arrays", () => exactOver(vectors), search);
  rows.push([...brute.row, "1.000"]);
  let best: Nearest = brute.built;
  if (hnswlib !== undefined) {
    const exact = await measure("brute force, hnswlib", () => compareAll(vectors, hnswlib), search);
    const graph = await measure(
      "graph (HNSW)",
      async () => searchGraph(await buildGraph(vectors, hnswlib), vectors),
      search,
    );
    rows.push([...exact.row, "1.000"], [...graph.row, recall(graph.built, brute.built)]);
    best = chunks > SIZES.at(-1)! ? graph.built : exact.built;
  }
  const mini = await measure(
    "MiniSearch as it comes",
    () => {
      const index = new MiniSearch({ fields: ["question", "answer", "title", "topic"] });
      index.addAll(entries);
      return index;
    },
    (index, n) => index.search(questions[n]!.text),
  );
  const ours = await measure(
    "ours: meaning and words",
    () => {
      const options = { calibration: BUILT_IN_CALIBRATION, synonyms: noSynonyms, english: new Set<string>() };
      const searcher = searcherOver(entries, options);
      searcher.use(best);
      return searcher;
    },
    (searcher, n) => searcher.search(questions[n]!.text, questions[n]!.vector, 4),
  );
  rows.push([...mini.row, "–"], [...ours.row, "–"]);
  return rows.map((row) => [String(chunks), ...row]);
}

/** What the knowledge search costs by the number of chunks (made texts and vectors), and with the real model. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { large: { type: "boolean" } } });
  const rows: string[][] = [];
  for (const chunks of values.large ? [...SIZES, LARGE] : SIZES) rows.push(...(await measureSize(chunks)));
  const head = ["chunks", "search", "build ms", "p50 ms", "p99 ms", "memory MB", `recall@${NEIGHBOURS}`];
  process.stdout.write(`${table(head, rows)}\n\n`);
  const live = await measureLive(() => performance.now());
  process.stdout.write(
    `${live.entries} entries with the real model, embedding included, 50 questions a second: p50 ${ms(live.p50)} ms, ` +
      `p99 ${ms(live.p99)} ms; built in ${ms(live.buildMs)} ms; longest stop of the asking thread ${ms(live.stopMs)} ms\n` +
      (values.large ? "" : `(--large measures ${LARGE} chunks, too, in some minutes)\n`),
  );
}
