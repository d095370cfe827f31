import { DEFAULT_INPUT_SAMPLE_RATE, DEFAULT_OUTPUT_SAMPLE_RATE } from "../protocol/index.js";
import { useSpeaker, type DeviceChoice } from "./devices.js";
import { microphoneConstraints, openMicrophone, stopTracks, type Microphone } from "./microphone.js";
import { PROCESSORS_END_MS } from "./nodes.js";
import { microphoneProblem, type MicrophoneProblem } from "./problems.js";
import { loadProcessors } from "./processors.js";
import { openSpeaker, type Speaker } from "./speaker.js";

/** Both directions of a call's sound, in one context at the device's rate. */
export interface CallAudio {
  readonly microphone: Microphone;
  readonly speaker: Speaker;
  /** Sound goes both ways. A phone call, a closed lid or a pulled plug takes it away. */
  readonly running: boolean;
  /** Plays and hears on these devices from now on. @throws MicrophoneError when there is no microphone to be had. */
  use(choice: DeviceChoice): Promise<void>;
  /** Tries to go on after sound was taken away; best in a click. @throws MicrophoneError when there is no microphone to be had. */
  revive(): Promise<void>;
  /** Lets go of the microphone and the speaker. */
  close(): void;
}

export interface CallAudioOptions {
  /** Length of a microphone frame in ms. */
  readonly frameMs: number;
  /** Where the worklet is, when it is not beside the script. */
  readonly workletUrl?: string;
  readonly choice: DeviceChoice;
  /** Aborted when the sound is no longer wanted: a microphone that comes later is let go at once. */
  readonly signal: AbortSignal;
  /** Told whenever `running` may have changed. */
  readonly changed: () => void;
  /** Told when what hears or plays has broken for good. */
  readonly broke: () => void;
}

/** The page has no microphone for the call; `problem` says why. */
export class MicrophoneError extends Error {
  readonly problem: MicrophoneProblem;

  constructor(problem: MicrophoneProblem, cause?: unknown) {
    super(`There is no microphone for the call: ${problem}.`, { cause });
    this.problem = problem;
  }
}

const failed = (error: unknown): MicrophoneError =>
  error instanceof MicrophoneError ? error : new MicrophoneError("microphone_failed", error);

/**
 * Opens microphone and speaker. Must be called in the click itself: the context is made and resumed, and the
 * microphone asked for, before the first `await`, or browsers keep them silent.
 * @throws MicrophoneError when there is no microphone to be had.
 */
export async function openCallAudio(options: CallAudioOptions): Promise<CallAudio> {
  const { frameMs, workletUrl, signal, changed, broke } = options;
  let { choice } = options;
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (devices === undefined) throw new MicrophoneError("insecure_page");
  const closing: (() => void)[] = [];
  const close = (): void => closing.splice(0).forEach((run) => run());
  signal.addEventListener("abort", close, { once: true });
  try {
    const context = new AudioContext({ latencyHint: "interactive" });
    closing.push(() => {
      signal.removeEventListener("abort", close);
      setTimeout(() => context.close().catch(() => undefined), PROCESSORS_END_MS);
    });
    // Pending until the browser allows sound; the call need not wait for it.
    const resume = (): void => void context.resume().catch(() => undefined);
    resume();
    const isClosed = (): boolean => closing.length === 0;
    const ask = async (): Promise<MediaStream> => {
      const stream = await askForMicrophone(devices, choice.microphone);
      // One that comes too late is let go at once.
      if (isClosed()) stopTracks(stream);
      else closing.push(() => stopTracks(stream));
      return stream;
    };
    const [stream, processors] = await Promise.all([ask(), loadProcessors(context, workletUrl)]);
    signal.throwIfAborted();

    let asks = 0;
    const listen = async (): Promise<void> => {
      asks += 1;
      const mine = asks;
      const another = await ask();
      // Whatever was asked for last is heard, in whichever order the browser answers.
      if (mine !== asks || isClosed()) return stopTracks(another);
      try {
        microphone.replace(another);
      } catch (error) {
        stopTracks(another);
        throw failed(error);
      }
      changed();
    };
    let mending: Promise<void> | undefined;
    /** Asks again, unless that is done already: then what was asked for before this may fail, and is asked for after it. */
    const listenAgain = async (): Promise<void> => {
      await mending?.catch(() => undefined);
      if (isClosed() || microphone.condition === "works") return;
      await (mending ??= listen().finally(() => (mending = undefined)));
    };
    /** What was taken away is asked for again where no click is needed. */
    const mend = (): void => {
      changed();
      if (context.state !== "running" && context.state !== "closed") resume();
      if (microphone.condition === "lost") void listenAgain().catch(changed);
    };
    const speaker = openSpeaker({ context, processors, from: DEFAULT_OUTPUT_SAMPLE_RATE, failed: broke });
    closing.push(speaker.close);
    const to = DEFAULT_INPUT_SAMPLE_RATE;
    const microphone = openMicrophone({ context, processors, stream, to, frameMs, changed: mend, failed: broke });
    context.addEventListener("statechange", mend);
    devices.addEventListener("devicechange", mend);
    closing.push(microphone.close, () => {
      context.removeEventListener("statechange", mend);
      devices.removeEventListener("devicechange", mend);
    });
    void useSpeaker(context, choice.speaker);
    return {
      microphone,
      speaker,
      get running() {
        return context.state === "running" && microphone.condition === "works";
      },
      async use(other) {
        const before = choice;
        choice = other;
        if (other.speaker !== before.speaker) await useSpeaker(context, other.speaker);
        if (other.microphone === before.microphone) return;
        try {
          await listen();
        } catch (error) {
          if (choice === other) choice = before;
          throw error;
        }
      },
      async revive() {
        resume();
        await listenAgain();
      },
      close,
    };
  } catch (error) {
    close();
    throw failed(error);
  }
}

async function askForMicrophone(devices: MediaDevices, id: string | undefined): Promise<MediaStream> {
  try {
    return await devices.getUserMedia(microphoneConstraints(id));
  } catch (error) {
    throw new MicrophoneError(microphoneProblem(error), error);
  }
}
