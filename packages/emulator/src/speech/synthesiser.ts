import { Worker } from "node:worker_threads";
import type { SpeechAnswer, SpeechRequest } from "./flite-worker.js";
import { createKeptSpeech } from "./kept-speech.js";
import { pronounceable } from "./pronounce.js";
import { voiceFor } from "./voices.js";

/** The longest text that is spoken at once, in characters. */
export const MAX_TEXT_CHARACTERS = 2_000;

/** How many texts may wait for the one that is being spoken. */
export const MAX_WAITING_TEXTS = 256;

/** How much speech is kept to be said again, in samples: 32 MB, some minutes. */
const MAX_KEPT_SAMPLES = 16 * 1024 * 1024;

export interface SynthesisOptions {
  /** A Deepgram voice's name (`aura-2-thalia-en`) or one of Flite's (`slt`, `rms`, `awb`, `kal16`). */
  voice?: string;
  /** Samples a second of the result. */
  sampleRate: number;
}

export interface Synthesiser {
  /**
   * Speaks a text: 16-bit mono samples.
   *
   * @throws Error when the text is empty or too long, or too many texts wait already.
   */
  speak(text: string, options: SynthesisOptions): Promise<Int16Array>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(samples: Int16Array): void;
  reject(reason: Error): void;
}

// The compiled file also when this module is run from its source, as tests do: a worker thread cannot load TypeScript.
const workerFile = new URL("../../dist/speech/flite-worker.js", import.meta.url);

/** A voice in a thread of its own, which starts with the first text and never keeps the process alive when idle. */
export function createSynthesiser(): Synthesiser {
  const waiting = new Map<number, Waiting>();
  const kept = createKeptSpeech(MAX_KEPT_SAMPLES);
  const underway = new Map<string, Promise<Int16Array>>();
  let worker: Worker | undefined;
  let last = 0;

  const fail = (failed: Worker, reason: Error): void => {
    if (worker !== failed) return;
    worker = undefined;
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  };

  const start = (): Worker => {
    const started = new Worker(workerFile);
    started.on("message", (answer: SpeechAnswer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (waiting.size === 0) started.unref();
      if ("samples" in answer) asked?.resolve(answer.samples);
      else asked?.reject(new Error(answer.error));
    });
    started.on("error", (cause) => fail(started, new Error(`The speech thread failed: ${String(cause)}`)));
    started.on("exit", () => fail(started, new Error("The speech thread has ended.")));
    return started;
  };

  function make(request: Omit<SpeechRequest, "id">): Promise<Int16Array> {
    return new Promise((resolve, reject) => {
      if (waiting.size >= MAX_WAITING_TEXTS) throw new Error(`More than ${MAX_WAITING_TEXTS} texts wait to be spoken.`);
      worker ??= start();
      worker.ref();
      const id = ++last;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, ...request } satisfies SpeechRequest);
    });
  }

  return {
    async speak(text, { voice, sampleRate }) {
      const words = pronounceable(text);
      if (words === "") throw new Error("There is nothing to say in an empty text.");
      if (words.length > MAX_TEXT_CHARACTERS) {
        throw new Error(`A text of ${words.length} characters is too long to speak; at most ${MAX_TEXT_CHARACTERS}.`);
      }
      const request = { text: words, voice: voiceFor(voice), sampleRate };
      const key = JSON.stringify(request);
      const before = kept.find(key);
      if (before) return before;
      // Callers who come together hear the same greeting, which is made once.
      let making = underway.get(key);
      if (!making) {
        making = make(request)
          .then((samples) => {
            kept.keep(key, samples);
            return samples;
          })
          .finally(() => underway.delete(key));
        underway.set(key, making);
      }
      return (await making).slice();
    },
    close: async () => {
      await worker?.terminate();
    },
  };
}

let shared: Synthesiser | undefined;

/**
 * Speaks a text with the emulator's own voices: 16-bit mono samples.
 *
 * @throws Error when the text is empty or longer than {@link MAX_TEXT_CHARACTERS}.
 */
export function synthesise(text: string, options: SynthesisOptions): Promise<Int16Array> {
  shared ??= createSynthesiser();
  return shared.speak(text, options);
}
