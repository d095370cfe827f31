import { describe, expect, it } from "vitest";
import { createDecoder, encode, ENCODINGS } from "./encoding.js";
import { createEar, MAX_TURN_SAMPLES, type Turn } from "./ear.js";
import { createMouth, MAX_QUEUED_SENTENCES, type Utterance } from "./mouth.js";
import { scriptedRecogniser } from "./recogniser.js";
import { createResampler, resample } from "./resample.js";
import { synthesise } from "./synthesiser.js";

function tone(hertz: number, rate: number, seconds = 0.5, level = 10_000): Int16Array {
  return Int16Array.from({ length: rate * seconds }, (_, i) =>
    Math.round(level * Math.sin((2 * Math.PI * hertz * i) / rate)),
  );
}

/** The level of the middle, away from the ends. */
function level(samples: Int16Array): number {
  const middle = samples.subarray(samples.length >> 2, (samples.length * 3) >> 2);
  return Math.sqrt(middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length);
}

describe("the resampler", () => {
  it.each([
    [16000, 24000],
    [16000, 48000],
    [16000, 8000],
    [44100, 16000],
    [8000, 16000],
  ])("keeps a tone from %i to %i Hz", (from, to) => {
    const result = resample(tone(1000, from), from, to);
    expect(Math.abs(result.length - to / 2)).toBeLessThan(to / 100);
    const expected = tone(1000, to);
    expect(level(result) / level(expected)).toBeCloseTo(1, 2);
    const error = result.map((sample, i) => sample - (expected[i] ?? sample));
    expect(level(error)).toBeLessThan(level(expected) * 0.01);
  });

  it("lets nothing fold back from above the new rate's half", () => {
    expect(level(resample(tone(7000, 48000), 48000, 8000))).toBeLessThan(level(tone(7000, 48000)) * 0.001);
  });

  it("gives the same in blocks of any size", () => {
    const input = tone(440, 44100);
    const whole = [...resample(input, 44100, 16000)];
    const resampler = createResampler(44100, 16000);
    const parts: number[] = [];
    for (let at = 0, size = 1; at < input.length; at += size, size = (size * 7) % 997) {
      parts.push(...resampler.push(input.subarray(at, at + size)));
    }
    parts.push(...resampler.flush());
    expect(parts).toEqual(whole);
  });
});

describe("encodings", () => {
  it.each(ENCODINGS)("%s comes back as it went, as nearly as it can", (encoding) => {
    const samples = Int16Array.from([0, 1, -1, 7, -8, 100, -100, 1000, -1000, 12345, -12345, 32767, -32768]);
    const back = createDecoder(encoding)(encode(samples, encoding));
    back.forEach((sample, i) =>
      expect(Math.abs(sample - samples[i]!)).toBeLessThanOrEqual(8 + Math.abs(samples[i]!) / 30),
    );
  });

  it("are the bytes that G.711 says", () => {
    expect([...encode(Int16Array.from([0, 1000, -1000, 32767]), "mulaw")]).toEqual([0xff, 0xce, 0x4e, 0x80]);
    expect([...encode(Int16Array.from([0, 1000, -1000, 32767]), "alaw")]).toEqual([0xd5, 0xfa, 0x7a, 0xaa]);
  });

  it("keep half a sample for the next frame", () => {
    const bytes = encode(Int16Array.from([1, 2, 3]), "linear16");
    const decode = createDecoder("linear16");
    expect([...decode(bytes.subarray(0, 3)), ...decode(bytes.subarray(3))]).toEqual([1, 2, 3]);
  });
});

