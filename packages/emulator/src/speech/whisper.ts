import { modelOnDisk, type ModelOptions } from "./model-files.js";
import type { Hearing, Recogniser } from "./recogniser.js";
import { startWhisperProcess, type WhisperProcess } from "./whisper-process.js";

export const WHISPER_MODEL = "Xenova/whisper-tiny.en";

/** How long a turn may take to be recognised, those before it included, in milliseconds. */
export const MAX_RECOGNITION_MS = 20_000;

/** How many turns wait to be recognised; further ones are not understood. */
export const MAX_WAITING_TURNS = 16;

export interface WhisperOptions extends ModelOptions {
  /** `MAX_RECOGNITION_MS` unless said. */
  maxRecognitionMs?: number;
  /** How a process is started. */
  start?(folder: string, model: string): Promise<WhisperProcess>;
}

/** A turn that is to be recognised; settled once. */
interface Turn {
  samples: Int16Array;
  settle(text: string): void;
}

/** What whisper writes where it hears no words: "[BLANK_AUDIO]", "(music)". */
export function spokenWords(text: string): string {
  return text
    .replace(/\[[^\]]*\]|\([^)]*\)/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * Hears with whisper in a process of its own, whose model is fetched when it is not there. A process that ends is
 * started again for the next turn.
 *
 * @throws Error in a sentence, when the model cannot be had or loaded
 */
export async function whisper(options: WhisperOptions): Promise<Recogniser> {
  const { folder, model, log, maxRecognitionMs = MAX_RECOGNITION_MS, start = startWhisperProcess } = options;
  if (!isInstalled())
    throw new Error("Whisper needs the package @xenova/transformers: install it, or choose another recogniser.");
  await modelOnDisk(options);
  let child = await start(folder, model);
  let closed = false;
  let current: Turn | undefined;
  const waiting: Turn[] = [];

  async function recognised({ samples }: Turn): Promise<string> {
    try {
      if (child.hasEnded()) child = await start(folder, model);
      if (closed) child.kill();
      return spokenWords(await child.hear(samples));
    } catch (cause) {
      if (!closed) log(`whisper did not understand a turn: ${(cause as Error).message}`);
      return "";
    }
  }

  // One after another, so that a turn that is cancelled while it waits costs nothing.
  async function work(): Promise<void> {
    if (current) return;
    for (current = waiting.shift(); current; current = waiting.shift()) current.settle(await recognised(current));
  }

  function recognise(samples: Int16Array, begun: (turn: Turn) => void): Promise<string> {
    if (closed || samples.length === 0) return Promise.resolve("");
    if (waiting.length >= MAX_WAITING_TURNS) {
      log(`more than ${MAX_WAITING_TURNS} turns wait to be recognised: one is not understood`);
      return Promise.resolve("");
    }
    return new Promise((resolve) => {
      const limit = setTimeout(() => {
        log(`whisper took longer than ${maxRecognitionMs} ms: a turn is not understood`);
        if (turn === current) child.kill();
        drop(turn);
      }, maxRecognitionMs);
      const turn: Turn = {
        samples,
        settle(text) {
          clearTimeout(limit);
          resolve(text);
        },
      };
      begun(turn);
      waiting.push(turn);
      void work();
    });
  }

  function drop(turn: Turn): void {
    const at = waiting.indexOf(turn);
    if (at >= 0) waiting.splice(at, 1);
    turn.settle("");
  }

  return {
    name: "whisper",
    close() {
      closed = true;
      for (const turn of [...waiting]) drop(turn);
      child.kill();
    },
    hear(): Hearing {
      let frames: Int16Array[] = [];
      let turn: Turn | undefined;
      return {
        write: (samples) => void frames.push(samples),
        finish: () => recognise(joined(frames), (begun) => (turn = begun)),
        cancel() {
          frames = [];
          if (turn) drop(turn);
        },
      };
    },
  };
}

function joined(frames: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(frames.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const frame of frames) {
    whole.set(frame, at);
    at += frame.length;
  }
  return whole;
}

function isInstalled(): boolean {
  try {
    import.meta.resolve("@xenova/transformers");
    return true;
  } catch {
    return false;
  }
}
