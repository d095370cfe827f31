import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import {
  BUILT_IN_CALIBRATION,
  buildGraph,
  compareAll,
  exactOver,
  loadHnswlib,
  MAX_EXACT_CHUNKS,
  noSynonyms,
  searcherOver,
  searchGraph,
  type Nearest,
} from "@bean-brew/relay/knowledge";
import MiniSearch from "minisearch";
import { measureLive, type Live } from "./knowledge/live.js";
import { madeKnowledge, type Made } from "./knowledge/made.js";
import { percentile } from "./statistics.js";
import { table } from "./table.js";

const QUERIES = 200;
const NEIGHBOURS = 10;
const SMALL = 150;
const MIDDLE = 10_000;
/** Its graph takes minutes to build. */
const LARGE = 100_000;
/** What is to be reached, in ms, and as a share. */
const GOALS = { searchMs: 10, withEmbeddingMs: 50, stopMs: 20, recall: 0.99 };

/** Numbers from 0 to 1 that look random and are the same each time. */
const generator = (seed: number) => (): number => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
};
const ms = (value: number): string => value.toFixed(2);
const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(0);

interface Measured<T> {
  readonly built: T;
  readonly p99: number;
  readonly row: readonly string[];
}

/** What building takes, and then each of the queries. */
async function measure<T>(
  what: string,
  build: () => T | Promise<T>,
  query: (built: T, n: number) => void,
): Promise<Measured<T>> {
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
  const [p50, p99] = [percentile(took, 0.5), percentile(took, 0.99)];
  return { built, p99, row: [what, ms(buildMs), ms(p50), ms(p99), megabytes(memory)] };
}

interface Size {
  readonly made: Made;
  readonly rows: readonly (readonly string[])[];
  /** Of the whole search, without embedding the question. */
  readonly p99: number;
  /** Of the graph, as a share. */
  readonly recall: number;
}

async function measureSize(chunks: number): Promise<Size> {
  const made = madeKnowledge(chunks, generator(7));
  const { entries, vectors } = made;
  const questions = Array.from({ length: QUERIES }, made.question);
  const hnswlib = loadHnswlib();
  if (hnswlib === undefined) throw new Error("hnswlib-node is not installed: there is no graph to measure.");
  const search = (nearest: Nearest, n: number) => nearest.search(questions[n]!.vector, NEIGHBOURS);

  const brute = await measure("brute force, typed arrays", () => exactOver(vectors), search);
  const exact = await measure("brute force, hnswlib", () => compareAll(vectors, hnswlib), search);
  const graph = await measure(
    "graph (HNSW)",
    async () => searchGraph(await buildGraph(vectors, hnswlib), vectors),
    search,
  );
  const hits = questions.map((_, n) => {
    const wanted = new Set(search(brute.built, n).map(({ text }) => text));
    return search(graph.built, n).filter(({ text }) => wanted.has(text)).length;
  });
  const recall = hits.reduce((sum, count) => sum + count, 0) / (QUERIES * NEIGHBOURS);
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
    "ours: mending, meaning and words",
    () => {
      const options = { calibration: BUILT_IN_CALIBRATION, synonyms: noSynonyms, english: new Set<string>() };
      const searcher = searcherOver(entries, options);
      searcher.use(chunks > MAX_EXACT_CHUNKS ? graph.built : exact.built);
      return searcher;
    },
    (searcher, n) => searcher.search(questions[n]!.text, questions[n]!.vector, 4),
  );
  const mending = await measure(
    "of that, mending",
    () => ours.built,
    (searcher, n) => searcher.mend(questions[n]!.text),
  );
  const rows = [
    [...brute.row, "1.000"],
    [...exact.row, "1.000"],
    [...graph.row, recall.toFixed(3)],
    ...[mini, ours, mending].map(({ row }) => [...row, "–"]),
  ];
  return { made, p99: ours.p99, recall, rows: rows.map((row) => [String(chunks), ...row]) };
}

const liveRow = ({ entries, buildMs, p50, p99, stopMs }: Live): string[] => [
  String(entries),
  ms(buildMs),
  ms(p50),
  ms(p99),
  ms(stopMs),
];

/**
 * What the knowledge search costs by the number of chunks (made texts and vectors), what it costs with the real model,
 * and whether that is what it shall be. `--quick` leaves out the largest, whose graph takes minutes to build.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { quick: { type: "boolean" } } });
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const small = await measureSize(SMALL);
  const middle = await measureSize(MIDDLE);
  const live = await measureLive(middle.made, () => performance.now());
  const sizes = values.quick === true ? [small, middle] : [small, middle, await measureSize(LARGE)];
  const head = ["chunks", "search", "build ms", "p50 ms", "p99 ms", "memory MB", `recall@${NEIGHBOURS}`];
  say(table(head, sizes.flatMap(({ rows }) => rows) as string[][]));
  say(`\n50 questions a second with the real model, embedding included, as the relay's calls ask:`);
  say(table(["entries", "index ms", "p50 ms", "p99 ms", "longest stop ms"], live.map(liveRow)));
  say("");
  const large = live.at(-1)!;
  const goals: [string, number, number, boolean][] = [
    [`p99 at ${MIDDLE} chunks without the embedding, ms`, middle.p99, GOALS.searchMs, middle.p99 < GOALS.searchMs],
    [`p99 at ${MIDDLE} chunks with it, ms`, large.p99, GOALS.withEmbeddingMs, large.p99 < GOALS.withEmbeddingMs],
    ["longest stop of the asking thread, ms", large.stopMs, GOALS.stopMs, large.stopMs <= GOALS.stopMs],
    ...sizes.slice(1).map(({ recall, rows }): [string, number, number, boolean] => {
      return [
        `recall@${NEIGHBOURS} of the graph at ${rows[0]![0]} chunks`,
        recall,
        GOALS.recall,
        recall >= GOALS.recall,
      ];
    }),
  ];
  const told = goals.map(([what, value, goal, isMet]) => [
    what,
    value.toFixed(3),
    String(goal),
    isMet ? "met" : "not met",
  ]);
  say(table(["goal", "measured", "wanted", ""], told));
}
