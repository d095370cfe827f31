import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { openEmbeddedStore, openLog, openMongoStore, type Store } from "@bean-brew/relay";
import { MongoClient } from "mongodb";
import { percentile, shuffled } from "./statistics.js";
import { table } from "./table.js";
import { fill, PER_CUSTOMER } from "./tools/shop-data.js";
import { visitorOf } from "./tools/visitor.js";

/** Appointments in the small shop and in the large one. */
const SIZES = [1_000, 100_000] as const;
/** Visits before those that count. */
const WARM_UP = 10;
/** A tool that is so many times as slow in the large shop does not scale. */
const MAX_GROWTH = 1.5;
/** What takes less than this is as good as nothing, in ms: half of it more is the machine's noise. */
const LEAST_MS = 0.1;

interface OpenStore extends AsyncDisposable {
  readonly store: Store;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const now = (): number => performance.now();

const embedded = async (): Promise<OpenStore> => {
  const folder = await mkdtemp(join(tmpdir(), "bean-brew-bench-"));
  const store = await openEmbeddedStore(folder);
  const dispose = async (): Promise<void> => {
    await store.close();
    await rm(folder, { recursive: true });
  };
  return { store, [Symbol.asyncDispose]: dispose };
};

const mongo =
  (uri: string) =>
  async (size: number): Promise<OpenStore> => {
    const database = `bean_brew_bench_${process.pid}_${size}`;
    const store = await openMongoStore({ uri, database, poolSize: 20, retentionDays: 90, log: openLog("warn") });
    const dispose = async (): Promise<void> => {
      await store.close();
      const client = new MongoClient(uri);
      await client.db(database).dropDatabase();
      await client.close();
    };
    return { store, [Symbol.asyncDispose]: dispose };
  };

/**
 * Visits both shops in turn, so that whatever else the machine does hits both alike. False when a tool does not scale, or
 * could not be measured.
 */
const measure = async (title: string, open: (size: number) => Promise<OpenStore>, visits: number): Promise<boolean> => {
  const [few, many] = SIZES;
  await using small = await open(few);
  await using large = await open(many);
  const shops = new Map([
    [few, small.store],
    [many, large.store],
  ]);
  const took = new Map<string, Map<number, number[]>>();
  for (const [size, { archive }] of shops) await fill(archive, size);
  const visitors = [...shops].map(([size, { documents }]) => ({
    size,
    visitor: visitorOf(documents, size / PER_CUSTOMER, `bench-${size}`, now),
  }));
  const visitBoth = async (number: number): Promise<void> => {
    for (const { size, visitor } of shuffled(visitors, Math.random)) {
      for (const [tool, ms] of await visitor.visit(number)) {
        const ofTool = took.get(tool) ?? new Map<number, number[]>(SIZES.map((each) => [each, []]));
        took.set(tool, ofTool);
        if (number >= WARM_UP) ofTool.get(size)!.push(ms);
      }
    }
  };
  for (let number = 0; number < WARM_UP + visits; number += 1) {
    try {
      await visitBoth(number);
    } catch (error) {
      // A server that looks at every document, say, where MongoDB looks into an index.
      say(`\n${title}: FAIL, given up at visit ${number}, ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }
  const growing: string[] = [];
  const rows = [...took].map(([tool, bySize]) => {
    const at = (size: number, p: number): number => percentile(bySize.get(size)!, p);
    const growth = Math.max(at(many, 0.5), LEAST_MS) / Math.max(at(few, 0.5), LEAST_MS);
    const cells = [at(few, 0.5), at(few, 0.99), at(many, 0.5), at(many, 0.99)].map((ms) => ms.toFixed(2));
    if (growth >= MAX_GROWTH) growing.push(tool);
    return [tool, ...cells, growth.toFixed(2), growth < MAX_GROWTH ? "ok" : "GROWS"];
  });
  say(`\n${title}, ${visits} visits to each shop; ms\n`);
  const head = (size: number): string[] => [`p50 at ${size}`, `p99 at ${size}`];
  say(table(["tool", ...head(few), ...head(many), "growth of p50", `< ${MAX_GROWTH}`], rows));
  if (growing.length > 0) say(`\n${title}: FAIL, does not scale: ${growing.join(", ")}`);
  return growing.length === 0;
};

/**
 * How long each tool takes, in a shop with 1 000 appointments and in one with 100 000: on the embedded
 * store, and on MongoDB where `MONGODB_TEST_URI` names one. The exit code is 1 when one of them does not scale.
 */
export const run = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({ args: [...args], options: { visits: { type: "string", default: "200" } } });
  const visits = Number(values.visits);
  if (!Number.isInteger(visits) || visits < 1)
    throw new RangeError(`--visits is a number from 1, not ${values.visits}.`);
  say(
    `${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)}`,
  );
  const results = [await measure("Embedded store", embedded, visits)];
  const uri = process.env["MONGODB_TEST_URI"];
  if (uri === undefined) say("\nNo MONGODB_TEST_URI: MongoDB is not measured.");
  else results.push(await measure("MongoDB", mongo(uri), visits));
  if (results.includes(false)) process.exitCode = 1;
};
