import { describe, expect, it } from "vitest";
import { createCapture, type CapturedFrame } from "./capture.js";

const run = (from: number, frameMs: number, seconds: number, muted = false): CapturedFrame[] => {
  const frames: CapturedFrame[] = [];
  const capture = createCapture({ from, to: 16_000, frameMs }, (frame) => frames.push(frame));
  capture.muted = muted;
  for (let at = 0; at < from * seconds; at += 128)
    capture.process(
      Float32Array.from({ length: 128 }, (_, index) => 0.5 * Math.sin((2 * Math.PI * 440 * (at + index)) / from)),
      (at / from) * 1_000,
    );
  return frames;
};

describe("capture", () => {
  it("makes frames of exactly the asked length from every device rate", () => {
    for (const from of [16_000, 44_100, 48_000, 96_000]) {
      const frames = run(from, 40, 1);
      expect(frames.length, `${from}`).toBeGreaterThanOrEqual(24);
      expect(new Set(frames.map(({ samples }) => samples.length))).toEqual(new Set([640]));
    }
    expect(run(48_000, 20, 1)[0]?.samples).toHaveLength(320);
  });

  it("tells how loud each frame is", () => {
    expect(run(48_000, 40, 1)[5]?.level).toBeCloseTo(0.5 / Math.SQRT2, 2);
  });

  it("tells when somebody was last heard to speak, by the clock of its blocks, and not while muted", () => {
    const frame = run(48_000, 40, 1).at(-1);
    expect(frame?.speaking).toBe(true);
    expect(frame?.spokeAt).toBeGreaterThan(940);
    expect(frame?.spokeAt).toBeLessThanOrEqual(1_000);
    expect(run(48_000, 40, 1, true).at(-1)).toMatchObject({ speaking: false, spokeAt: undefined });
  });

  it("sends silence while muted", () => {
    const frames = run(48_000, 40, 1, true);
    expect(frames.length).toBeGreaterThan(20);
    expect(frames.every(({ samples, level }) => level === 0 && samples.every((sample) => sample === 0))).toBe(true);
  });

  it("clips what is over full scale instead of wrapping it", () => {
    const frames: CapturedFrame[] = [];
    const capture = createCapture({ from: 16_000, to: 16_000, frameMs: 20 }, (frame) => frames.push(frame));
    capture.process(new Float32Array(160).fill(1.5), 0);
    capture.process(new Float32Array(160).fill(-1.5), 10);
    expect(frames[0]?.samples[0]).toBe(32_767);
    expect(frames[0]?.samples[200]).toBe(-32_768);
  });
});
