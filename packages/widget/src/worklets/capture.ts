import { createChunker } from "./chunker.js";
import { rms } from "./level.js";
import { createResampler } from "./resampler.js";
import { createSpeechDetector } from "./speech-detector.js";

export interface CaptureOptions {
  /** The device's rate, in Hz. */
  readonly from: number;
  /** The session's input rate, in Hz. */
  readonly to: number;
  /** Length of a frame in ms, `MIN_FRAME_MS` to `MAX_FRAME_MS`. */
  readonly frameMs: number;
}

/** What the capturing side tells: a frame that is ready to be sent, and what is heard in it. */
export interface CapturedFrame {
  readonly samples: Int16Array<ArrayBuffer>;
  /** How loud it is, RMS, 0 to 1. */
  readonly level: number;
  /** Somebody speaks, as far as loudness tells. */
  readonly speaking: boolean;
  /** When somebody was last heard to speak, in ms of the context's clock. */
  readonly spokeAt: number | undefined;
}

/** The microphone's side of the audio thread: blocks at the device's rate in, frames at the session's rate out. */
export interface Capture {
  /** Silence is sent in place of the microphone while muted. */
  muted: boolean;
  /** Takes a block that begins at `at`, in ms of the context's clock. */
  process(block: Float32Array, at: number): void;
}

export function createCapture({ from, to, frameMs }: CaptureOptions, emit: (frame: CapturedFrame) => void): Capture {
  const resampler = createResampler(from, to);
  const detector = createSpeechDetector(from);
  let energy = 0;
  let blocks = 0;
  const chunker = createChunker(Math.round((to * frameMs) / 1_000), (samples) => {
    const { speaking, spokeAt } = detector;
    emit({ samples, level: blocks === 0 ? 0 : Math.sqrt(energy / blocks), speaking, spokeAt });
    energy = 0;
    blocks = 0;
  });
  let scratch = new Float32Array(0);
  let silence = new Float32Array(0);
  const capture: Capture = {
    muted: false,
    process(block, at) {
      if (silence.length < block.length) silence = new Float32Array(block.length);
      const input = capture.muted ? silence.subarray(0, block.length) : block;
      const needed = resampler.capacity(input.length);
      if (scratch.length < needed) scratch = new Float32Array(needed);
      detector.process(input, at);
      energy += rms(input) ** 2;
      blocks += 1;
      chunker.push(scratch, resampler.process(input, scratch));
    },
  };
  return capture;
}
