import { createDecoder, type Encoding } from "./encoding.js";
import type { Hearing, Recogniser } from "./recogniser.js";
import { createResampler } from "./resample.js";
import {
  createTurnDetector,
  createVoiceDetector,
  FRAME_SAMPLES,
  HEARING_RATE,
  RESUME_VOICED,
} from "./voice-activity.js";

/** What was said before a turn was recognised as one is heard too: 400 ms. */
const PREROLL_FRAMES = 20;

/** The longest turn; after it the turn is ended, in samples: a minute. */
export const MAX_TURN_SAMPLES = 60 * HEARING_RATE;

/** A turn that has ended. */
export interface Turn {
  /** What was said; empty when nothing was understood, undefined without a recogniser. */
  text: string | undefined;
  /** What ended it: that the user seemed to have finished, or the limit of silence. */
  trigger: "model" | "timeout";
  /** From the end of the turn to its text, in milliseconds. */
  latencyMs: number;
}

/** The silences that tell that a turn may be over, and that it is, in milliseconds. */
export interface Pauses {
  eagerMs: number;
  endMs: number;
  trigger: Turn["trigger"];
}

export interface EarOptions {
  encoding: Encoding;
  /** Samples a second. */
  sampleRate: number;
  /** What hears a turn that begins now. */
  recogniser(): Recogniser | undefined;
  pauses(): Pauses;
  now(): number;
  onStart(): void;
  /** The turn may be over, and this is what was said so far. */
  onPause(text: string): void;
  /** The turn was not over. Comes without an `onPause` when the text was not known yet. */
  onResume(): void;
  /** The user goes on speaking, as each further frame of a turn tells. */
  onVoice(): void;
  /** Turns are told in the order in which they were begun. */
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

/** The turn that is being heard. */
interface Open {
  hearing: Hearing | undefined;
  /** All of it, to hear it again when it goes on after a pause. */
  frames: Int16Array[];
  /** Since a pause: what was said up to it. */
  soFar?: Promise<string> | undefined;
}

/** Finds turns in audio and has them recognised. */
export async function createEar(options: EarOptions): Promise<Ear> {
  const { recogniser, pauses, now } = options;
  const voice = await createVoiceDetector();
  const detector = createTurnDetector(
    () => pauses().endMs,
    () => pauses().eagerMs,
  );
  const decode = createDecoder(options.encoding);
  const resampler = createResampler(options.sampleRate, HEARING_RATE);
  let rest = new Int16Array(0);
  let before: Int16Array[] = [];
  let open: Open | undefined;
  let recognising = 0;
  /** Settles when all turns that ended so far were told. */
  let told = Promise.resolve();
  let voicedRun = 0;
  let closed = false;

  function start(): void {
    open = { hearing: recogniser()?.hear(), frames: before };
    for (const frame of before) open.hearing?.write(frame);
    before = [];
    options.onStart();
  }

  function pause(turn: Open): void {
    const soFar = turn.hearing?.finish();
    turn.soFar = soFar;
    // Turns before this one come first, however long they take.
    void Promise.all([soFar, told]).then(([text]) => {
      if (text !== undefined && open === turn && turn.soFar === soFar) options.onPause(text);
    });
  }

  // What ended at the pause cannot go on: the turn is heard again from its beginning, which is faster than it was said.
  function resume(turn: Open): void {
    turn.hearing?.cancel();
    turn.soFar = undefined;
    turn.hearing = recogniser()?.hear(true);
    for (const frame of turn.frames) turn.hearing?.write(frame);
    options.onResume();
  }

  function finish({ soFar, hearing }: Open, trigger: Turn["trigger"]): void {
    const endedAt = now();
    open = undefined;
    detector.reset();
    recognising++;
    const recognised = soFar ?? hearing?.finish();
    told = Promise.all([recognised, told]).then(([text]) => {
      recognising--;
      if (!closed) options.onTurn({ text, trigger, latencyMs: now() - endedAt });
    });
  }

  function hear(frame: Int16Array): void {
    const voiced = voice.voiced(frame);
    const activity = detector.push(voiced);
    voicedRun = voiced ? voicedRun + 1 : 0;
    if (!open) {
      before = [...before, frame].slice(-PREROLL_FRAMES);
      if (activity === "started") start();
      return;
    }
    open.frames.push(frame);
    if (voicedRun >= RESUME_VOICED) options.onVoice();
    if (!open.soFar) open.hearing?.write(frame);
    if (activity === "ended") finish(open, pauses().trigger);
    else if (open.frames.length * FRAME_SAMPLES >= MAX_TURN_SAMPLES) finish(open, "timeout");
    else if (activity === "paused") pause(open);
    else if (activity === "resumed") resume(open);
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
      if (open) finish(open, "model");
    },
    close() {
      closed = true;
      open?.hearing?.cancel();
      open = undefined;
      voice.close();
    },
  };
}
