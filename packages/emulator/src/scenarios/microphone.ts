import type { After, AudioFrame } from "@bean-brew/widget/client";

export const MICROPHONE_RATE = 16_000;
/** A frame's length, in milliseconds. */
export const FRAME_MS = 40;
const FRAME_SAMPLES = (MICROPHONE_RATE * FRAME_MS) / 1_000;

export interface Microphone {
  /** Speaks the samples next, in real time; resolves once the last was sent, or when the microphone is closed. */
  say(samples: Int16Array): Promise<void>;
  close(): void;
}

/** An open microphone: frames of 40 ms by the clock, silent when nobody speaks. */
export function openMicrophone({
  send,
  now,
  after,
}: {
  send(frame: AudioFrame): void;
  now(): number;
  after: After;
}): Microphone {
  const startedAt = now();
  let frames = 0;
  let speech: { samples: Int16Array; at: number; done(): void } | undefined;
  let cancel = (): void => undefined;
  let closed = false;

  const tick = (): void => {
    // A timer that comes late is made up for: so many frames as time has passed.
    for (; startedAt + frames * FRAME_MS <= now(); frames += 1) {
      const frame = new Int16Array(FRAME_SAMPLES);
      if (speech) {
        frame.set(speech.samples.subarray(speech.at, speech.at + FRAME_SAMPLES));
        speech.at += FRAME_SAMPLES;
      }
      send(frame);
      if (speech && speech.at >= speech.samples.length) {
        speech.done();
        speech = undefined;
      }
    }
    cancel = after(startedAt + frames * FRAME_MS - now(), tick);
  };
  tick();

  return {
    say: (samples) => (closed ? Promise.resolve() : new Promise((done) => (speech = { samples, at: 0, done }))),
    close() {
      closed = true;
      cancel();
      speech?.done();
    },
  };
}
