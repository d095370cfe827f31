import { describe, expect, it } from "vitest";
import {
  createPlayback,
  FIRST_PREBUFFER_MS,
  MAX_PREBUFFER_MS,
  type Playback,
  type PlaybackReport,
} from "./playback.js";
import { MAX_QUEUED_SECONDS, MAX_QUEUED_TURNS } from "./turn-queue.js";

const FROM = 24_000;
const TO = 48_000;

const tone = (ms: number, amplitude = 10_000): Int16Array<ArrayBuffer> =>
  Int16Array.from(
    { length: (FROM * ms) / 1_000 },
    (_, index) => amplitude * Math.sin((2 * Math.PI * 300 * index) / FROM),
  );

const open = (): {
  playback: Playback;
  reports: PlaybackReport[];
  of: <T extends PlaybackReport["type"]>(type: T) => Extract<PlaybackReport, { type: T }>[];
  play: (ms: number) => Float32Array;
} => {
  const reports: PlaybackReport[] = [];
  const playback = createPlayback({ from: FROM, to: TO }, (report) => reports.push(report));
  let played = 0;
  return {
    playback,
    reports,
    of: <T extends PlaybackReport["type"]>(type: T) =>
      reports.filter((report): report is Extract<PlaybackReport, { type: T }> => report.type === type),
    play(ms) {
      const output = new Float32Array(Math.round((TO * ms) / 1_000 / 128) * 128);
      for (let at = 0; at < output.length; at += 128, played += 128)
        playback.process(output.subarray(at, at + 128), (played / TO) * 1_000);
      return output;
    },
  };
};

const peak = (samples: Float32Array): number => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
/** The largest step between two neighbours: a click is a step that the tone itself never makes. */
const steepest = (samples: Float32Array): number =>
  samples.reduce((most, sample, index) => Math.max(most, Math.abs(sample - (samples[index - 1] ?? sample))), 0);
const TONE_STEP = (10_000 / 32_768) * 2 * Math.PI * (300 / TO) * 1.6;

