import { describe, expect, it } from "vitest";
import { doubts, ratios, reportOf } from "./report.js";
import type { Trial } from "./trial.js";
import { WAYS, type WayName } from "./ways.js";

const trial = (way: WayName, round: number, over: Partial<Trial> = {}): Trial => ({
  way,
  round,
  sessions: 50,
  microsecondsPerFrame: { direct: NaN, pipe: 10, relay: 11 }[way],
  cores: { middle: way === "direct" ? NaN : 0.2, callers: 0.3, agent: 0.2 },
  pace: 1,
  p50: { direct: 0.2, pipe: 0.4, relay: 0.5 }[way],
  p99: { direct: 1, pipe: 1.5, relay: 2 }[way],
  bytesPerSession: way === "direct" ? NaN : 20_480,
  residentBytes: way === "direct" ? NaN : 80 * 1_024 ** 2,
  lost: 0,
  disordered: 0,
  ...over,
});

const rounds = (over: (way: WayName, round: number) => Partial<Trial> = () => ({})): Trial[] =>
  [1, 2, 3].flatMap((round) => WAYS.map((way) => trial(way, round, over(way, round))));

describe("the report of the relay's bench", () => {
  it("pairs what was measured in the same round", () => {
    const slower = rounds((way, round) => ({ microsecondsPerFrame: round * (way === "relay" ? 12 : 10) }));
    expect(ratios(slower)).toEqual([1.2, 1.2, 1.2]);
    expect(doubts(slower)).toEqual([]);
  });

  it("says what the relay adds to no relay, and counts losses over all rounds", () => {
    const text = reportOf(rounds((way) => (way === "relay" ? { lost: 2 } : {})));
    const cells = text
      .split("\n")
      .find((line) => line.startsWith("| relay"))
      ?.split("|")
      .map((cell) => cell.trim());
    expect(cells?.slice(1, -1)).toEqual([
      "relay",
      "11.0",
      "1.10",
      "0.50",
      "2.00",
      "0.30",
      "1.00",
      "20",
      "0",
      "80",
      "6",
      "0",
    ]);
  });

  it("says of each goal whether it is met, by what is above the pipe in the same round", () => {
    const good = reportOf(rounds((way) => (way === "relay" ? { bytesPerSession: 70 * 1_024 } : {})));
    expect(good.split("\n").slice(-4)).toEqual([
      "met: 1.10 × the pipe's CPU time a frame, at most 1.15",
      "met: p99 1.00 ms above the direct way, less than 2",
      "met: 50 KB a session above the pipe, less than 60",
      "met: 0 frames lost or disordered, none",
    ]);
    const bad = { microsecondsPerFrame: 11.6, p99: 3, bytesPerSession: 80 * 1_024, disordered: 1 };
    const verdicts = reportOf(rounds((way) => (way === "relay" ? bad : {})))
      .split("\n")
      .slice(-4);
    for (const verdict of verdicts) expect(verdict).toMatch(/^NOT MET: /);
  });

  it("has no goal for CPU and latency where there are more sessions than it is made for", () => {
    expect(reportOf(rounds(() => ({ sessions: 500, p99: 30 })))).not.toMatch(/NOT MET|CPU time a frame/);
  });

  it.each([
    ["NOISY", rounds((way, round) => (way === "relay" && round === 2 ? { microsecondsPerFrame: 15 } : {}))],
    ["BUSY", rounds(() => ({ cores: { middle: 0.2, callers: 0.95, agent: 0.2 } }))],
    ["BEHIND", rounds((_, round) => (round === 3 ? { pace: 0.5 } : {}))],
  ])("says when the numbers are %s", (word, trials) => {
    expect(doubts(trials)).toEqual([expect.stringMatching(new RegExp(`^${word}: `))]);
    expect(reportOf(trials)).toContain(word);
  });
});
