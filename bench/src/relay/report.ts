import { median } from "../statistics.js";
import { table } from "../table.js";
import type { Trial } from "./trial.js";
import { verdictsOf, type Result } from "./goals.js";
import { WAYS, type WayName } from "./ways.js";

/** Ratios of rounds that are further apart than this share of their median are noise as much as they are a result. */
const NOISY_SPREAD = 0.1;
/** A caller or an agent that is busier than this, in cores, is measured itself. */
const BUSY = 0.85;
/** Callers that pass fewer of the frames that are due had no time to: the machine was too small, or had other work. */
const LEAST_PACE = 0.98;

const of = (trials: readonly Trial[], way: WayName): readonly Trial[] => trials.filter((trial) => trial.way === way);
const ms = (value: number): string => value.toFixed(2);
const dash = (value: number, text: string): string => (Number.isFinite(value) ? text : "–");

/** What each round's relay cost of what the same round's pipe did. */
export const ratios = (trials: readonly Trial[]): readonly number[] =>
  of(trials, "relay").map((relay) => {
    const pipe = of(trials, "pipe").find(({ round }) => round === relay.round);
    return relay.microsecondsPerFrame / (pipe?.microsecondsPerFrame ?? NaN);
  });

/** What a way adds to the direct one: the median over the rounds of the difference within a round. */
const added = (trials: readonly Trial[], way: WayName, value: "p50" | "p99"): number =>
  median(
    of(trials, way).map((trial) => {
      const direct = of(trials, "direct").find(({ round }) => round === trial.round);
      return trial[value] - (direct?.[value] ?? NaN);
    }),
  );

/** What a session holds in the relay and not in the pipe, in KB: the median over the rounds. */
const abovePipe = (trials: readonly Trial[]): number =>
  median(
    of(trials, "relay").map((relay) => {
      const pipe = of(trials, "pipe").find(({ round }) => round === relay.round);
      return (relay.bytesPerSession - (pipe?.bytesPerSession ?? NaN)) / 1_024;
    }),
  );

/** What the goals are about. */
const resultOf = (trials: readonly Trial[]): Result => ({
  sessions: trials[0]?.sessions ?? 0,
  ratio: median(ratios(trials)),
  addedP99: added(trials, "relay", "p99"),
  kilobytesAbovePipe: abovePipe(trials),
  lost: of(trials, "relay").reduce((sum, { lost, disordered }) => sum + lost + disordered, 0),
});

const row = (trials: readonly Trial[], way: WayName): readonly string[] => {
  const mine = of(trials, way);
  const value = (read: (trial: Trial) => number): number => median(mine.map(read));
  const sum = (read: (trial: Trial) => number): number => mine.reduce((total, trial) => total + read(trial), 0);
  const cpu = value((trial) => trial.microsecondsPerFrame);
  const ratio = way === "relay" ? median(ratios(trials)) : way === "pipe" ? 1 : NaN;
  const kilobytes = value((trial) => trial.bytesPerSession) / 1_024;
  const resident = value((trial) => trial.residentBytes) / 1_024 ** 2;
  return [
    way,
    dash(cpu, cpu.toFixed(1)),
    dash(ratio, ratio.toFixed(2)),
    ms(value(({ p50 }) => p50)),
    ms(value(({ p99 }) => p99)),
    way === "direct" ? "–" : ms(added(trials, way, "p50")),
    way === "direct" ? "–" : ms(added(trials, way, "p99")),
    dash(kilobytes, kilobytes.toFixed(0)),
    way === "relay" ? abovePipe(trials).toFixed(0) : "–",
    dash(resident, resident.toFixed(0)),
    String(sum(({ lost }) => lost)),
    String(sum(({ disordered }) => disordered)),
  ];
};

const HEAD = [
  "way",
  "µs/frame",
  "ratio",
  "p50 ms",
  "p99 ms",
  "added p50",
  "added p99",
  "KB/session",
  "above pipe",
  "RSS MB",
  "lost",
  "disordered",
];

const busiest = (trials: readonly Trial[], part: "callers" | "agent"): number =>
  Math.max(...trials.map(({ cores }) => cores[part]));

/** Why the numbers are to be doubted; nothing if they are not. */
export const doubts = (trials: readonly Trial[]): readonly string[] => {
  const seen = ratios(trials);
  const [least, most] = [Math.min(...seen), Math.max(...seen)];
  const slowest = Math.min(...trials.map(({ pace }) => pace));
  const spread = (most - least) / median(seen);
  return [
    ...(spread > NOISY_SPREAD
      ? [`NOISY: the ratios of the rounds go from ${least.toFixed(2)} to ${most.toFixed(2)}.`]
      : []),
    ...(["callers", "agent"] as const).flatMap((part) => {
      const cores = busiest(trials, part);
      return cores > BUSY
        ? [`BUSY: the bench's own ${part} used ${cores.toFixed(2)} of a core, and delayed what they measure.`]
        : [];
    }),
    ...(slowest < LEAST_PACE
      ? [`BEHIND: at times only ${(slowest * 100).toFixed(0)} % of the frames that were due were carried.`]
      : []),
  ];
};

/** The table of one number of sessions, and what is to be said of it. */
export const reportOf = (trials: readonly Trial[]): string => {
  const ratio = ratios(trials).map((value) => value.toFixed(2));
  const use = WAYS.filter((way) => way !== "direct").map((way) => {
    const cores = median(of(trials, way).map((trial) => trial.cores.middle));
    return `${way} ${cores.toFixed(2)}`;
  });
  return [
    `${trials[0]?.sessions ?? 0} sessions`,
    table(
      HEAD,
      WAYS.map((way) => row(trials, way)),
    ),
    `Relay to pipe, each round: ${ratio.join(", ")}. Cores used: ${use.join(", ")}, callers ${busiest(trials, "callers").toFixed(2)}, agent ${busiest(trials, "agent").toFixed(2)}.`,
    ...doubts(trials),
    ...verdictsOf(resultOf(trials)),
  ].join("\n");
};
