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

/** Pieces of sound, and pauses in ms between them, one after another. */
export const sequence = (pieces: readonly (Int16Array | number)[]): Int16Array => {
  const parts = pieces.map((piece) =>
    typeof piece === "number" ? new Int16Array((piece * MICROPHONE_RATE) / 1_000) : piece,
  );
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => {
    whole.set(part, at);
    return at + part.length;
  }, 0);
  return whole;
};

export interface Window extends AsyncDisposable {
  readonly page: Page;
}

/** Opens a page in Chromium, whose microphone says `speech` (at 48 kHz) again and again, once, or nothing. */
export const openPage = async (
  url: string,
  speech?: Int16Array,
  times: "again and again" | "once" = "again and again",
): Promise<Window> => {
  const folder = await mkdtemp(join(tmpdir(), "bean-brew-browser-"));
  const file = join(folder, "microphone.wav");
  await writeFile(file, wav(speech ?? new Int16Array(MICROPHONE_RATE), MICROPHONE_RATE));
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
      `--use-file-for-fake-audio-capture=${file}${times === "once" ? "%noloop" : ""}`,
    ],
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 860 });
  await page.goto(url);
  return {
    page,
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
