import type { ErrorCode, EndReason, Latency } from "@bean-brew/widget/protocol";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

const CONNECT_SECONDS = [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 2, 5];
const TOOL_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8];
const TURN_SECONDS = [0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2, 3, 5, 8];
const TURN_PARTS = ["stt", "think", "tool", "tts", "total", "relay"] as const;
/** How often the delay of the event loop is measured, in ms. */
const EVENT_LOOP_MS = 20;

/** The states of a session that lives. */
export const SESSION_STATES = ["opening", "live", "parted", "ending"] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** What is asked when somebody looks. */
export interface Gauges {
  readonly sockets: () => number;
  /** What browsers have not taken yet. */
  readonly bufferedBytes: () => number;
  /** Entries that are not written down yet, and what is on disk because the store did not take it. */
  readonly journal: () => { readonly waiting: number; readonly spilledBytes: number };
  /** What each site has cost since the start, and on this day, in US dollars. */
  readonly costs: () => { readonly sinceStart: BySite; readonly today: BySite };
}

type BySite = Readonly<Record<string, number>>;

/**
 * What the relay counts of itself. Everything here is cheap; what is counted for every audio frame is a number,
 * which becomes a metric only when somebody looks.
 */
export interface Metrics {
  /** Bytes of audio that passed since the start: `up` from browsers to the agent, `down` from it. */
  readonly audio: { up: number; down: number };
  /** Frames that were dropped since the start because who was to take them was behind. */
  readonly dropped: { up: number };
  /** A session is in another state now; the first has no `from`, and a closed one a reason. */
  moved(from: SessionState | undefined, to: SessionState | "closed", reason?: EndReason): void;
  /** A socket or a request was refused. */
  refused(code: ErrorCode): void;
  /** The agent answered, so many ms after it was asked for; or it did not. */
  connected(ms: number, outcome: "ok" | "failed"): void;
  /** A tool of the relay's ran for so many ms. */
  toolRan(tool: string, outcome: "ok" | "failed" | "cancelled", ms: number): void;
  /** How long a turn took, as the browser was told. */
  turnTook(latency: Omit<Latency, "type">): void;
  /** Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

interface Told {
  readonly name: string;
  readonly help: string;
  readonly label?: string;
  readonly values: () => Readonly<Record<string, number>>;
}

/** A counter whose values are looked up when somebody asks. */
const counted = (registry: Registry, { name, help, label = "direction", values }: Told) =>
  new Counter({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    collect() {
      this.reset();
      for (const [key, value] of Object.entries(values())) this.inc({ [label]: key }, value);
    },
  });

/** A number that is looked up when somebody asks. */
const gauged = (registry: Registry, name: string, help: string, value: () => number) =>
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(value());
    },
  });

export const openMetrics = (gauges: Gauges): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  const audio = { up: 0, down: 0 };
  const dropped = { up: 0 };
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_MS });

  const sessions = new Gauge({
    name: "bean_brew_sessions",
    help: "Sessions that live, by state.",
    labelNames: ["state"],
    registers,
  });
  SESSION_STATES.forEach((state) => sessions.set({ state }, 0));
  const ended = new Counter({
    name: "bean_brew_sessions_ended_total",
    help: "Sessions that have ended, by the reason that the browser was told.",
    labelNames: ["reason"],
    registers,
  });
  const refusals = new Counter({
    name: "bean_brew_refusals_total",
    help: "Sockets and requests that were refused, by the code of the error.",
    labelNames: ["code"],
    registers,
  });
  const connecting = new Histogram({
    name: "bean_brew_agent_connect_seconds",
    help: "Time until the voice agent welcomed a connection, or until that failed.",
    labelNames: ["outcome"],
    buckets: CONNECT_SECONDS,
    registers,
  });
  const tools = new Histogram({
    name: "bean_brew_tool_seconds",
    help: "Time that a tool took, by its outcome.",
    labelNames: ["tool", "outcome"],
    buckets: TOOL_SECONDS,
    registers,
  });
  const turns = new Histogram({
    name: "bean_brew_turn_seconds",
    help: "How long a turn took, by its part: listening, thinking, tools, speaking, the relay's own share, and in all.",
    labelNames: ["part"],
    buckets: TURN_SECONDS,
    registers,
  });
  counted(registry, {
    name: "bean_brew_audio_bytes_total",
    help: "Bytes of audio that passed, up to the agent or down.",
    values: () => audio,
  });
  counted(registry, {
    name: "bean_brew_dropped_frames_total",
    help: "Frames of audio that were dropped because who was to take them was behind.",
    values: () => dropped,
  });
  counted(registry, {
    name: "bean_brew_cost_dollars_total",
    help: "What connections to the voice agent cost, by site, in US dollars.",
    label: "site",
    values: () => gauges.costs().sinceStart,
  });
  new Gauge({
    name: "bean_brew_cost_today_dollars",
    help: "What a site's calls cost on this day of the shop's, on all relays, in US dollars.",
    labelNames: ["site"],
    registers,
    collect() {
      this.reset();
      for (const [site, value] of Object.entries(gauges.costs().today)) this.set({ site }, value);
    },
  });
  gauged(registry, "bean_brew_sockets", "WebSockets of browsers that are open.", gauges.sockets);
  gauged(registry, "bean_brew_buffered_bytes", "What browsers have not taken yet, in bytes.", gauges.bufferedBytes);
  gauged(
    registry,
    "bean_brew_journal_waiting_entries",
    "Entries of conversations that are neither in the store nor on disk yet.",
    () => gauges.journal().waiting,
  );
  gauged(
    registry,
    "bean_brew_journal_spilled_bytes",
    "Conversations on disk that the store has not taken yet, in bytes.",
    () => gauges.journal().spilledBytes,
  );

  return {
    audio,
    dropped,
    moved: (from, to, reason) => {
      if (from !== undefined) sessions.dec({ state: from });
      if (to !== "closed") sessions.inc({ state: to });
      else if (reason !== undefined) ended.inc({ reason });
    },
    refused: (code) => refusals.inc({ code }),
    connected: (ms, outcome) => connecting.observe({ outcome }, ms / 1_000),
    toolRan: (tool, outcome, ms) => tools.observe({ tool, outcome }, ms / 1_000),
    turnTook: (latency) => {
      for (const part of TURN_PARTS) {
        const ms = latency[part];
        if (ms !== undefined) turns.observe({ part }, ms / 1_000);
      }
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
};
