import type { CaptureOptions, CapturedFrame } from "../worklets/capture.js";
import type { Processors } from "./processors.js";

/** What is asked of a device: of the browser's choice, or of one that is picked. It keeps its own rate: one context serves both directions. */
export const microphoneConstraints = (id: string | undefined): MediaStreamConstraints => ({
  audio: {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    channelCount: 1,
    ...(id !== undefined && { deviceId: { ideal: id } }),
  },
});

export const stopTracks = (stream: MediaStream): void => stream.getTracks().forEach((track) => track.stop());

/** A microphone that gives frames at the session's input rate. */
export interface Microphone {
  /** Hears every frame from now on. Returns the function that ends it. */
  subscribe(listener: (frame: CapturedFrame) => void): () => void;
  /** While muted, silence is sent in place of what the microphone hears. */
  mute(muted: boolean): void;
  /** `lost`: the device is gone; `taken`: something else has it for now. */
  readonly condition: "works" | "taken" | "lost";
  /** Hears another stream in place of the one so far, which ends. @throws DOMException when the context cannot. */
  replace(stream: MediaStream): void;
  /** Stops the device: its light goes out. */
  close(): void;
}

export interface MicrophoneOptions extends Omit<CaptureOptions, "from"> {
  readonly context: AudioContext;
  readonly processors: Processors;
  readonly stream: MediaStream;
  /** Told of each change of the microphone's condition. */
  readonly changed: () => void;
  /** Told when the processor has broken: nothing is heard any more. */
  readonly failed: () => void;
}

/** Taps a stream that `getUserMedia` gave. Each stream belongs to the microphone from then on. */
export function openMicrophone(given: MicrophoneOptions): Microphone {
  const { context, processors, to, frameMs, changed, failed } = given;
  const listeners = new Set<(frame: CapturedFrame) => void>();
  const emit = (frame: CapturedFrame): void => listeners.forEach((listener) => listener(frame));
  const options: CaptureOptions = { from: context.sampleRate, to, frameMs };
  const { node, mute, close } = processors.capture(context, options, emit, failed);
  const tap = (stream: MediaStream): { source: AudioNode; stream: MediaStream; track: MediaStreamTrack } => {
    const source = context.createMediaStreamSource(stream);
    source.connect(node);
    const [track] = stream.getAudioTracks() as [MediaStreamTrack];
    // Firefox does not tell every track's events to who added a listener.
    track.onended = track.onmute = track.onunmute = changed;
    return { source, stream, track };
  };
  const untap = ({ source, stream, track }: ReturnType<typeof tap>): void => {
    track.onended = track.onmute = track.onunmute = null;
    source.disconnect();
    stopTracks(stream);
  };
  let current = tap(given.stream);
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    mute,
    get condition() {
      const { readyState, muted } = current.track;
      if (readyState === "ended") return "lost";
      return muted ? "taken" : "works";
    },
    replace(stream) {
      const before = current;
      current = tap(stream);
      untap(before);
    },
    close() {
      listeners.clear();
      untap(current);
      close();
    },
  };
}
