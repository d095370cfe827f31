import type { Outcome } from "@bean-brew/tools";
import { describe, expect, it } from "vitest";
import type { AgentHandlers } from "../agent/connection.js";
import { openLog } from "./log.js";
import { meteredAnswer, meteredConnect } from "./metered.js";
import { openMetrics } from "./metrics.js";

const setUp = () => {
  const clock = { now: 0 };
  const metrics = openMetrics({
    sockets: () => 3,
    bufferedBytes: () => 4_096,
    journal: () => ({ waiting: 2, spilledBytes: 77 }),
    costs: () => ({ sinceStart: { shop: 1.5, other: 0 }, today: { shop: 0.25 } }),
  });
  /** The lines of one metric, without its help. */
  const lines = async (name: string): Promise<string[]> =>
    (await metrics.text()).split("\n").filter((line) => line.startsWith(name));
  return { clock, metrics, lines, now: () => clock.now };
};

describe("the metrics", () => {
  it("count sessions by state, and ends by reason", async () => {
    const { metrics, lines } = setUp();
    metrics.moved(undefined, "opening");
    metrics.moved(undefined, "opening");
    metrics.moved("opening", "live");
    metrics.moved("live", "closed", "client_stop");
    expect(await lines("bean_brew_sessions{")).toEqual([
      'bean_brew_sessions{state="opening"} 1',
      'bean_brew_sessions{state="live"} 0',
      'bean_brew_sessions{state="parted"} 0',
      'bean_brew_sessions{state="ending"} 0',
    ]);
    expect(await lines("bean_brew_sessions_ended")).toEqual(['bean_brew_sessions_ended_total{reason="client_stop"} 1']);
  });

  it("count sockets, refusals, and the event loop's delay", async () => {
    const { metrics, lines } = setUp();
    metrics.refused("unauthorized");
    metrics.refused("unauthorized");
    expect(await lines("bean_brew_refusals_total")).toEqual(['bean_brew_refusals_total{code="unauthorized"} 2']);
    expect(await lines("bean_brew_sockets")).toEqual(["bean_brew_sockets 3"]);
    expect(await lines("nodejs_eventloop_lag_p99_seconds")).toHaveLength(1);
  });

  it("say what waits, where, and what it costs", async () => {
    const { metrics, lines } = setUp();
    metrics.dropped.up += 3;
    expect(await lines("bean_brew_buffered_bytes")).toEqual(["bean_brew_buffered_bytes 4096"]);
    expect(await lines("bean_brew_journal_")).toEqual([
      "bean_brew_journal_waiting_entries 2",
      "bean_brew_journal_spilled_bytes 77",
    ]);
    expect(await lines("bean_brew_dropped_frames")).toEqual(['bean_brew_dropped_frames_total{direction="up"} 3']);
    expect(await lines("bean_brew_cost_")).toEqual([
      'bean_brew_cost_dollars_total{site="shop"} 1.5',
      'bean_brew_cost_dollars_total{site="other"} 0',
      'bean_brew_cost_today_dollars{site="shop"} 0.25',
    ]);
  });

  it("say how long turns took, part by part", async () => {
    const { metrics, lines } = setUp();
    metrics.turnTook({ turn: 2, think: 400, total: 900, relay: 2 });
    expect(await lines("bean_brew_turn_seconds_sum")).toEqual([
      'bean_brew_turn_seconds_sum{part="think"} 0.4',
      'bean_brew_turn_seconds_sum{part="total"} 0.9',
      'bean_brew_turn_seconds_sum{part="relay"} 0.002',
    ]);
  });

  it("count audio both ways, as often as somebody looks, and how long the agent took", async () => {
    const { metrics, lines, clock, now } = setUp();
    const agents: AgentHandlers[] = [];
    const frames: number[] = [];
    const connect = meteredConnect(
      (handlers) => {
        agents.push(handlers);
        return {
          send: () => undefined,
          sendAudio: (frame) => void frames.push(frame.length),
          unsentBytes: () => 0,
          pause: () => undefined,
          resume: () => undefined,
          keepAlive: () => undefined,
          close: () => undefined,
        };
      },
      metrics,
      now,
    );
    const heard: string[] = [];
    const connection = connect({
      message: ({ type }) => void heard.push(type),
      audio: (frame) => void heard.push(`${frame.length} bytes`),
      gone: () => void heard.push("gone"),
    });
    clock.now = 300;
    agents[0]!.message({ type: "Welcome" });
    agents[0]!.audio(Buffer.alloc(960));
    connection.sendAudio(Buffer.alloc(1_280));
    connection.sendAudio(Buffer.alloc(1_280));
    agents[0]!.gone();
    connect({ message: () => undefined, audio: () => undefined, gone: () => undefined });
    clock.now = 1_300;
    agents[1]!.gone(401);
    expect([heard, frames]).toEqual([
      ["Welcome", "960 bytes", "gone"],
      [1_280, 1_280],
    ]);
    await lines("bean_brew_audio_bytes_total");
    expect(await lines("bean_brew_audio_bytes_total")).toEqual([
      'bean_brew_audio_bytes_total{direction="up"} 2560',
      'bean_brew_audio_bytes_total{direction="down"} 960',
    ]);
    expect(await lines("bean_brew_agent_connect_seconds_sum")).toEqual([
      'bean_brew_agent_connect_seconds_sum{outcome="ok"} 0.3',
      'bean_brew_agent_connect_seconds_sum{outcome="failed"} 1',
    ]);
  });

  it("count tools by name and outcome, and names that there are not as one", async () => {
    const { metrics, lines, clock, now } = setUp();
    const outcomes: Outcome[] = [
      { ok: true, result: {} },
      { ok: false, result: {} },
    ];
    const answer = meteredAnswer(
      async () => {
        clock.now += 200;
        return outcomes.shift() ?? { ok: true, result: {} };
      },
      { names: ["find_customer"], metrics, now, log: openLog("silent") },
    );
    const caller = { sessionId: "s", scope: "public", misses: 0, userTurn: 1 } as const;
    const call = (name: string, signal = new AbortController().signal) =>
      answer([], { id: "1", name, arguments: "{}" }, caller, signal, () => undefined);
    expect(await call("find_customer")).toEqual({ ok: true, result: {} });
    await call("made_up_by_the_model");
    await call("find_customer", AbortSignal.abort());
    expect(await lines("bean_brew_tool_seconds_sum")).toEqual([
      'bean_brew_tool_seconds_sum{tool="find_customer",outcome="ok"} 0.2',
      'bean_brew_tool_seconds_sum{tool="unknown",outcome="failed"} 0.2',
      'bean_brew_tool_seconds_sum{tool="find_customer",outcome="cancelled"} 0.2',
    ]);
  });
});
