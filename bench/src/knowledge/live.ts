import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { BUILT_IN_CALIBRATION, noSynonyms, openKnowledge, searcherOver, writeStored } from "@bean-brew/relay/knowledge";
import { percentile } from "../statistics.js";
import type { Made } from "./made.js";

const FOLDER = fileURLToPath(new URL("knowledge/", import.meta.resolve("@bean-brew/relay/package.json")));
const PER_SECOND = 50;
const SECONDS = 6;
/** A question is waited for, however long it takes, so that what is measured is never one by words alone. */
const PATIENCE_MS = 60_000;

export interface Live {
  readonly entries: number;
  readonly buildMs: number;
  readonly p50: number;
  readonly p99: number;
  /** The longest stop of the asking thread. */
  readonly stopMs: number;
}

/**
 * Asks the built-in texts with the real model, and then made ones, whose vectors are made, too: only questions are
 * embedded. 50 questions a second, by the path that the relay's calls take.
 */
export async function measureLive(made: Made, now: () => number): Promise<Live[]> {
  const root = await mkdtemp(join(tmpdir(), "bench-knowledge-"));
  try {
    const builtIn = await ask(
      { folder: FOLDER, dataDir: root },
      () => "could I get a delivery of beans on Friday",
      now,
    );
    const folder = await mkdtemp(join(root, "texts-"));
    const indexFolder = join(root, "made");
    const { entries, vectors } = made;
    await writeFile(join(folder, "made.json"), JSON.stringify(entries));
    const options = { calibration: BUILT_IN_CALIBRATION, synonyms: noSynonyms, english: new Set<string>() };
    const hashes = searcherOver(entries, options).texts.map(({ hash }) => hash);
    await writeStored(indexFolder, { name: builtIn.model, dimensions: vectors.dimensions }, { hashes, vectors });
    const large = await ask({ folder, dataDir: root, indexFolder }, () => made.question().text, now);
    return [builtIn.live, large.live];
  } finally {
    await rm(root, { recursive: true });
  }
}

interface Asked {
  readonly folder: string;
  readonly dataDir: string;
  readonly indexFolder?: string;
}

async function ask(where: Asked, question: (n: number) => string, now: () => number) {
  const knowledge = await openKnowledge({
    ...where,
    model: undefined,
    embedLimitMs: PATIENCE_MS,
    onProblem: console.error,
  });
  const from = now();
  await knowledge.indexed();
  const buildMs = now() - from;
  const model = knowledge.model();
  if (model === undefined) throw new Error(`There is no model to measure with: ${knowledge.check().detail}.`);
  const stops = monitorEventLoopDelay({ resolution: 1 });
  const never = new AbortController().signal;
  const took: number[] = [];
  const asked: Promise<void>[] = [];
  stops.enable();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const at = now();
      asked.push(knowledge.find(question(asked.length), 4, never, "combined").then(() => void took.push(now() - at)));
      if (asked.length < PER_SECOND * SECONDS) return;
      clearInterval(timer);
      resolve();
    }, 1_000 / PER_SECOND);
  });
  await Promise.all(asked);
  stops.disable();
  await knowledge.close();
  const { entries } = knowledge.loaded;
  const live: Live = {
    entries,
    buildMs,
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
    stopMs: stops.max / 1e6,
  };
  return { model, live };
}
