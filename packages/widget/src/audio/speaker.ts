import type { PlaybackCommand, PlaybackOptions, PlaybackReport } from "../worklets/playback.js";
import type { Processors } from "./processors.js";

/** Plays the agent's turns, and tells what was really played. */
export interface Speaker {
  command(command: PlaybackCommand): void;
  /** Hears every report from now on. Returns the function that ends it. */
  subscribe(listener: (report: PlaybackReport) => void): () => void;
  close(): void;
}

export interface SpeakerOptions {
  readonly context: AudioContext;
  readonly processors: Processors;
  /** The session's output rate, in Hz. */
  readonly from: number;
}

/** Opens the context's way out for audio of the session's output rate. */
export function openSpeaker({ context, processors, from }: SpeakerOptions): Speaker {
  const listeners = new Set<(report: PlaybackReport) => void>();
  const emit = (report: PlaybackReport): void => listeners.forEach((listener) => listener(report));
  const options: PlaybackOptions = { from, to: context.sampleRate };
  const { node, command } = processors.playback(context, options, emit);
  node.connect(context.destination);
  return {
    command,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      listeners.clear();
      node.disconnect();
    },
  };
}
