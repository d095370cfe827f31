/**
 * The two processors of the audio thread: thin shells over pure modules. Built as a file of its own, because a
 * Content-Security-Policy that refuses `blob:` still lets a file of the site's pass.
 */
import { createCapture, type Capture, type CaptureOptions } from "./capture.js";
import { CAPTURE_PROCESSOR, END, PLAYBACK_PROCESSOR } from "./names.js";
import { createPlayback, type Playback, type PlaybackCommand, type PlaybackOptions } from "./playback.js";

/* What an AudioWorkletGlobalScope has and TypeScript's libraries do not. */
interface Port {
  postMessage(message: unknown, transfer?: ArrayBuffer[]): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
}
interface ProcessorOptions<Options> {
  readonly processorOptions: Options;
}
declare class AudioWorkletProcessor {
  readonly port: Port;
}
/** The context's clock at the beginning of the block that is made now, in seconds. */
declare const currentTime: number;
declare function registerProcessor<Options>(
  name: string,
  processor: new (options: ProcessorOptions<Options>) => AudioWorkletProcessor,
): void;

/** A block in which nothing is heard. */
const SILENCE = new Float32Array(128);

class CaptureProcessor extends AudioWorkletProcessor {
  readonly #capture: Capture;
  #ended = false;

  constructor({ processorOptions }: ProcessorOptions<CaptureOptions>) {
    super();
    this.#capture = createCapture(processorOptions, (frame) => this.port.postMessage(frame, [frame.samples.buffer]));
    this.port.onmessage = ({ data }) => {
      if (data === END) this.#ended = true;
      else this.#capture.muted = data === true;
    };
  }

  process(inputs: Float32Array[][]): boolean {
    // Firefox gives no channel at all while the microphone is silent; the session goes on hearing silence.
    this.#capture.process(inputs[0]?.[0] ?? SILENCE, currentTime * 1_000);
    return !this.#ended;
  }
}

class PlaybackProcessor extends AudioWorkletProcessor {
  readonly #playback: Playback;
  #ended = false;

  constructor({ processorOptions }: ProcessorOptions<PlaybackOptions>) {
    super();
    this.#playback = createPlayback(processorOptions, (report) => this.port.postMessage(report));
    this.port.onmessage = ({ data }) => {
      if (data === END) this.#ended = true;
      else this.#playback.command(data as PlaybackCommand);
    };
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const block = outputs[0]?.[0];
    if (block !== undefined) this.#playback.process(block, currentTime * 1_000);
    return !this.#ended;
  }
}

registerProcessor(CAPTURE_PROCESSOR, CaptureProcessor);
registerProcessor(PLAYBACK_PROCESSOR, PlaybackProcessor);
