import { median, percentile } from "../statistics.js";
import { table } from "../table.js";
import type { Bundle } from "./bytes.js";
import type { BargeIns, Calls, Thread } from "./measures.js";

/** What the widget is held to. */
export const GOALS = { gzipBytes: 30_000, silentMs: 30, longTasks: 0, underruns: 0 };
/** Times of the same thing that are further apart than this are noise as much as they are a result. */
const NOISY_RATIO = 3;

export interface Measured {
  readonly calls: Calls;
  readonly bargeIns: BargeIns;
  /** The main thread as it is, and slowed down. */
  readonly thread: Thread;
  readonly slowed: Thread;
  readonly slowdown: number;
}

const number = (value: number): string => Math.round(value).toLocaleString("en-US").replaceAll(",", " ");
const ms = (value: number): string => (Number.isFinite(value) ? `${value.toFixed(1)} ms` : "–");
const times = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

export const bytesReport = (bundles: readonly Bundle[]): string =>
  table(
    ["script", "bytes", "gzip -9", "Brotli"],
    bundles.map(({ name, bytes: { raw, gzip, brotli } }) => [name, number(raw), number(gzip), number(brotli)]),
  );

interface Row {
  readonly name: string;
  readonly value: string;
  readonly goal?: string;
  /** Undefined without a goal, or when there is nothing to hold to it. */
  readonly met?: boolean;
}

const rowsOf = (script: Bundle, { calls, bargeIns, thread, slowed, slowdown }: Measured): readonly Row[] => {
  const silent = Math.max(...bargeIns.silentAfter);
  const isHeard = bargeIns.silentAfter.length > 0;
  return [
    {
      name: "the script, gzip -9",
      value: `${number(script.bytes.gzip)} bytes`,
      goal: `under ${number(GOALS.gzipBytes)}`,
      met: script.bytes.gzip < GOALS.gzipBytes,
    },
    { name: "click to first microphone frame sent, a page's first call", value: ms(calls.first) },
    {
      name: "click to first microphone frame sent, later calls: median, 95th percentile",
      value: `${ms(median(calls.later))}, ${ms(percentile(calls.later, 0.95))}`,
    },
    {
      name: `barge-in message to silence, of ${bargeIns.silentAfter.length}: median, longest`,
      value: isHeard ? `${ms(median(bargeIns.silentAfter))}, ${ms(silent)}` : "–",
      goal: `${GOALS.silentMs} ms`,
      ...(isHeard ? { met: silent <= GOALS.silentMs } : {}),
    },
    {
      name: "underruns",
      value: times(bargeIns.underruns + thread.underruns, "underrun"),
      goal: "none",
      met: bargeIns.underruns + thread.underruns <= GOALS.underruns,
    },
    { name: "main thread, a minute of a call", value: ms(thread.callMsPerMinute) },
    { name: "main thread, a minute of the page without one", value: ms(thread.idleMsPerMinute) },
    {
      name: `tasks over 50 ms in a call, main thread ${slowdown} times slower`,
      value:
        slowed.longTasks.length === 0
          ? "none"
          : `${times(slowed.longTasks.length, "task")}, longest ${ms(Math.max(...slowed.longTasks))}`,
      goal: "none",
      met: slowed.longTasks.length <= GOALS.longTasks,
    },
    {
      name: `underruns, main thread ${slowdown} times slower`,
      value: times(slowed.underruns, "underrun"),
      goal: "none",
      met: slowed.underruns <= GOALS.underruns,
    },
    { name: "heap that a call leaves", value: `${number(calls.heapPerCall)} bytes` },
  ];
};

/** Why the numbers are to be doubted; nothing if they are not. */
export const doubts = ({ calls, bargeIns }: Measured): readonly string[] => {
  const spread = percentile(calls.later, 0.95) / median(calls.later);
  return [
    ...(spread > NOISY_RATIO
      ? [`NOISY: the slowest calls began ${spread.toFixed(1)} times later than most; the machine had other work.`]
      : []),
    ...(bargeIns.silentAfter.length === 0 ? ["No interruption found the agent speaking: nothing is told of it."] : []),
  ];
};

/** The table of what was measured, which goals are met, and what is to be said of it. */
export const reportOf = (script: Bundle, measured: Measured): string => {
  const rows = rowsOf(script, measured);
  const held = rows.filter(({ met }) => met !== undefined);
  const missed = held.filter(({ met }) => !met);
  return [
    table(
      ["measured", "value", "goal", ""],
      rows.map(({ name, value, goal = "–", met }) => [
        name,
        value,
        goal,
        met === undefined ? "" : met ? "met" : "NOT MET",
      ]),
    ),
    missed.length === 0
      ? `All ${held.length} goals are met.`
      : `${held.length - missed.length} of ${held.length} goals are met; not met: ${missed.map(({ name }) => name).join("; ")}.`,
    ...doubts(measured),
  ].join("\n");
};
