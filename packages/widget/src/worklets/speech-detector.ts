/** Milliseconds of signal that are judged at a time. */
export const WINDOW_MS = 10;
/** Milliseconds that must be loud on end before they are speech: a click or a cup on a table is shorter. */
export const ONSET_MS = 60;
/** Milliseconds of quiet after which speech is over: pauses between words are shorter. */
export const HANGOVER_MS = 300;
/** RMS below which nothing is speech (-40 dB): speech near a microphone with gain control has 0.02 to 0.2. */
export const QUIETEST_SPEECH = 0.01;
/** How far over the background speech is, as a factor of its RMS (12 dB). */
const OVER_BACKGROUND = 4;
/** Factor by which the background is taken to be louder after each window without a quiet one: 3 dB a second. */
const RISE = 10 ** (3 / 20 / (1_000 / WINDOW_MS));
/** The background before anything was heard, and the least that it can be. */
const SILENT_ROOM = 0.001;

/** Tells speech from background by loudness alone. It costs nothing, and nothing is decided by it but a volume. */
export interface SpeechDetector {
  /** Somebody speaks. */
  readonly speaking: boolean;
  /** When the latest speech was last heard, on the clock of `process`; undefined before the first. */
  readonly spokeAt: number | undefined;
  /** Hears a block that begins at `at` ms. */
  process(block: Float32Array, at: number): void;
}

/** A detector for a signal of `sampleRate` Hz. */
export function createSpeechDetector(sampleRate: number): SpeechDetector {
  const windowSamples = Math.round((sampleRate * WINDOW_MS) / 1_000);
  let energy = 0;
  let count = 0;
  let background = SILENT_ROOM;
  let loudMs = 0;
  let quietMs = 0;
  let speaking = false;
  let spokeAt: number | undefined;

  const judge = (level: number, end: number): void => {
    const loud = level > Math.max(QUIETEST_SPEECH, background * OVER_BACKGROUND);
    background = Math.max(SILENT_ROOM, Math.min(level, background * RISE));
    loudMs = loud ? loudMs + WINDOW_MS : 0;
    quietMs = loud ? 0 : quietMs + WINDOW_MS;
    speaking = speaking ? quietMs < HANGOVER_MS : loudMs >= ONSET_MS;
    if (speaking && loud) spokeAt = end;
  };

  return {
    get speaking() {
      return speaking;
    },
    get spokeAt() {
      return spokeAt;
    },
    process(block, at) {
      for (let index = 0; index < block.length; index += 1) {
        energy += block[index]! ** 2;
        count += 1;
        if (count < windowSamples) continue;
        judge(Math.sqrt(energy / count), at + ((index + 1) / sampleRate) * 1_000);
        energy = count = 0;
      }
    },
  };
}
