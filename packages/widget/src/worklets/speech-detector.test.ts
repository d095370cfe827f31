import { describe, expect, it } from "vitest";
import { createSpeechDetector, HANGOVER_MS, ONSET_MS, QUIETEST_SPEECH, WINDOW_MS } from "./speech-detector.js";

const RATE = 48_000;
const BLOCK = 128;

/** A detector that hears `level` (RMS) for so many ms, on and on. */
const listen = () => {
  const detector = createSpeechDetector(RATE);
  let heard = 0;
  return {
    detector,
    hear(ms: number, level: number): void {
      for (const end = heard + (RATE * ms) / 1_000; heard < end; heard += BLOCK)
        detector.process(
          Float32Array.from({ length: BLOCK }, (_, index) => level * Math.SQRT2 * Math.sin((heard + index) / 12)),
          (heard / RATE) * 1_000,
        );
    },
    now: () => (heard / RATE) * 1_000,
  };
};

describe("the speech detector", () => {
  it("hears speech within a tenth of a second, and its end to the window", () => {
    const { detector, hear, now } = listen();
    hear(1_000, 0.002);
    expect(detector).toMatchObject({ speaking: false, spokeAt: undefined });
    hear(ONSET_MS + 2 * WINDOW_MS, 0.1);
    expect(detector.speaking).toBe(true);
    hear(700, 0.1);
    const end = now();
    hear(HANGOVER_MS / 2, 0.002);
    expect(detector.speaking).toBe(true);
    hear(HANGOVER_MS, 0.002);
    expect(detector.speaking).toBe(false);
    expect(Math.abs(detector.spokeAt! - end)).toBeLessThanOrEqual(2 * WINDOW_MS);
  });

  it("takes no click for speech, nor anything that is hardly to be heard", () => {
    const { detector, hear } = listen();
    for (let click = 0; click < 20; click += 1) {
      hear(ONSET_MS - 2 * WINDOW_MS, 0.3);
      hear(100, 0);
    }
    hear(1_000, QUIETEST_SPEECH / 2);
    expect(detector).toMatchObject({ speaking: false, spokeAt: undefined });
  });

  it("gets used to a noise that stays, and hears who speaks over it", () => {
    const { detector, hear } = listen();
    hear(12_000, 0.02);
    expect(detector.speaking).toBe(false);
    hear(ONSET_MS + 2 * WINDOW_MS, 0.2);
    expect(detector.speaking).toBe(true);
  });
});
