import { PLAYBACK_PROCESSOR } from "../worklets/names.js";
import {
  createPlayback,
  type PlaybackCommand,
  type PlaybackOptions,
  type PlaybackReport,
} from "../worklets/playback.js";
import { SCRIPT_BLOCK } from "./microphone.js";
import type { ProcessorKind } from "./processors.js";

/** Plays the agent's turns, and tells what was really played. */
export interface Speaker {
  command(command: PlaybackCommand): void;
  /** Hears every report from now on. Returns the function that ends it. */
  subscribe(listener: (report: PlaybackReport) => void): () => void;
  close(): void;
}

export interface SpeakerOptions {
  readonly context: AudioContext;
  readonly kind: ProcessorKind;
  /** The session's output rate, in Hz. */
  readonly from: number;
}

/** Opens the context's way out for audio of the session's output rate. */
export function openSpeaker({ context, kind, from }: SpeakerOptions): Speaker {
  const listeners = new Set<(report: PlaybackReport) => void>();
  const emit = (report: PlaybackReport): void => listeners.forEach((listener) => listener(report));
  const options: PlaybackOptions = { from, to: context.sampleRate };
  const { node, command } =
    kind === "worklet" ? workletNode(context, options, emit) : scriptNode(context, options, emit);
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

interface PlaybackNode {
  readonly node: AudioNode;
  command(command: PlaybackCommand): void;
}

function workletNode(
  context: AudioContext,
  options: PlaybackOptions,
  emit: (report: PlaybackReport) => void,
): PlaybackNode {
  const node = new AudioWorkletNode(context, PLAYBACK_PROCESSOR, {
    numberOfInputs: 0,
    numberOfOutputs: 1,
    outputChannelCount: [1],
    processorOptions: options,
  });
  node.port.onmessage = ({ data }: MessageEvent<PlaybackReport>) => emit(data);
  return {
    node,
    command: (command) => node.port.postMessage(command, command.type === "push" ? [command.samples.buffer] : []),
  };
}

function scriptNode(
  context: AudioContext,
  options: PlaybackOptions,
  emit: (report: PlaybackReport) => void,
): PlaybackNode {
  const playback = createPlayback(options, emit);
  const node = context.createScriptProcessor(SCRIPT_BLOCK, 1, 1);
  node.onaudioprocess = ({ outputBuffer }) => playback.process(outputBuffer.getChannelData(0));
  return { node, command: (command) => playback.command(command) };
}
