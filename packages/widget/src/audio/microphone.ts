import type { CaptureOptions, CapturedFrame } from "../worklets/capture.js";
import type { Processors } from "./processors.js";

/** What is asked of the device. The device keeps its own rate: one context serves both directions. */
export const MICROPHONE_CONSTRAINTS: MediaStreamConstraints = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
};

/** A microphone that gives frames at the session's input rate. */
export interface Microphone {
  /** Hears every frame from now on. Returns the function that ends it. */
  subscribe(listener: (frame: CapturedFrame) => void): () => void;
  /** While muted, silence is sent in place of what the microphone hears. */
  mute(muted: boolean): void;
  /** Stops the device: its light goes out. */
  close(): void;
}

export interface MicrophoneOptions extends Omit<CaptureOptions, "from"> {
  readonly context: AudioContext;
  readonly processors: Processors;
  readonly stream: MediaStream;
}

/** Taps a stream that `getUserMedia` gave. The stream belongs to the microphone from now on. */
export function openMicrophone({ context, processors, stream, to, frameMs }: MicrophoneOptions): Microphone {
  const listeners = new Set<(frame: CapturedFrame) => void>();
  const emit = (frame: CapturedFrame): void => listeners.forEach((listener) => listener(frame));
  const source = context.createMediaStreamSource(stream);
  const options: CaptureOptions = { from: context.sampleRate, to, frameMs };
  const { node, mute } = processors.capture(context, options, emit);
  source.connect(node);
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    mute,
    close() {
      listeners.clear();
      stream.getTracks().forEach((track) => track.stop());
      source.disconnect();
      node.disconnect();
    },
  };
}
