import { setTimeout as wait } from "node:timers/promises";

/** Audio goes out in frames of this length; the last of a sentence has what is left, from 20 to 60 ms. */
export const FRAME_MS = 40;
const LEAST_FRAME_MS = 20;
const LONGEST_FRAME_MS = 60;

/** So many times faster than it is heard. */
const SPEED = 5;

/** A client that does not read holds the agent up from here on, in bytes. */
const MAX_BUFFERED_BYTES = 256 * 1024;

/** How many sentences may wait to be spoken. */
export const MAX_QUEUED_SENTENCES = 200;

/** Something to say: sentences, told about as they are spoken. */
export interface Utterance {
  sentences: readonly string[];
  /** A sentence's audio begins. `error` is why it has none. */
  onSentence(sentence: string, error?: Error): void;
  /** The first frame goes out now. */
  onAudio(): void;
  /** The last frame went out. Does not come when the utterance is cut. */
  onDone(): void;
}

export interface MouthOptions {
  /** Samples a second. */
  sampleRate: number;
  synthesise(sentence: string): Promise<Int16Array>;
  /** Sends a frame. */
  send(frame: Int16Array): void;
  /** How much of what was sent the client has not taken yet, in bytes. */
  buffered(): number;
  now(): number;
}

export interface Mouth {
  /** Appends to what is being said; false when too much waits already. */
  say(utterance: Utterance): boolean;
  /** Whether something is being said, or still being heard by a listener who heard all from its beginning. */
  speaking(): boolean;
  /** Stops at once and forgets what waits. */
  stop(): void;
}

/** Speaks utterances in order, a sentence ahead, several times faster than real time. */
export function createMouth({ sampleRate, synthesise, send, buffered, now }: MouthOptions): Mouth {
  const samplesIn = (ms: number): number => (sampleRate * ms) / 1000;
  let queue: Utterance[] = [];
  let cut = new AbortController();
  let busy = false;
  let heardUntil = 0;

  /** A sentence's audio as frames: none is shorter than is allowed, as its end could be. */
  function framesOf(speech: Int16Array): Int16Array[] {
    const samples = new Int16Array(Math.max(speech.length, samplesIn(LEAST_FRAME_MS)));
    samples.set(speech);
    const frames: Int16Array[] = [];
    for (let at = 0; at < samples.length;) {
      const left = samples.length - at;
      const taken = left > samplesIn(LONGEST_FRAME_MS) ? samplesIn(FRAME_MS) : left;
      frames.push(samples.subarray(at, at + taken));
      at += taken;
    }
    return frames;
  }

  async function sendPaced(samples: Int16Array, signal: AbortSignal, onAudio: () => void): Promise<void> {
    for (const [frame, audio] of framesOf(samples).entries()) {
      if (frame === 0) onAudio();
      send(audio);
      heardUntil = Math.max(heardUntil, now()) + (audio.length * 1000) / sampleRate;
      if (frame % SPEED === SPEED - 1) await wait(FRAME_MS, undefined, { signal });
      while (buffered() > MAX_BUFFERED_BYTES) await wait(FRAME_MS, undefined, { signal });
    }
  }

  async function utter({ sentences, onSentence, onAudio, onDone }: Utterance, signal: AbortSignal): Promise<void> {
    let spoken = false;
    const begin = (): void => {
      if (!spoken) onAudio();
      spoken = true;
    };
    const speak = (sentence: string): Promise<Int16Array | Error> =>
      synthesise(sentence).catch((cause: unknown) => new Error(String(cause)));
    let next = speak(sentences[0] ?? "");
    for (const [i, sentence] of sentences.entries()) {
      const audio = await next;
      if (signal.aborted) return;
      if (i + 1 < sentences.length) next = speak(sentences[i + 1]!);
      if (audio instanceof Error) onSentence(sentence, audio);
      else {
        onSentence(sentence);
        await sendPaced(audio, signal, begin);
      }
    }
    onDone();
  }

  async function run(signal: AbortSignal): Promise<void> {
    busy = true;
    try {
      for (let utterance = queue[0]; utterance && !signal.aborted; utterance = queue[0]) {
        await utter(utterance, signal);
        if (!signal.aborted) queue.shift();
      }
    } catch (cause) {
      if (!signal.aborted) throw cause;
    } finally {
      if (!signal.aborted) busy = false;
    }
  }

  return {
    say(utterance) {
      if (utterance.sentences.length === 0) return true;
      const waiting = queue.reduce((sum, { sentences }) => sum + sentences.length, 0);
      if (waiting + utterance.sentences.length > MAX_QUEUED_SENTENCES) return false;
      queue.push(utterance);
      if (!busy) void run(cut.signal);
      return true;
    },
    speaking: () => busy || now() < heardUntil,
    stop() {
      cut.abort();
      cut = new AbortController();
      queue = [];
      busy = false;
      heardUntil = now();
    },
  };
}
