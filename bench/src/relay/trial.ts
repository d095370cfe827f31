import { percentile } from "../statistics.js";
import type { Vitals } from "../process/vitals.js";
import { FRAME_MS } from "./frames.js";
import { startLoad } from "./load.js";
import type { Line } from "./lines.js";
import type { Way, WayName } from "./ways.js";

/** Conversations that are begun at once while a trial is prepared. */
const OPENED_AT_ONCE = 20;
/** How long it runs before it is measured, in ms: until all callers talk. */
const SETTLE_MS = 1_500;

/** What one way cost once, with so many sessions. */
export interface Trial {
  readonly way: WayName;
  readonly sessions: number;
  readonly round: number;
  /** CPU time of what stands in the middle, for each frame of either direction; NaN where nothing does. */
  readonly microsecondsPerFrame: number;
  /** Share of a core that it used, and that the callers and the agent at the far end did. */
  readonly cores: { readonly middle: number; readonly callers: number; readonly agent: number };
  /** Frames that passed while it was measured, as a share of those that were due. */
  readonly pace: number;
  /** Round trips in ms. */
  readonly p50: number;
  readonly p99: number;
  /** What a session held in memory after garbage was collected, in bytes. */
  readonly bytesPerSession: number;
  readonly residentBytes: number;
  readonly lost: number;
  readonly disordered: number;
}

export interface TrialOptions {
  readonly sessions: number;
  readonly round: number;
  readonly seconds: number;
  readonly now: () => number;
  readonly agentVitals: () => Promise<Vitals>;
}

/** Opens so many lines, some at once. */
export const openLines = async (open: () => Promise<Line>, count: number): Promise<readonly Line[]> => {
  const lines: Line[] = [];
  while (lines.length < count) {
    const group = Math.min(OPENED_AT_ONCE, count - lines.length);
    lines.push(...(await Promise.all(Array.from({ length: group }, open))));
  }
  return lines;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const ownCpu = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

export const runTrial = async (
  way: Way,
  { sessions, round, seconds, now, agentVitals }: TrialOptions,
): Promise<Trial> => {
  const empty = await way.middle?.vitals("memory");
  const lines = await openLines(way.open, sessions);
  const load = startLoad(lines, now);
  await pause(SETTLE_MS);

  load.measure();
  const look = async () => {
    const [middle, agent] = await Promise.all([way.middle?.vitals("cpu"), agentVitals()]);
    return {
      at: now(),
      frames: load.frames,
      own: ownCpu(),
      middle: middle?.cpuMicroseconds,
      agent: agent.cpuMicroseconds,
    };
  };
  const before = await look();
  await pause((seconds * 1_000) / 2);
  await way.scrape();
  await pause((seconds * 1_000) / 2);
  const after = await look();
  const { roundTrips, lost, disordered } = await load.stop();
  const full = await way.middle?.vitals("memory");
  await Promise.all(lines.map((line) => line.close()));

  const microseconds = (after.at - before.at) * 1_000;
  const middle = after.middle === undefined ? NaN : after.middle - (before.middle ?? 0);
  return {
    way: way.name,
    sessions,
    round,
    microsecondsPerFrame: middle / (after.frames - before.frames),
    cores: {
      middle: middle / microseconds,
      callers: (after.own - before.own) / microseconds,
      agent: (after.agent - before.agent) / microseconds,
    },
    pace: ((after.frames - before.frames) * FRAME_MS) / (2 * sessions * (after.at - before.at)),
    p50: percentile(roundTrips, 0.5),
    p99: percentile(roundTrips, 0.99),
    bytesPerSession: full && empty ? (full.liveBytes - empty.liveBytes) / sessions : NaN,
    residentBytes: full?.residentBytes ?? NaN,
    lost,
    disordered,
  };
};
