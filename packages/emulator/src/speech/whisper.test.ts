import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { serving, startHub, type Hub } from "./hub.testing.js";
import { WHISPER_FILES } from "./model-files.js";
import type { Recogniser } from "./recogniser.js";
import { tinyWhisper, tones } from "./tiny-whisper.testing.js";
import { HEARING_RATE } from "./voice-activity.js";
import { startWhisperProcess, type WhisperProcess } from "./whisper-process.js";
import { MAX_WAITING_TURNS, spokenWords, whisper, type WhisperOptions } from "./whisper.js";

const MODEL = "test/tiny";
const WORDS = ["could", "you", "move", "my", "appointment", "please"];
const silence = (seconds: number): Int16Array => new Int16Array(seconds * HEARING_RATE);

let folder: string;
let hub: Hub;
let lines: string[];
const open: Recogniser[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "bean-brew-models-"));
  hub = await startHub(serving(MODEL, tinyWhisper(WORDS)));
  lines = [];
});
afterEach(() => {
  for (const recogniser of open.splice(0)) recogniser.close?.();
  hub.close();
  rmSync(folder, { recursive: true });
});

async function begin(options: Partial<WhisperOptions> = {}): Promise<Recogniser> {
  const log = (line: string): void => void lines.push(line);
  const recogniser = await whisper({ model: MODEL, folder, hub: hub.url, log, maxRecognitionMs: 120_000, ...options });
  open.push(recogniser);
  return recogniser;
}

/** Says a turn in frames, as the ear does. */
function say(recogniser: Recogniser, samples: Int16Array): Promise<string> {
  const hearing = recogniser.hear();
  for (let at = 0; at < samples.length; at += 320) hearing.write(samples.subarray(at, at + 320));
  return hearing.finish();
}

describe("whisper with a tiny model", { timeout: 120_000 }, () => {
  it("fetches it, and hears words by it in a process of its own", async () => {
    const recogniser = await begin();
    expect(hub.asked).toHaveLength(WHISPER_FILES.length);
    const reversed = [...WORDS].reverse();
    const heard = await Promise.all([WORDS, reversed].map((words) => say(recogniser, tones(WORDS, words))));
    expect(heard).toEqual([WORDS.join(" "), reversed.join(" ")]);
    expect(await say(recogniser, silence(2))).toBe("");
    expect(await say(recogniser, silence(0))).toBe("");
    expect(lines.slice(1)).toEqual([]);
  });

  it("hears all of a turn that is longer than it can look at once", async () => {
    const words = Array.from({ length: 45 }, (_, i) => WORDS[(i * i * 7 + (i >> 2)) % WORDS.length]!);
    expect(await say(await begin(), tones(WORDS, words))).toBe(words.join(" "));
  });

  it("goes on in a new process when the one that heard has ended, from what is on disk", async () => {
    const processes: WhisperProcess[] = [];
    const recogniser = await begin({
      async start(...args) {
        const child = await startWhisperProcess(...args);
        processes.push(child);
        return child;
      },
    });
    const cut = say(recogniser, tones(WORDS, WORDS));
    processes[0]!.kill();
    expect(await cut).toBe("");
    expect(lines.at(-1)).toBe("whisper did not understand a turn: its process ended.");
    expect(await say(recogniser, tones(WORDS, ["move"]))).toBe("move");
    expect(processes).toHaveLength(2);
    expect(hub.asked).toHaveLength(WHISPER_FILES.length);
    recogniser.close?.();
    await vi.waitUntil(() => processes[1]!.hasEnded(), { timeout: 60_000 });
  });

  it("does not keep the program that started it from ending", async () => {
    await begin();
    const url = new URL("../../dist/speech/whisper-process.js", import.meta.url).href;
    const program = `const { startWhisperProcess } = await import(${JSON.stringify(url)});
      const whisper = await startWhisperProcess(${JSON.stringify(folder)}, ${JSON.stringify(MODEL)});
      await whisper.hear(new Int16Array(1_600));`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: "ignore", timeout: 60_000 });
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  it("says when it takes too long to load", async () => {
    await begin();
    await expect(startWhisperProcess(folder, MODEL, 1)).rejects.toThrow(
      `Whisper does not start with ${MODEL}: it took longer than 1 ms.`,
    );
  });
});

/** A process that hears by this function until it is killed. */
function fakeProcess(hear: (samples: Int16Array) => Promise<string>): WhisperProcess {
  let over = false;
  let end = (): void => undefined;
  const ended = new Promise<never>((_, reject) => {
    end = () => reject(new Error("its process ended."));
  });
  ended.catch(() => undefined);
  return {
    hear: (samples) => Promise.race([hear(samples), ended]),
    hasEnded: () => over,
    kill() {
      over = true;
      end();
    },
  };
}

const never = (): Promise<string> => new Promise(() => undefined);

describe("turns that wait for whisper", () => {
  it("are heard in their order, and cost nothing once they are cancelled", async () => {
    const heard: number[] = [];
    let go = (): void => undefined;
    const going = new Promise<void>((resolve) => (go = resolve));
    const process = fakeProcess(async ({ length }) => {
      heard.push(length / HEARING_RATE);
      await going;
      return `${length / HEARING_RATE} s`;
    });
    const recogniser = await begin({ start: async () => process });
    const first = say(recogniser, silence(1));
    const hearing = recogniser.hear();
    hearing.write(silence(2));
    const cancelled = hearing.finish();
    const third = say(recogniser, silence(3));
    hearing.cancel();
    expect(await cancelled).toBe("");
    go();
    expect(await Promise.all([first, third])).toEqual(["1 s", "3 s"]);
    expect(heard).toEqual([1, 3]);
  });

  it("are bounded in number, and let go with it", async () => {
    const recogniser = await begin({ start: async () => fakeProcess(never) });
    const turns = Array.from({ length: MAX_WAITING_TURNS + 1 }, () => say(recogniser, silence(1)));
    expect(await say(recogniser, silence(1))).toBe("");
    expect(lines.at(-1)).toBe(`more than ${MAX_WAITING_TURNS} turns wait to be recognised: one is not understood`);
    recogniser.close?.();
    expect(new Set(await Promise.all(turns))).toEqual(new Set([""]));
    expect(await say(recogniser, silence(1))).toBe("");
  });

  it("are given up after a time, and the process that took it ended", async () => {
    const stuck = fakeProcess(never);
    const processes = [stuck, fakeProcess(async () => "heard")];
    const recogniser = await begin({ start: async () => processes.shift()!, maxRecognitionMs: 100 });
    expect(await say(recogniser, silence(1))).toBe("");
    expect(lines).toContain("whisper took longer than 100 ms: a turn is not understood");
    expect(stuck.hasEnded()).toBe(true);
    expect(await say(recogniser, silence(1))).toBe("heard");
  });
});

describe("whisper", () => {
  it("says when the model is none", async () => {
    const files = tinyWhisper(WORDS);
    hub.close();
    hub = await startHub(serving(MODEL, { ...files, "onnx/encoder_model_quantized.onnx": Buffer.from("none") }));
    await expect(begin()).rejects.toThrow(`Whisper does not start with ${MODEL}: `);
  });

  it("writes no words where it hears none", () => {
    expect(spokenWords(" [BLANK_AUDIO] Hello  there. (music)")).toBe("Hello there.");
  });
});
