import type { PlaybackCommand, PlaybackOptions, PlaybackReport } from "../worklets/playback.js";
import type { Processors } from "./processors.js";

/** What is left of the agent's volume while somebody speaks over it (-12 dB). */
export const DUCKED = 0.25;
/** Seconds in which a change of the volume is two thirds done: soon enough to hear oneself, and no click. */
const GLIDE_SECONDS = 0.03;

/** Plays the agent's turns, and tells what was really played. */
export interface Speaker {
  command(command: PlaybackCommand): void;
  /** How loud the agent is, 0 to 1. */
  setVolume(volume: number): void;
  /** While ducked, the agent is softer. It speaks on. */
  duck(ducked: boolean): void;
  /** Hears every report from now on. Returns the function that ends it. */
  subscribe(listener: (report: PlaybackReport) => void): () => void;
  close(): void;
}

export interface SpeakerOptions {
  readonly context: AudioContext;
  readonly processors: Processors;
  /** The session's output rate, in Hz. */
  readonly from: number;
  /** Told when the processor has broken: nothing is played any more. */
  readonly failed: () => void;
}

/** Opens the context's way out for audio of the session's output rate. */
export function openSpeaker({ context, processors, from, failed }: SpeakerOptions): Speaker {
  const listeners = new Set<(report: PlaybackReport) => void>();
  const emit = (report: PlaybackReport): void => listeners.forEach((listener) => listener(report));
  const options: PlaybackOptions = { from, to: context.sampleRate };
  const { node, command, close } = processors.playback(context, options, emit, failed);
  const loudness = context.createGain();
  node.connect(loudness).connect(context.destination);
  let volume = 1;
  let ducked = false;
  const adjust = (): void => {
    loudness.gain.setTargetAtTime(volume * (ducked ? DUCKED : 1), context.currentTime, GLIDE_SECONDS);
  };
  return {
    command,
    setVolume(to) {
      if (to === volume) return;
      volume = to;
      adjust();
    },
    duck(to) {
      if (to === ducked) return;
      ducked = to;
      adjust();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      listeners.clear();
      close();
      loudness.disconnect();
    },
  };
}
