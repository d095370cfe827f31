import type { ErrorCode, EndReason } from "@bean-brew/widget/protocol";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

const CONNECT_SECONDS = [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 2, 5];
const TOOL_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8];
/** How often the delay of the event loop is measured, in ms. */
const EVENT_LOOP_MS = 20;

/** The states of a session that lives. */
export const SESSION_STATES = ["opening", "live", "parted", "ending"] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** What is asked when somebody looks. */
export interface Gauges {
  readonly sockets: () => number;
}

/**
 * What the relay counts of itself. Everything here is cheap; what is counted for every audio frame is a number,
 * which becomes a metric only when somebody looks.
 */
export interface Metrics {
  /** Bytes of audio that passed since the start: `up` from browsers to the agent, `down` from it. */
  readonly audio: { up: number; down: number };
  /** A session is in another state now; the first has no `from`, and a closed one a reason. */
  moved(from: SessionState | undefined, to: SessionState | "closed", reason?: EndReason): void;
  /** A socket or a request was refused. */
  refused(code: ErrorCode): void;
  /** The agent answered, so many ms after it was asked for; or it did not. */
  connected(ms: number, outcome: "ok" | "failed"): void;
  /** A tool of the relay's ran for so many ms. */
  toolRan(tool: string, outcome: "ok" | "failed" | "cancelled", ms: number): void;
  /** Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

const counted = (registry: Registry, name: string, help: string, values: () => Readonly<Record<string, number>>) =>
  new Counter({
    name,
    help,
    labelNames: ["direction"],
    registers: [registry],
    collect() {
      this.reset();
      for (const [direction, value] of Object.entries(values())) this.inc({ direction }, value);
    },
  });

export const openMetrics = (gauges: Gauges): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  const audio = { up: 0, down: 0 };
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
  counted(registry, "bean_brew_audio_bytes_total", "Bytes of audio that passed, up to the agent or down.", () => audio);
  new Gauge({
    name: "bean_brew_sockets",
    help: "WebSockets of browsers that are open.",
    registers,
    collect() {
      this.set(gauges.sockets());
    },
  });

  return {
    audio,
    moved: (from, to, reason) => {
      if (from !== undefined) sessions.dec({ state: from });
      if (to !== "closed") sessions.inc({ state: to });
      else if (reason !== undefined) ended.inc({ reason });
    },
    refused: (code) => refusals.inc({ code }),
    connected: (ms, outcome) => connecting.observe({ outcome }, ms / 1_000),
    toolRan: (tool, outcome, ms) => tools.observe({ tool, outcome }, ms / 1_000),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
};
