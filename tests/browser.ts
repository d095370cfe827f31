import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, type Browser, type Page } from "puppeteer-core";

/** Chromium's fake microphone wants 48 kHz. */
export const MICROPHONE_RATE = 48_000;

const onPath = (name: string): string | undefined => {
  try {
    return execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
};

/** Where Chromium is, if it is anywhere. */
export const chromium: string | undefined = process.env["CHROME_PATH"] ?? onPath("chromium");

/** Whether speech can be recognised here. */
export const hasRecogniser: boolean = onPath("pocketsphinx_continuous") !== undefined;

const wav = (samples: Int16Array, sampleRate: number): Buffer => {
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]);
};

export interface Window extends AsyncDisposable {
  readonly page: Page;
  /** Speaks into the page's microphone (samples at 48 kHz), and returns when all was said. */
  say(speech: Int16Array): Promise<void>;
}

interface Mouth {
  speak(base64: string): Promise<void>;
}

/** Before a person speaks, and until they say it again, in seconds. */
const BEFORE_SECONDS = 1;
const AGAIN_SECONDS = 9;

/** What somebody says and, a while later, says again: Chromium plays its microphone's file over and over. */
export const withPauses = (speech: Int16Array): Int16Array => {
  const samples = new Int16Array((BEFORE_SECONDS + AGAIN_SECONDS) * MICROPHONE_RATE + speech.length);
  samples.set(speech, BEFORE_SECONDS * MICROPHONE_RATE);
  return samples;
};

/**
 * Runs in the page before its own scripts: its microphone hears what `mouth` speaks, when it is told to. Chromium's own
 * fake microphone plays a file against the clock, whatever the conversation has come to.
 */
const giveMouth = (rate: number): void => {
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  let context: AudioContext;
  let mouth: MediaStreamAudioDestinationNode;
  devices.getUserMedia = async (constraints) => {
    // In the click, as the page's own context.
    context = new AudioContext({ sampleRate: rate });
    // Who asks twice has two microphones: what stops one leaves the other on.
    const given = context.createMediaStreamDestination();
    mouth = given;
    const asked = await ask(constraints);
    asked.getTracks().forEach((track) => track.stop());
    return given.stream;
  };
  const speak = (base64: string): Promise<void> =>
    new Promise((resolve) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const samples = Float32Array.from(new Int16Array(bytes.buffer), (sample) => sample / 32_768);
      const source = context.createBufferSource();
      source.buffer = context.createBuffer(1, samples.length, rate);
      source.buffer.copyToChannel(samples, 0);
      source.connect(mouth);
      source.addEventListener("ended", () => resolve(), { once: true });
      source.start();
    });
  Object.assign(globalThis, { mouth: { speak } satisfies Mouth });
};

/**
 * Opens a page in Chromium, whose microphone is silent until something is said. With `heard` (samples at 48 kHz) it has
 * Chromium's own, which hears that over and over, and nothing else.
 */
export const openPage = async (url: string, heard?: Int16Array): Promise<Window> => {
  const folder = await mkdtemp(join(tmpdir(), "bean-brew-browser-"));
  const file = join(folder, "microphone.wav");
  await writeFile(file, wav(heard ?? new Int16Array(MICROPHONE_RATE), MICROPHONE_RATE));
  const browser: Browser = await launch({
    executablePath: chromium,
    userDataDir: join(folder, "profile"),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-audio-capture=${file}`,
    ],
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 860 });
  if (!heard) await page.evaluateOnNewDocument(giveMouth, MICROPHONE_RATE);
  await page.goto(url);
  return {
    page,
    say: (speech) =>
      page.evaluate(
        (base64) => (globalThis as unknown as { mouth: Mouth }).mouth.speak(base64),
        Buffer.from(speech.buffer, speech.byteOffset, speech.byteLength).toString("base64"),
      ),
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
