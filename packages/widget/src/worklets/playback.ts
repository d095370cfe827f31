import { createResampler } from "./resampler.js";
import { createTurnQueue } from "./turn-queue.js";

/** Milliseconds of audio that must wait before playback begins; each underrun adds a step, up to the bound. */
export const FIRST_PREBUFFER_MS = 60;
export const PREBUFFER_STEP_MS = 20;
export const MAX_PREBUFFER_MS = 200;
/** Milliseconds in which what is playing fades away when it is cut. */
export const FADE_OUT_MS = 10;
/** Milliseconds in which playback fades in. */
export const FADE_IN_MS = 3;
/** Milliseconds between two meter reports. */
export const METER_MS = 40;
/** Below this amplitude (-60 dB) a sample counts as silence. */
export const AUDIBLE = 0.001;

/** What the speaker is told. */
export type PlaybackCommand =
  | { readonly type: "push"; readonly turn: number; readonly samples: Int16Array<ArrayBuffer> }
  /** All audio of the turn has come. */
  | { readonly type: "complete"; readonly turn: number }
  /** Every turn before this one is to be silent at once, and whatever still comes of it. */
  | { readonly type: "flush"; readonly before: number };

/** How much was heard since the beginning of the call, counted in samples that went to the device. */
export interface Meter {
  /** Loudness of the last 40 ms, RMS, 0 to 1. */
  readonly level: number;
  /** Milliseconds of samples above -60 dB. */
  readonly audibleMs: number;
  /** Milliseconds since the last sample above -60 dB. */
  readonly silentMs: number;
  /** How often playback ran dry within a turn. */
  readonly underruns: number;
  /** Samples that found no room in the queue. */
  readonly dropped: number;
}

/** What the speaker tells. */
export type PlaybackReport =
  /** The turn's first sample is played at `at`, in ms of the context's clock. */
  | { readonly type: "turn_started"; readonly turn: number; readonly at: number }
  | { readonly type: "turn_ended"; readonly turn: number; readonly playedMs: number }
  /** The turn was cut: how much of it was really played, and how long after the command the output was silent. */
  | { readonly type: "turn_cut"; readonly turn: number; readonly playedMs: number; readonly silentAfterMs: number }
  | ({ readonly type: "meter" } & Meter);

export interface PlaybackOptions {
  /** The session's output rate, in Hz. */
  readonly from: number;
  /** The device's rate, in Hz. */
  readonly to: number;
}

/** The speaker's side of the audio thread: turns at the session's rate in, blocks at the device's rate out. */
export interface Playback {
  command(command: PlaybackCommand): void;
  /** Fills the whole block, which begins at `at`, in ms of the context's clock. */
  process(output: Float32Array, at: number): void;
}

/** Samples that are converted at a time, so that no block has to convert more than it needs. */
const FEED = 64;

export function createPlayback({ from, to }: PlaybackOptions, report: (report: PlaybackReport) => void): Playback {
  const queue = createTurnQueue(from);
  const resampler = createResampler(from, to);
  const feed = new Float32Array(FEED);
  const ready = new Float32Array(resampler.capacity(FEED));
  const meterSamples = Math.round((to * METER_MS) / 1_000);
  const fadeOut = 1_000 / (FADE_OUT_MS * to);
  const fadeIn = 1_000 / (FADE_IN_MS * to);
  /** Converted samples that wait in `ready`. */
  let next = 0;
  let end = 0;
  /** Silence still to be fed after a turn, so that the filter gives its last samples. */
  let tail = 0;
  let running = false;
  /** What of the queue was told to have begun. */
  let begun: unknown;
  let prebufferMs = FIRST_PREBUFFER_MS;
  let gain = 0;
  let last = 0;
  /** Turns before this one are stale. */
  let before = 0;
  let fadingFor: number | undefined;
  let underruns = 0;
  let dropped = 0;
  let audible = 0;
  let silent = 0;
  let energy = 0;
  let metered = 0;
  /** When the sample that is made now is played. */
  let now = 0;

  const playedMs = (read: number): number =>
    Math.max(0, ((read - resampler.latency) / from - (end - next) / to) * 1_000);

  const convert = (input: Float32Array): void => {
    next = 0;
    end = resampler.process(input, ready);
  };

  /** Makes sure that a converted sample waits. False when there is nothing to play now. */
  const refill = (): boolean => {
    while (next === end) {
      const head = queue.head;
      if (head === undefined) {
        if (tail <= 0) return false;
        tail -= FEED;
        convert(feed.fill(0));
      } else if (head.left > 0) {
        if (begun !== head) report({ type: "turn_started", turn: head.turn, at: now });
        begun = head;
        convert(feed.subarray(0, queue.read(feed)));
        tail = resampler.latency * 2;
      } else if (head.complete) {
        queue.shift();
        report({ type: "turn_ended", turn: head.turn, playedMs: (head.read / from) * 1_000 });
      } else {
        underruns += 1;
        prebufferMs = Math.min(prebufferMs + PREBUFFER_STEP_MS, MAX_PREBUFFER_MS);
        return false;
      }
    }
    return true;
  };

  const mayRun = (): boolean =>
    queue.head !== undefined && (queue.head.complete || queue.length >= (from * prebufferMs) / 1_000);

  const cut = (): void => {
    const silentAfterMs = ((fadingFor ?? 0) / to) * 1_000;
    fadingFor = undefined;
    for (let head = queue.head; head !== undefined && head.turn < before; head = queue.head) {
      report({ type: "turn_cut", turn: head.turn, playedMs: playedMs(head.read), silentAfterMs });
      queue.shift();
    }
    resampler.reset();
    running = false;
    next = end = tail = last = 0;
  };

  const sample = (): number => {
    if (running) {
      running = refill();
      if (running) last = ready[next++]!;
    }
    // What stops in the middle of a wave (a cut, an underrun) fades from where it was instead of clicking.
    gain = running && fadingFor === undefined ? Math.min(1, gain + fadeIn) : Math.max(0, gain - fadeOut);
    return last * gain;
  };

  const meter = (value: number): void => {
    if (Math.abs(value) > AUDIBLE) {
      audible += 1;
      silent = 0;
    } else silent += 1;
    energy += value * value;
    metered += 1;
    if (metered < meterSamples) return;
    const ms = 1_000 / to;
    const level = Math.sqrt(energy / metered);
    report({ type: "meter", level, audibleMs: audible * ms, silentMs: silent * ms, underruns, dropped });
    metered = energy = 0;
  };

  return {
    command(command) {
      if (command.type === "complete") queue.complete(command.turn);
      else if (command.type === "flush") {
        before = Math.max(before, command.before);
        if (queue.head === undefined || queue.head.turn >= before) return;
        if (gain === 0) cut();
        else fadingFor ??= 0;
      } else if (command.turn >= before) dropped += queue.push(command.turn, command.samples);
    },
    process(output, at) {
      if (!running && fadingFor === undefined) running = mayRun();
      for (let index = 0; index < output.length; index += 1) {
        now = at + (index / to) * 1_000;
        const value = sample();
        output[index] = value;
        meter(value);
        if (fadingFor === undefined) continue;
        fadingFor += 1;
        if (gain === 0) cut();
      }
    },
  };
}
