import type { CapturedFrame, CaptureOptions } from "../worklets/capture.js";
import { CAPTURE_PROCESSOR, END, PLAYBACK_PROCESSOR } from "../worklets/names.js";
import type { PlaybackCommand, PlaybackOptions, PlaybackReport } from "../worklets/playback.js";

/** The node that hears the microphone. */
export interface CaptureNode {
  readonly node: AudioNode;
  mute(muted: boolean): void;
  /** Ends the processor, and takes the node out of the graph. */
  close(): void;
}

/** The node that plays the agent. */
export interface PlaybackNode {
  readonly node: AudioNode;
  command(command: PlaybackCommand): void;
  /** Ends the processor, and takes the node out of the graph. */
  close(): void;
}

export type OpenCapture = (
  context: AudioContext,
  options: CaptureOptions,
  emit: (frame: CapturedFrame) => void,
  failed: () => void,
) => CaptureNode;

export type OpenPlayback = (
  context: AudioContext,
  options: PlaybackOptions,
  emit: (report: PlaybackReport) => void,
  failed: () => void,
) => PlaybackNode;

/**
 * ms after which a context whose nodes were closed may be closed, too: their processors have ended by then. Closed at
 * once, a context is held for good; no event tells, and a message of a processor's never comes where the sound stands still.
 */
export const PROCESSORS_END_MS = 250;

const endProcessor = (node: AudioWorkletNode) => (): void => {
  node.port.onmessage = node.onprocessorerror = null;
  node.port.postMessage(END);
  node.disconnect();
};

export const captureInWorklet: OpenCapture = (context, options, emit, failed) => {
  const node = new AudioWorkletNode(context, CAPTURE_PROCESSOR, {
    numberOfInputs: 1,
    numberOfOutputs: 0,
    channelCount: 1,
    channelCountMode: "explicit",
    processorOptions: options,
  });
  node.port.onmessage = ({ data }: MessageEvent<CapturedFrame>) => emit(data);
  node.onprocessorerror = failed;
  return { node, mute: (muted) => node.port.postMessage(muted), close: endProcessor(node) };
};

export const playbackInWorklet: OpenPlayback = (context, options, emit, failed) => {
  const node = new AudioWorkletNode(context, PLAYBACK_PROCESSOR, {
    numberOfInputs: 0,
    numberOfOutputs: 1,
    outputChannelCount: [1],
    processorOptions: options,
  });
  node.port.onmessage = ({ data }: MessageEvent<PlaybackReport>) => emit(data);
  node.onprocessorerror = failed;
  return {
    node,
    command: (command) => node.port.postMessage(command, command.type === "push" ? [command.samples.buffer] : []),
    close: endProcessor(node),
  };
};
