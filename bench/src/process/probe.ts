/**
 * Read before a program by `node --import`, so that who started it can ask what it costs, without a line of its own
 * changed. Of a program that was not started with a channel, nothing is asked.
 * @module
 */
import { isMainThread } from "node:worker_threads";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Question, Vitals } from "./vitals.js";

const collectGarbage = (): void => {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
};

const vitals = (): Vitals => {
  const { user, system } = process.cpuUsage();
  const { heapUsed, external, rss } = process.memoryUsage();
  return {
    cpuMicroseconds: user + system,
    liveBytes: heapUsed + external,
    residentBytes: rss,
    resources: process.getActiveResourcesInfo(),
  };
};

if (isMainThread && process.send !== undefined) {
  process.on("message", (question: Question) => {
    if (question === "memory") collectGarbage();
    process.send?.(vitals());
  });
  // Listening keeps a program alive; it is to end as it would without.
  process.channel?.unref();
}
