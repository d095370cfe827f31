import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { openKnowledge } from "@bean-brew/relay/knowledge";
import { percentile } from "../statistics.js";

const FOLDER = fileURLToPath(new URL("knowledge/", import.meta.resolve("@bean-brew/relay/package.json")));
const PER_SECOND = 50;
const SECONDS = 6;

/** The built-in texts with the real model: 50 questions a second, and the longest stop of this thread meanwhile. */
export async function measureLive(now: () => number) {
  const dataDir = await mkdtemp(join(tmpdir(), "bench-knowledge-"));
  const knowledge = await openKnowledge({ folder: FOLDER, dataDir, model: undefined, onProblem: console.error });
  const from = now();
  await knowledge.indexed();
  const buildMs = now() - from;
  const stops = monitorEventLoopDelay({ resolution: 1 });
  const never = new AbortController().signal;
  const took: number[] = [];
  const asked: Promise<void>[] = [];
  stops.enable();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const at = now();
      const question = `could I get a delivery of ${asked.length} pounds of beans on Friday`;
      asked.push(knowledge.search(question, 4, never).then(() => void took.push(now() - at)));
      if (asked.length < PER_SECOND * SECONDS) return;
      clearInterval(timer);
      resolve();
    }, 1_000 / PER_SECOND);
  });
  await Promise.all(asked);
  stops.disable();
  await knowledge.close();
  await rm(dataDir, { recursive: true });
  return {
    buildMs,
    entries: knowledge.loaded.entries,
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
    stopMs: stops.max / 1e6,
  };
}
