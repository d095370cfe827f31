import type { Latency } from "@bean-brew/widget/protocol";
import type { LatencyReport } from "../agent/messages.js";
import type { Ms } from "./types.js";

/** Reports may come in pieces, one field each: so long after the last, a turn's is told, in ms. */
const SETTLE_MS = 250;
/** How long after a turn's last audio the agent's own report is waited for, in ms. */
const REPORT_MS = 2_000;

/** How long the turns take, by the relay's clock and by the agent's reports. */
export interface Stopwatch {
  /** When the user had finished. */
  readonly askedAt?: Ms;
  /** Since then the agent has waited so long for the relay's tools, and waits for them again since `waitingSince`. */
  readonly waited: Ms;
  readonly waitingSince?: Ms;
  /** The agent's last turn, if it is not told yet. */
  readonly open?: OpenTurn;
  /** The agent's last turn that sounded. */
  readonly turn?: number;
}

interface OpenTurn {
  readonly turn: number;
  readonly total?: Ms;
  readonly relay: Ms;
  readonly report: LatencyReport;
  /** When it is told; not before its audio is done or a report of it is here. */
  readonly due?: Ms;
}

export const stopped: Stopwatch = { waited: 0 };

/** The stopwatch, and what is to be told. */
type Lap = readonly [Stopwatch, readonly Latency[]];

const told = (watch: Stopwatch): Lap => {
  const { open, ...rest } = watch;
  if (!open) return [watch, []];
  const { turn, relay, report } = open;
  // The agent's own figure for tools is how soon it called one.
  const tool = relay > 0 ? relay : undefined;
  const total = report.total ?? open.total;
  if (total === undefined && Object.keys(report).length === 0) return [rest, []];
  return [
    rest,
    [
      {
        type: "latency",
        turn,
        ...report,
        ...(tool !== undefined && { tool }),
        ...(total !== undefined && { total }),
        relay,
      },
    ],
  ];
};

/** The user has finished a turn: from here on the agent is waited for. */
export const userFinished = (watch: Stopwatch, now: Ms): Lap => {
  const [rest, messages] = told(watch);
  return [
    { askedAt: now, waited: 0, ...(rest.turn !== undefined && { turn: rest.turn }), ...waitingFrom(rest, now) },
    messages,
  ];
};

const waitingFrom = ({ waitingSince }: Stopwatch, now: Ms): Pick<Stopwatch, "waitingSince"> =>
  waitingSince === undefined ? {} : { waitingSince: now };

/** The agent begins to wait for the relay's tools, or has all that it waited for. */
export const waits = (watch: Stopwatch, isWaiting: boolean, now: Ms): Stopwatch => {
  const { waitingSince, ...rest } = watch;
  if (isWaiting) return { ...watch, waitingSince: waitingSince ?? now };
  return waitingSince === undefined ? watch : { ...rest, waited: rest.waited + now - waitingSince };
};

/** The agent's turn sounds for the first time. */
export const agentBegan = (watch: Stopwatch, turn: number, now: Ms): Lap => {
  const [rest, messages] = told(watch);
  const total = rest.askedAt === undefined ? {} : { total: now - rest.askedAt };
  return [{ ...rest, turn, open: { turn, ...total, relay: rest.waited, report: {} } }, messages];
};

/** The turn's last audio was sent. */
export const agentFinished = (watch: Stopwatch, now: Ms): Stopwatch =>
  watch.open && watch.open.due === undefined ? { ...watch, open: { ...watch.open, due: now + REPORT_MS } } : watch;

/** The agent reports of its last turn, in one piece or in several. */
export const reported = (watch: Stopwatch, report: LatencyReport, now: Ms): Stopwatch => {
  const { turn } = watch;
  if (turn === undefined) return watch;
  const open = watch.open ?? { turn, relay: watch.waited, report: {} };
  return { ...watch, open: { ...open, report: { ...open.report, ...report }, due: now + SETTLE_MS } };
};

/** What is due to be told by now. */
export const lap = (watch: Stopwatch, now: Ms): Lap =>
  watch.open?.due !== undefined && now >= watch.open.due ? told(watch) : [watch, []];
