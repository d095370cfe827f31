import { performance } from "node:perf_hooks";
import { setTimeout as after } from "node:timers/promises";
import { synthesise } from "@bean-brew/emulator";
import type {} from "@bean-brew/widget";
import { giveMouth, tapOutput } from "./in-page.js";
import type { Stage, Visit } from "./stage.js";

/** What the microphone of the page is given. */
const MOUTH_RATE = 48_000;
/** Compiles what a call needs, and fills caches: not measured. */
const WARM_UP_CALLS = 3;
/** A question with a long answer. */
const QUESTION = "How long does coffee stay fresh?";
/** How long the agent is let speak before it is interrupted, in ms. */
const SPOKEN_MS = 600;
/** How long the page is looked at before its call at most, in seconds. */
const IDLE_SECONDS = 5;
/** Of this many attempts for each barge-in, some find the agent between two words, or done. */
const ATTEMPTS = 3;

export interface Calls {
  /** From the click until the first microphone frame was sent, in ms: of the page's first call, and of those after. */
  readonly first: number;
  readonly later: readonly number[];
  /** What each call left in the heap after garbage was collected, in bytes. */
  readonly heapPerCall: number;
}

const heapOf = async ({ devTools }: Visit): Promise<number> => {
  await devTools.send("HeapProfiler.collectGarbage");
  return (await devTools.send("Runtime.getHeapUsage")).usedSize;
};

/** Opens and closes calls by voice, one after the other, in one page. */
export const measureCalls = async (stage: Stage, calls: number): Promise<Calls> => {
  await using visit = await stage.visit();
  await visit.devTools.send("HeapProfiler.enable");
  const call = async (): Promise<number> => {
    await visit.press("start");
    await visit.page.waitForFunction("!Number.isNaN(bench.noted.firstFrameAt)", { polling: 20, timeout: 60_000 });
    await visit.state("listening");
    const ms = await visit.look(({ noted }) => noted.firstFrameAt - noted.clickedAt);
    await visit.press("end");
    await visit.state("ended");
    return ms;
  };
  const first = await call();
  for (let warm = 1; warm < WARM_UP_CALLS; warm += 1) await call();
  const before = await heapOf(visit);
  const later: number[] = [];
  while (later.length < calls) later.push(await call());
  return { first, later, heapPerCall: ((await heapOf(visit)) - before) / calls };
};

export interface BargeIns {
  /** From the message until the last sample above -60 dB was played, in ms, each. */
  readonly silentAfter: readonly number[];
  /** How often playback ran dry meanwhile. */
  readonly underruns: number;
}

/** Somebody speaks over the agent's answers; a worklet at the output tells when it was silent. */
export const measureBargeIns = async (stage: Stage, bargeIns: number): Promise<BargeIns> => {
  const words = await synthesise("Wait a moment, please.", { voice: "slt", sampleRate: MOUTH_RATE });
  const speech = Buffer.from(words.buffer, words.byteOffset, words.byteLength).toString("base64");
  await using visit = await stage.visit(async (page) => {
    await page.evaluateOnNewDocument(giveMouth, MOUTH_RATE);
    await page.evaluateOnNewDocument(tapOutput, "/tap.js");
  });
  await visit.press("start");
  await visit.state("listening");
  const silentAfter: number[] = [];
  for (let attempt = 0; attempt < ATTEMPTS * bargeIns && silentAfter.length < bargeIns; attempt += 1) {
    await visit.look(({ noted }) => void (noted.bargedInAt = NaN));
    await visit.type(QUESTION);
    await visit.state("speaking");
    await after(SPOKEN_MS);
    await visit.page.evaluate(
      (said) => void (globalThis as unknown as { bench: { speak(said: string): void } }).bench.speak(said),
      speech,
    );
    await visit.state("listening");
    // What was said over it is answered, too; a second of silence is enough for what is counted.
    await after(1_200);
    const ms = await visit.look((bench) => (Number.isNaN(bench.noted.bargedInAt) ? undefined : bench.silentAfter!()));
    if (ms !== undefined) silentAfter.push(ms);
    await visit.state("listening");
  }
  const underruns = await underrunsOf(visit);
  await visit.press("end");
  return { silentAfter, underruns };
};

const underrunsOf = ({ page }: Visit): Promise<number> =>
  page.evaluate(() => document.querySelector("bean-brew-agent")!.playback.underruns);

export interface Thread {
  /** How long the main thread worked for each minute of a call, and of the page without one, in ms. */
  readonly callMsPerMinute: number;
  readonly idleMsPerMinute: number;
  /** Tasks over 50 ms while the call ran, each in ms. */
  readonly longTasks: readonly number[];
  readonly underruns: number;
}

const busyMs = async ({ devTools }: Visit): Promise<number> => {
  const { metrics } = await devTools.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN) * 1_000;
};

/** A call in which the agent speaks most of the time, in a page whose main thread is so many times slower. */
export const measureThread = async (stage: Stage, seconds: number, slowdown: number): Promise<Thread> => {
  await using visit = await stage.visit();
  // CPU time of the thread: what other programs take from it is not the widget's.
  await visit.devTools.send("Performance.enable", { timeDomain: "threadTicks" });
  const perMinute = async (work: () => Promise<unknown>): Promise<number> => {
    const [before, since] = [await busyMs(visit), performance.now()];
    await work();
    return ((await busyMs(visit)) - before) * (60_000 / (performance.now() - since));
  };
  const idleMsPerMinute = await perMinute(() => after(Math.min(seconds, IDLE_SECONDS) * 1_000));
  await visit.press("start");
  await visit.state("listening");
  await visit.devTools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await visit.look(({ noted }) => void noted.longTasks.splice(0));
  const until = performance.now() + seconds * 1_000;
  const callMsPerMinute = await perMinute(async () => {
    while (performance.now() < until) {
      await visit.type(QUESTION);
      await visit.state("speaking");
      await visit.state("listening");
    }
  });
  const longTasks = await visit.look(({ noted }) => noted.longTasks);
  const underruns = await underrunsOf(visit);
  await visit.devTools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await visit.press("end");
  return { callMsPerMinute, idleMsPerMinute, longTasks, underruns };
};
