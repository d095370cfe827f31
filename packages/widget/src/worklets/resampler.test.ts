import { describe, expect, it } from "vitest";
import { rms } from "./level.js";
import { createResampler } from "./resampler.js";

const sine = (hz: number, rate: number, seconds = 0.5): Float32Array =>
  Float32Array.from({ length: rate * seconds }, (_, index) => 0.5 * Math.sin((2 * Math.PI * hz * index) / rate));

const convert = (input: Float32Array, from: number, to: number, block = input.length): Float32Array => {
  const resampler = createResampler(from, to);
  const output: number[] = [];
  for (let start = 0; start < input.length; start += block) {
    const part = input.subarray(start, start + block);
    const target = new Float32Array(resampler.capacity(part.length));
    output.push(...target.subarray(0, resampler.process(part, target)));
  }
  return Float32Array.from(output);
};

/** Level of what comes out over what went in, in dB, without the edges. */
const gainDb = (hz: number, from: number, to: number): number => {
  const output = convert(sine(hz, from), from, to);
  return 20 * Math.log10(rms(output.subarray(200, output.length - 200)) / (0.5 / Math.SQRT2));
};

describe("resampler", () => {
  it("rejects what would come back as an alias", () => {
    for (const hz of [9_000, 12_000, 15_500, 20_000]) expect(gainDb(hz, 48_000, 16_000), `${hz} Hz`).toBeLessThan(-60);
    expect(gainDb(9_000, 44_100, 16_000)).toBeLessThan(-60);
    expect(gainDb(5_000, 48_000, 8_000)).toBeLessThan(-60);
  });

  it("leaves the pass band flat", () => {
    for (const hz of [100, 1_000, 3_400, 6_000])
      for (const from of [44_100, 48_000, 96_000])
        expect(Math.abs(gainDb(hz, from, 16_000)), `${hz} of ${from}`).toBeLessThan(0.1);
    for (const hz of [100, 4_000, 9_000]) expect(Math.abs(gainDb(hz, 24_000, 48_000)), `${hz}`).toBeLessThan(0.1);
  });

  it("adds no image when it goes up", () => {
    const output = convert(sine(4_000, 24_000), 24_000, 48_000);
    const middle = output.subarray(200, output.length - 200);
    // Whatever is no 4 kHz: the rest after the sine and the cosine of 4 kHz are taken out.
    let sin = 0;
    let cos = 0;
    middle.forEach((value, index) => {
      sin += value * Math.sin((2 * Math.PI * index) / 12);
      cos += value * Math.cos((2 * Math.PI * index) / 12);
    });
    const rest = middle.map(
      (value, index) =>
        value -
        ((2 * sin) / middle.length) * Math.sin((2 * Math.PI * index) / 12) -
        ((2 * cos) / middle.length) * Math.cos((2 * Math.PI * index) / 12),
    );
    expect(20 * Math.log10(rms(rest) / rms(middle))).toBeLessThan(-60);
  });

  it("gives the same whatever the size of the blocks", () => {
    const input = sine(1_234, 44_100, 0.3);
    const whole = convert(input, 44_100, 16_000);
    for (const block of [1, 7, 128, 1_000]) expect(convert(input, 44_100, 16_000, block)).toEqual(whole);
  });

  it("does not drift: ten seconds at 44.1 kHz are ten seconds at 16 kHz", () => {
    const output = convert(new Float32Array(441_000), 44_100, 16_000, 4_410);
    expect(160_000 - output.length).toBeGreaterThanOrEqual(0);
    expect(160_000 - output.length).toBeLessThan(64);
  });

  it("passes equal rates through, and starts again after a reset", () => {
    const input = sine(440, 16_000, 0.1);
    expect(convert(input, 16_000, 16_000)).toEqual(input);
    const resampler = createResampler(48_000, 16_000);
    const first = new Float32Array(resampler.capacity(480));
    const count = resampler.process(sine(440, 48_000, 0.01), first);
    resampler.reset();
    const again = new Float32Array(resampler.capacity(480));
    expect(resampler.process(sine(440, 48_000, 0.01), again)).toBe(count);
    expect(again).toEqual(first);
  });
});
