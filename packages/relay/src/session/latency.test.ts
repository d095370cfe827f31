import { describe, expect, it } from "vitest";
import { agent, live, outcome, request, call, says, tick, told, type Run } from "./play.testing.js";

const latencies = (run: Run) => told(run).filter(({ type }) => type === "latency");
const report = (parts: object) => agent({ type: "LatencyReport", report: parts });
const done = agent({ type: "AgentAudioDone", sentMs: 1_000, playsMs: 0 });
const sounds = agent({ type: "first_audio" });

describe("how long a turn took", () => {
  const asked = () => live().then({ at: 1_000 }, says("user", "Hello?"));

  it("is told once, of all the reports of it, with the relay's own share", () => {
    const answered = asked().then(
      { at: 1_200 },
      request(call("a")),
      { at: 1_500 },
      outcome("a"),
      { at: 2_000 },
      says("assistant", "Hello."),
      sounds,
      done,
      report({ stt: 100, total: 900 }),
      report({ think: 300 }),
      { at: 2_200 },
      tick,
    );
    expect(latencies(answered)).toEqual([]);
    expect(latencies(answered.then({ at: 2_300 }, tick, tick))).toEqual([
      { type: "latency", turn: 2, stt: 100, think: 300, tool: 300, total: 900, relay: 300 },
    ]);
  });

  it("is told by the relay's own clock where the agent does not report", () => {
    const answered = asked().then({ at: 1_700 }, sounds, done, { at: 3_600 }, tick);
    expect(latencies(answered)).toEqual([]);
    expect(latencies(answered.then({ at: 3_800 }, tick))).toEqual([{ type: "latency", turn: 2, total: 700, relay: 0 }]);
  });

  it("is told of a turn that was cut when the next one begins", () => {
    const cut = asked().then({ at: 1_700 }, sounds, agent({ type: "UserStartedSpeaking" }), says("user", "No, wait."));
    expect(latencies(cut)).toMatchObject([{ turn: 2, total: 700 }]);
  });

  it("is not told of a greeting, for which nobody waited, unless the agent does", () => {
    const greeted = live().then(sounds, done);
    expect(latencies(greeted.then({ at: 9_000 }, tick))).toEqual([]);
    expect(latencies(greeted.then(report({ tts: 80 }), { at: 9_000 }, tick))).toEqual([
      { type: "latency", turn: 1, tts: 80, relay: 0 },
    ]);
    expect(latencies(live().then(report({ tts: 80 }), { at: 9_000 }, tick))).toEqual([]);
  });
});