describe("the mouth", () => {
  const utterance = (sentences: string[], done: () => void = () => undefined): Utterance => ({
    sentences,
    onSentence: () => undefined,
    onAudio: () => undefined,
    onDone: done,
  });

  it("keeps a bounded number of sentences", () => {
    const mouth = createMouth({
      sampleRate: 8000,
      synthesise: () => new Promise(() => undefined),
      send: () => undefined,
      buffered: () => 0,
      now: () => 0,
    });
    expect(mouth.say(utterance(Array.from({ length: MAX_QUEUED_SENTENCES }, () => "No.")))).toBe(true);
    expect(mouth.say(utterance(["One more."]))).toBe(false);
    mouth.stop();
    expect(mouth.say(utterance(["One more."]))).toBe(true);
  });

  it("is still heard after the last frame was sent", async () => {
    let time = 0;
    const mouth = createMouth({
      sampleRate: 8000,
      synthesise: async () => new Int16Array(8000),
      send: () => undefined,
      buffered: () => 0,
      now: () => time,
    });
    await new Promise<void>((resolve) => mouth.say(utterance(["A second."], resolve)));
    await Promise.resolve();
    expect(mouth.speaking()).toBe(true);
    time = 999;
    expect(mouth.speaking()).toBe(true);
    time = 1000;
    expect(mouth.speaking()).toBe(false);
  });

  it.each([[1], [319], [8_001], [8_481], [12_345]])("sends %i samples in frames of 20 to 60 ms", async (length) => {
    const frames: number[] = [];
    const mouth = createMouth({
      sampleRate: 16_000,
      synthesise: async () => new Int16Array(length).fill(1),
      send: (frame) => void frames.push(frame.length),
      buffered: () => 0,
      now: () => 0,
    });
    await new Promise<void>((resolve) => mouth.say(utterance(["So long."], resolve)));
    expect(Math.min(...frames)).toBeGreaterThanOrEqual(320);
    expect(Math.max(...frames)).toBeLessThanOrEqual(960);
    expect(frames.reduce((sum, samples) => sum + samples)).toBe(Math.max(length, 320));
  });

  it("sends a sentence whose next one is not made yet", async () => {
    let sent = 0;
    await new Promise<void>((resolve) => {
      const mouth = createMouth({
        sampleRate: 8000,
        synthesise: (sentence) =>
          sentence === "first" ? Promise.resolve(new Int16Array(4_000)) : new Promise(() => undefined),
        send: ({ length }) => {
          sent += length;
          if (sent === 4_000) resolve();
        },
        buffered: () => 0,
        now: () => 0,
      });
      mouth.say(utterance(["first", "second"]));
    });
    expect(sent).toBe(4_000);
  });

  it("sends faster than it is heard, though not all at once", async () => {
    const seconds = 10;
    let [sent, first] = [0, 0];
    const began = performance.now();
    const mouth = createMouth({
      sampleRate: 8000,
      synthesise: async () => {
        setImmediate(() => (first = sent));
        return new Int16Array(8000 * seconds);
      },
      send: ({ length }) => void (sent += length),
      buffered: () => 0,
      now: () => 0,
    });
    await new Promise<void>((resolve) => mouth.say(utterance(["Ten seconds."], resolve)));
    expect(first).toBeLessThan(8000);
    expect(sent).toBe(8000 * seconds);
    expect(performance.now() - began).toBeLessThan(1000 * seconds);
  });

  it("waits for a client that does not read", async () => {
    let unread = 1e6;
    let sent = 0;
    const mouth = createMouth({
      sampleRate: 8000,
      synthesise: async () => new Int16Array(8000),
      send: () => void sent++,
      buffered: () => {
        // Read after a while, which only comes when the mouth has asked again.
        unread -= 1e5;
        return unread;
      },
      now: () => 0,
    });
    await new Promise<void>((resolve) => mouth.say(utterance(["A second."], resolve)));
    expect(unread).toBeLessThan(3e5);
    expect(sent).toBe(25);
  });
});

describe("the ear", () => {
  it("ends a turn that is too long", async () => {
    const words = await synthesise("And then, and then, and then, and then, and then.", { sampleRate: 16000 });
    const recogniser = scriptedRecogniser(["a long story"]);
    const turn = await new Promise<Turn>((onTurn) => {
      void createEar({
        encoding: "linear16",
        sampleRate: 16000,
        recogniser: () => recogniser,
        pauses: () => ({ eagerMs: 420, endMs: 700, trigger: "model" }),
        now: () => 0,
        onStart: () => undefined,
        onPause: () => undefined,
        onResume: () => undefined,
        onVoice: () => undefined,
        onTurn,
      }).then((ear) => {
        const bytes = encode(words, "linear16");
        for (let sent = 0; sent < MAX_TURN_SAMPLES + 2 * words.length; sent += words.length) ear.write(bytes);
      });
    });
    expect(turn).toEqual({ text: "a long story", trigger: "timeout", latencyMs: 0 });
  });
});
