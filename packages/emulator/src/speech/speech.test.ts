import { afterAll, describe, expect, it } from "vitest";
import { findPocketsphinx, pocketsphinx } from "./pocketsphinx.js";
import { createSynthesiser, MAX_TEXT_CHARACTERS, MAX_WAITING_TEXTS, synthesise } from "./synthesiser.js";
import { createTurnDetector, createVoiceDetector, FRAME_MS, FRAME_SAMPLES, HEARING_RATE } from "./voice-activity.js";

const silence = (seconds: number): Int16Array => new Int16Array(Math.round(HEARING_RATE * seconds));

/** White noise from a generator with a fixed seed. */
function noise(seconds: number, level: number): Int16Array {
  let seed = 1;
  return silence(seconds).map(() => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.round(((seed / 2 ** 32) * 2 - 1) * level);
  });
}

function join(...parts: Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** What the detectors make of a recording, with the time of each in ms. */
async function turns(samples: Int16Array, pauseMs = 700): Promise<{ is: string; at: number }[]> {
  const voice = await createVoiceDetector();
  const turn = createTurnDetector(() => pauseMs);
  const seen: { is: string; at: number }[] = [];
  for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES) {
    const is = turn.push(voice.voiced(samples.subarray(at, at + FRAME_SAMPLES)));
    if (is) seen.push({ is, at: (at / FRAME_SAMPLES + 1) * FRAME_MS });
  }
  voice.close();
  return seen;
}

describe("voice activity", () => {
  it("finds the beginning and the end of speech between silences", async () => {
    const speech = await synthesise("I would like to book a consultation on Tuesday afternoon.", { sampleRate: 16000 });
    const seen = await turns(join(silence(1), speech, silence(1.5)));
    expect(seen.map(({ is }) => is)).toEqual(["started", "ended"]);
    expect(seen[0]!.at).toBeGreaterThan(1000);
    expect(seen[0]!.at).toBeLessThan(1700);
    const end = 1000 + speech.length / 16;
    expect(Math.abs(seen[1]!.at - end - 700)).toBeLessThan(400);
  });

  it("finds speech in noise, and none in noise alone", async () => {
    const speech = await synthesise("What are your opening hours on Saturday?", { sampleRate: 16000 });
    const both = join(noise(2, 300), speech, noise(2, 300)).map(
      (sample, i) => sample + (noise(0.01, 300)[i % 160] ?? 0),
    );
    expect((await turns(both)).map(({ is }) => is)).toEqual(["started", "ended"]);
    expect(await turns(noise(5, 300))).toEqual([]);
    expect(await turns(noise(5, 3000))).toEqual([]);
    expect(await turns(silence(5))).toEqual([]);
  });

  it("is not misled by a click, and does not end a turn in a short pause", async () => {
    const click = join(silence(0.5), noise(0.06, 20000), silence(0.5));
    expect(await turns(click)).toEqual([]);
    const speech = await synthesise("Tuesday, please.", { sampleRate: 16000 });
    const words = speech.subarray(
      speech.findIndex((s) => Math.abs(s) > 500),
      speech.findLastIndex((s) => Math.abs(s) > 500),
    );
    const halting = join(silence(0.5), words, silence(0.4), words, silence(1));
    expect((await turns(halting)).map(({ is }) => is)).toEqual(["started", "ended"]);
  });
});

describe("the synthesiser", () => {
  const synthesiser = createSynthesiser();
  afterAll(() => synthesiser.close());

  it("speaks at the rate that was asked for", async () => {
    const text = "Good morning.";
    const at16 = await synthesiser.speak(text, { sampleRate: 16000 });
    const at48 = await synthesiser.speak(text, { sampleRate: 48000 });
    expect(at16.length).toBeGreaterThan(8000);
    expect(at48.length / at16.length).toBeCloseTo(3, 1);
    expect(Math.max(...at16)).toBeGreaterThan(3000);
  });

  it("has different voices", async () => {
    const say = (voice: string): Promise<Int16Array> =>
      synthesiser.speak("Good morning.", { voice, sampleRate: 16000 });
    const thalia = await say("aura-2-thalia-en");
    expect(await say("slt")).toEqual(thalia);
    expect(await say("aura-2-orion-en")).not.toEqual(thalia);
  });

  it("refuses what it cannot say", async () => {
    await expect(synthesiser.speak("…", { sampleRate: 16000 })).resolves.toBeInstanceOf(Int16Array);
    await expect(synthesiser.speak("  ", { sampleRate: 16000 })).rejects.toThrow("nothing to say");
    const long = "word ".repeat(MAX_TEXT_CHARACTERS / 4);
    await expect(synthesiser.speak(long, { sampleRate: 16000 })).rejects.toThrow("too long to speak");
  });

  it("keeps at most a bounded number of texts waiting", async () => {
    const own = createSynthesiser();
    const many = Array.from({ length: MAX_WAITING_TEXTS }, (_, i) => own.speak(`No ${i}.`, { sampleRate: 16000 }));
    const settled = Promise.allSettled(many);
    await expect(own.speak("No.", { sampleRate: 16000 })).rejects.toThrow("wait to be spoken");
    await own.close();
    expect((await settled).some(({ status }) => status === "rejected")).toBe(true);
  });

  it("makes once what is said at the same time, for each a copy", async () => {
    const own = createSynthesiser();
    const same = Array.from({ length: MAX_WAITING_TEXTS + 10 }, () => own.speak("No.", { sampleRate: 16000 }));
    const [first, second] = await Promise.all(same);
    expect(second).toEqual(first);
    expect(second!.buffer).not.toBe(first!.buffer);
    await own.close();
  });

  it("says a thousand sentences in one process", async () => {
    for (let i = 0; i < 1_000; i++) {
      const samples = await synthesiser.speak(`Order ${i} is ready.`, { voice: "kal16", sampleRate: 16000 });
      expect(samples.length).toBeGreaterThan(8000);
    }
  }, 600_000);
});

const program = findPocketsphinx(process.env["PATH"] ?? "");
const absent = program === undefined ? " (skipped: pocketsphinx_continuous is not on the path)" : "";

describe.skipIf(program === undefined)(`pocketsphinx${absent}`, () => {
  it("hears a question that is fed as it is spoken", async () => {
    const problems: string[] = [];
    const hearing = pocketsphinx(program!, (line) => problems.push(line)).hear();
    const speech = join(
      silence(0.3),
      await synthesise("What are your opening hours on Saturday?", { voice: "slt", sampleRate: HEARING_RATE }),
      silence(0.5),
    );
    for (let at = 0; at < speech.length; at += 640) hearing.write(speech.subarray(at, at + 640));
    expect(await hearing.finish()).toContain("opening hours on saturday");
    expect(problems).toEqual([]);
  });

  it("hears nothing in silence", async () => {
    const hearing = pocketsphinx(program!, () => undefined).hear();
    hearing.write(silence(1));
    expect(await hearing.finish()).toBe("");
  });

  it("ends a turn that was cancelled", async () => {
    const hearing = pocketsphinx(program!, () => undefined).hear();
    hearing.write(silence(1));
    hearing.cancel();
    expect(await hearing.finish()).toBe("");
  });
});

describe("without pocketsphinx", () => {
  it("finds none on an empty path, and a program that does not start hears nothing", async () => {
    expect(findPocketsphinx("")).toBeUndefined();
    expect(
      await pocketsphinx("/nowhere/pocketsphinx", () => undefined)
        .hear()
        .finish(),
    ).toBe("");
  });
});
