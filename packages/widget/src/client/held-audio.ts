import type { AudioFrame } from "./socket.js";

/** Milliseconds of microphone audio that are held while the session is not live; the newest are kept. */
export const MAX_HELD_AUDIO_MS = 2_000;

export interface HeldAudio {
  /** Keeps a frame, and lets the oldest go when there are too many bytes. */
  hold(frame: AudioFrame): void;
  /** The frames that were held, oldest first. Nothing is held afterwards. */
  take(): AudioFrame[];
}

/** Holds the newest frames up to `maxBytes`. */
export function holdAudio(maxBytes: number): HeldAudio {
  let frames: AudioFrame[] = [];
  let bytes = 0;
  return {
    hold(frame) {
      frames.push(frame);
      bytes += frame.byteLength;
      while (bytes > maxBytes) bytes -= frames.shift()?.byteLength ?? bytes;
    },
    take() {
      const taken = frames;
      frames = [];
      bytes = 0;
      return taken;
    },
  };
}
