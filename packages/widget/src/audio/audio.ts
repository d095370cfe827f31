import { DEFAULT_INPUT_SAMPLE_RATE, DEFAULT_OUTPUT_SAMPLE_RATE } from "../protocol/index.js";
import { MICROPHONE_CONSTRAINTS, openMicrophone, type Microphone } from "./microphone.js";
import { microphoneProblem, type MicrophoneProblem } from "./problems.js";
import { loadProcessors } from "./processors.js";
import { openSpeaker, type Speaker } from "./speaker.js";

/** Both directions of a call's sound, in one context at the device's rate. */
export interface CallAudio {
  readonly microphone: Microphone;
  readonly speaker: Speaker;
  /** Lets go of the microphone and the speaker. */
  close(): void;
}

export interface CallAudioOptions {
  /** Length of a microphone frame in ms. */
  readonly frameMs: number;
  /** Where the worklet is, when it is not beside the script. */
  readonly workletUrl?: string;
  /** Aborted when the sound is no longer wanted: a microphone that comes later is let go at once. */
  readonly signal: AbortSignal;
}

/** The page has no microphone for the call; `problem` says why. */
export class MicrophoneError extends Error {
  readonly problem: MicrophoneProblem;

  constructor(problem: MicrophoneProblem, cause?: unknown) {
    super(`There is no microphone for the call: ${problem}.`, { cause });
    this.problem = problem;
  }
}

/**
 * Opens microphone and speaker. Must be called in the click itself: the context is made and resumed, and the
 * microphone asked for, before the first `await`, or browsers keep them silent.
 * @throws MicrophoneError when there is no microphone to be had.
 */
export async function openCallAudio({ frameMs, workletUrl, signal }: CallAudioOptions): Promise<CallAudio> {
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (devices === undefined) throw new MicrophoneError("insecure_page");
  const closing: (() => void)[] = [];
  const close = (): void => closing.splice(0).forEach((run) => run());
  signal.addEventListener("abort", close, { once: true });
  try {
    const context = new AudioContext({ latencyHint: "interactive" });
    closing.push(() => void context.close().catch(() => undefined));
    // Pending until the browser allows sound; the call need not wait for it.
    void context.resume().catch(() => undefined);
    const asked = askForMicrophone(devices, signal);
    // One that comes after something else failed is let go, too.
    closing.push(() => void asked.then(stopTracks, () => undefined));
    const [stream, processors] = await Promise.all([asked, loadProcessors(context, workletUrl)]);
    signal.throwIfAborted();
    const microphone = openMicrophone({ context, processors, stream, to: DEFAULT_INPUT_SAMPLE_RATE, frameMs });
    const speaker = openSpeaker({ context, processors, from: DEFAULT_OUTPUT_SAMPLE_RATE });
    closing.push(microphone.close, speaker.close);
    return { microphone, speaker, close };
  } catch (error) {
    close();
    throw error instanceof MicrophoneError ? error : new MicrophoneError("microphone_failed", error);
  }
}

const stopTracks = (stream: MediaStream): void => stream.getTracks().forEach((track) => track.stop());

/** Asks for the microphone. When the answer comes after an abort, the microphone is let go. */
async function askForMicrophone(devices: MediaDevices, signal: AbortSignal): Promise<MediaStream> {
  try {
    const stream = await devices.getUserMedia(MICROPHONE_CONSTRAINTS);
    if (signal.aborted) stopTracks(stream);
    return stream;
  } catch (error) {
    throw new MicrophoneError(microphoneProblem(error), error);
  }
}
