/**
 * The processors in the page's own thread: the last resort, where a page lets no worklet be loaded. Fetched only then.
 * @module
 */
import { createCapture } from "../worklets/capture.js";
import { createPlayback } from "../worklets/playback.js";
import type { OpenCapture, OpenPlayback } from "./nodes.js";

const endScript = (node: ScriptProcessorNode) => (): void => {
  node.onaudioprocess = null;
  node.disconnect();
};

/** Samples of a ScriptProcessorNode's block. */
const SCRIPT_BLOCK = 2_048;

export const captureInPage: OpenCapture = (context, options, emit) => {
  const capture = createCapture(options, emit);
  const node = context.createScriptProcessor(SCRIPT_BLOCK, 1, 1);
  node.onaudioprocess = ({ inputBuffer, playbackTime }) =>
    capture.process(inputBuffer.getChannelData(0), playbackTime * 1_000);
  // It only runs while it is connected; its output stays silent.
  node.connect(context.destination);
  return {
    node,
    mute(muted) {
      capture.muted = muted;
    },
    close: endScript(node),
  };
};

export const playbackInPage: OpenPlayback = (context, options, emit) => {
  const playback = createPlayback(options, emit);
  const node = context.createScriptProcessor(SCRIPT_BLOCK, 1, 1);
  node.onaudioprocess = ({ outputBuffer, playbackTime }) =>
    playback.process(outputBuffer.getChannelData(0), playbackTime * 1_000);
  return { node, command: (command) => playback.command(command), close: endScript(node) };
};