describe("playback", () => {
  it("waits for the prebuffer, then plays the turn whole and says so", () => {
    const { playback, of, play } = open();
    playback.command({ type: "push", turn: 2, samples: tone(FIRST_PREBUFFER_MS - 20) });
    expect(peak(play(100))).toBe(0);
    playback.command({ type: "push", turn: 2, samples: tone(460) });
    playback.command({ type: "complete", turn: 2 });
    expect(peak(play(600))).toBeGreaterThan(0.25);
    const [started] = of("turn_started");
    expect(started?.turn).toBe(2);
    // By the clock of the blocks: after what was played before its prebuffer was full.
    expect(started?.at).toBeCloseTo(100, -1);
    expect(of("turn_ended")[0]?.playedMs).toBeCloseTo(500, 5);
    const meter = of("meter").at(-1);
    expect(meter?.audibleMs).toBeGreaterThan(450);
    expect(meter?.audibleMs).toBeLessThan(510);
  });

  it("plays a turn that is shorter than the prebuffer once it is complete", () => {
    const { playback, of, play } = open();
    playback.command({ type: "push", turn: 1, samples: tone(20) });
    playback.command({ type: "complete", turn: 1 });
    expect(peak(play(100))).toBeGreaterThan(0.2);
    expect(of("turn_ended")).toHaveLength(1);
  });

  it("is silent within 30 ms of a flush, without a click, and tells what was heard", () => {
    const { playback, of, play } = open();
    playback.command({ type: "push", turn: 4, samples: tone(2_000) });
    const heard = play(500);
    playback.command({ type: "flush", before: 5 });
    const after = play(200);
    const whole = Float32Array.from([...heard, ...after]);
    expect(peak(after.subarray((TO * 30) / 1_000))).toBe(0);
    expect(steepest(whole)).toBeLessThan(TONE_STEP);
    const [cut] = of("turn_cut");
    expect(cut?.turn).toBe(4);
    expect(cut?.silentAfterMs).toBeLessThanOrEqual(30);
    expect(cut?.playedMs).toBeGreaterThan(495);
    expect(cut?.playedMs).toBeLessThan(515);
    expect(of("turn_ended")).toHaveLength(0);
  });

  it("drops what still comes of a cut turn and plays the next", () => {
    const { playback, of, play } = open();
    playback.command({ type: "push", turn: 4, samples: tone(500) });
    play(200);
    playback.command({ type: "flush", before: 5 });
    play(50);
    playback.command({ type: "push", turn: 4, samples: tone(500) });
    expect(peak(play(300))).toBe(0);
    playback.command({ type: "push", turn: 6, samples: tone(500) });
    expect(peak(play(300))).toBeGreaterThan(0.25);
    expect(of("turn_started").map(({ turn }) => turn)).toEqual([4, 6]);
  });

  it("cuts turns that had not begun with nothing played, and keeps a later one that is queued", () => {
    const { playback, of, play } = open();
    playback.command({ type: "push", turn: 2, samples: tone(300) });
    playback.command({ type: "push", turn: 3, samples: tone(300) });
    playback.command({ type: "push", turn: 6, samples: tone(300) });
    play(100);
    playback.command({ type: "flush", before: 5 });
    expect(peak(play(200))).toBeGreaterThan(0.25);
    expect(of("turn_cut").map(({ turn, playedMs }) => [turn, Math.round(playedMs / 50)])).toEqual([
      [2, 2],
      [3, 0],
    ]);
    expect(of("turn_started").map(({ turn }) => turn)).toEqual([2, 6]);
  });

  it("counts on where a turn that was thought to be over goes on, as after a connection that broke", () => {
    const { playback, of, play } = open();
    playback.command({ type: "push", turn: 2, samples: tone(400) });
    playback.command({ type: "complete", turn: 2 });
    play(600);
    playback.command({ type: "push", turn: 2, samples: tone(1_000) });
    play(300);
    playback.command({ type: "flush", before: 3 });
    play(50);
    expect(of("turn_started").map(({ turn }) => turn)).toEqual([2, 2]);
    expect(of("turn_ended").map(({ playedMs }) => playedMs)).toEqual([400]);
    const [cut] = of("turn_cut");
    expect(cut?.playedMs).toBeGreaterThan(695);
    expect(cut?.playedMs).toBeLessThan(715);
  });

  it("counts an underrun, fades instead of clicking, and asks for more each time up to the bound", () => {
    const { playback, of, play } = open();
    let whole: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      playback.command({ type: "push", turn: 2, samples: tone(MAX_PREBUFFER_MS) });
      whole = [...whole, ...play(MAX_PREBUFFER_MS + 100)];
    }
    expect(of("meter").at(-1)?.underruns).toBe(20);
    expect(steepest(Float32Array.from(whole))).toBeLessThan(TONE_STEP);
    playback.command({ type: "push", turn: 2, samples: tone(MAX_PREBUFFER_MS - 20) });
    expect(peak(play(300))).toBe(0);
  });

  it("takes audio that comes much faster than it is played, up to the bound, and counts what is over", () => {
    const { playback, of, play } = open();
    const second = tone(1_000);
    for (let count = 0; count < MAX_QUEUED_SECONDS + 2; count += 1)
      playback.command({ type: "push", turn: 2, samples: second });
    play(100);
    expect(of("meter").at(-1)?.dropped).toBe(2 * FROM);
  });

  it("bounds the turns that wait", () => {
    const { playback, of, play } = open();
    for (let turn = 1; turn <= MAX_QUEUED_TURNS + 3; turn += 1)
      playback.command({ type: "push", turn, samples: tone(100) });
    play(50);
    expect(of("meter").at(-1)?.dropped).toBe(3 * tone(100).length);
  });

  it("keeps the order when the ring wraps and grows", () => {
    const { playback, of, play } = open();
    for (let round = 0; round < 40; round += 1) {
      playback.command({ type: "push", turn: 2, samples: tone(100) });
      play(80);
    }
    playback.command({ type: "push", turn: 2, samples: tone(3_000) });
    playback.command({ type: "complete", turn: 2 });
    expect(steepest(play(4_000))).toBeLessThan(TONE_STEP);
    expect(of("turn_ended")[0]?.playedMs).toBeCloseTo(7_000, 5);
  });
});
