import { createCapture, type CaptureOptions, type CapturedFrame } from "../worklets/capture.js";
import { CAPTURE_PROCESSOR } from "../worklets/names.js";
import type { ProcessorKind } from "./processors.js";

/** Samples of a ScriptProcessorNode's block, where there is no worklet. */
export const SCRIPT_BLOCK = 2_048;

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
  readonly kind: ProcessorKind;
  readonly stream: MediaStream;
}

/** Taps a stream that `getUserMedia` gave. The stream belongs to the microphone from now on. */
export function openMicrophone({ context, kind, stream, to, frameMs }: MicrophoneOptions): Microphone {
  const listeners = new Set<(frame: CapturedFrame) => void>();
  const emit = (frame: CapturedFrame): void => listeners.forEach((listener) => listener(frame));
  const source = context.createMediaStreamSource(stream);
  const options: CaptureOptions = { from: context.sampleRate, to, frameMs };
  const { node, mute } = kind === "worklet" ? workletNode(context, options, emit) : scriptNode(context, options, emit);
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

interface CaptureNode {
  readonly node: AudioNode;
  mute(muted: boolean): void;
}

function workletNode(
  context: AudioContext,
  options: CaptureOptions,
  emit: (frame: CapturedFrame) => void,
): CaptureNode {
  const node = new AudioWorkletNode(context, CAPTURE_PROCESSOR, {
    numberOfInputs: 1,
    numberOfOutputs: 0,
    channelCount: 1,
    channelCountMode: "explicit",
    processorOptions: options,
  });
  node.port.onmessage = ({ data }: MessageEvent<CapturedFrame>) => emit(data);
  return { node, mute: (muted) => node.port.postMessage(muted) };
}

function scriptNode(context: AudioContext, options: CaptureOptions, emit: (frame: CapturedFrame) => void): CaptureNode {
  const capture = createCapture(options, emit);
  const node = context.createScriptProcessor(SCRIPT_BLOCK, 1, 1);
  node.onaudioprocess = ({ inputBuffer }) => capture.process(inputBuffer.getChannelData(0));
  // It only runs while it is connected; its output stays silent.
  node.connect(context.destination);
  return {
    node,
    mute(muted) {
      capture.muted = muted;
    },
  };
}
