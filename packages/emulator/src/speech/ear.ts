import { createDecoder, type Encoding } from "./encoding.js";
import type { Hearing, Recogniser } from "./recogniser.js";
import { createResampler } from "./resample.js";
import { createTurnDetector, createVoiceDetector, FRAME_SAMPLES, HEARING_RATE } from "./voice-activity.js";

/** What was said before a turn was recognised as one is heard too: 400 ms. */
const PREROLL_FRAMES = 20;

/** The longest turn; after it the turn is ended, in samples: a minute. */
export const MAX_TURN_SAMPLES = 60 * HEARING_RATE;

/** A turn that has ended. */
export interface Turn {
  /** What was said; empty when nothing was understood, undefined without a recogniser. */
  text: string | undefined;
  trigger: "model" | "timeout";
  /** From the end of the turn to its text, in milliseconds. */
  latencyMs: number;
}

export interface EarOptions {
  encoding: Encoding;
  /** Samples a second. */
  sampleRate: number;
  recogniser: Recogniser | undefined;
  /** The silence that ends a turn, in milliseconds. */
  pauseMs(): number;
  now(): number;
  onStart(): void;
  onTurn(turn: Turn): void;
}

export interface Ear {
  write(bytes: Uint8Array): void;
  /** Whether the user is speaking, or what was said is not known yet. */
  busy(): boolean;
  /** Ends the turn that is open, if one is. */
  endTurn(): void;
  close(): void;
}

/** Finds turns in audio and has them recognised. */
export async function createEar({
  encoding,
  sampleRate,
  recogniser,
  pauseMs,
  now,
  onStart,
  onTurn,
}: EarOptions): Promise<Ear> {
  const voice = await createVoiceDetector();
  const detector = createTurnDetector(pauseMs);
  const decode = createDecoder(encoding);
  const resampler = createResampler(sampleRate, HEARING_RATE);
  let rest = new Int16Array(0);
  let before: Int16Array[] = [];
  let open: { hearing: Hearing | undefined; samples: number } | undefined;
  let recognising = 0;
  let closed = false;

  function start(): void {
    open = { hearing: recogniser?.hear(), samples: 0 };
    for (const frame of before) open.hearing?.write(frame);
    before = [];
    onStart();
  }

  async function finish(trigger: Turn["trigger"]): Promise<void> {
    const hearing = open?.hearing;
    const endedAt = now();
    open = undefined;
    detector.reset();
    recognising++;
    const text = await hearing?.finish();
    recognising--;
    if (!closed) onTurn({ text, trigger, latencyMs: now() - endedAt });
  }

  function hear(frame: Int16Array): void {
    const activity = detector.push(voice.voiced(frame));
    if (open) {
      open.hearing?.write(frame);
      open.samples += frame.length;
      if (activity === "ended") void finish("model");
      else if (open.samples >= MAX_TURN_SAMPLES) void finish("timeout");
      return;
    }
    before = [...before, frame].slice(-PREROLL_FRAMES);
    if (activity === "started") start();
  }

  return {
    write(bytes) {
      const fresh = resampler.push(decode(bytes));
      const samples = new Int16Array(rest.length + fresh.length);
      samples.set(rest);
      samples.set(fresh, rest.length);
      let at = 0;
      for (; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES) hear(samples.slice(at, at + FRAME_SAMPLES));
      rest = samples.slice(at);
    },
    busy: () => open !== undefined || recognising > 0,
    endTurn() {
      if (open) void finish("model");
    },
    close() {
      closed = true;
      open?.hearing?.cancel();
      open = undefined;
      voice.close();
    },
  };
}
