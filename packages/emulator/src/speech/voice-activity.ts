/** The WebRTC voice activity detector, compiled to WebAssembly. */
interface Fvad {
  HEAP16: Int16Array;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  _fvad_new(): number;
  _fvad_free(detector: number): void;
  _fvad_set_mode(detector: number, mode: 0 | 1 | 2 | 3): number;
  _fvad_set_sample_rate(detector: number, rate: number): number;
  /** 1 for voice, 0 for none, -1 for a frame of the wrong length. */
  _fvad_process(detector: number, samples: number, count: number): number;
}

// The package has no types of its own, so its name is not a literal that the compiler would look up.
const FVAD: string = "@echogarden/fvad-wasm";

/** The rate that speech is heard at, in samples a second. */
export const HEARING_RATE = 16_000;
export const FRAME_MS = 20;
export const FRAME_SAMPLES = (HEARING_RATE * FRAME_MS) / 1000;

/** Speech begins when so many of the last frames had voice in them. */
const START_WINDOW = 10;
const START_VOICED = 7;

/** A pause is broken by so many frames with voice in a row, so that a click does not prolong a turn. */
export const RESUME_VOICED = 3;

/** Louder than the noise floor by this factor, and than this level (of 32 768), or it is no voice. */
const ABOVE_FLOOR = 2;
const LEAST_LEVEL = 60;

/**
 * The floor falls at once and rises by this part of the difference with each frame: slowly in what sounds like speech,
 * so that steady noise is not taken for it for long.
 */
const FLOOR_RISE = 0.05;
const FLOOR_RISE_IN_SPEECH = 0.002;

/** A turn begins; perhaps it is over (a short pause); it was not; it is over. */
export type Activity = "started" | "paused" | "resumed" | "ended" | undefined;

export interface TurnDetector {
  /** Takes one frame's verdict. */
  push(voiced: boolean): Activity;
  /** Ends the turn now, if there is one. */
  reset(): void;
}

/**
 * When a turn begins and ends, from single frames with and without voice, with hysteresis.
 *
 * @param pauseMs the silence that ends a turn, at the time of asking
 * @param eagerMs the silence after which a turn may be over; told only when it is shorter than the other
 */
export function createTurnDetector(pauseMs: () => number, eagerMs: () => number = () => Infinity): TurnDetector {
  let recent: boolean[] = [];
  let talking = false;
  let paused = false;
  let quiet = 0;
  let run = 0;
  const reset = (): void => {
    recent = [];
    talking = paused = false;
    quiet = run = 0;
  };
  return {
    push(voiced) {
      if (!talking) {
        recent = [...recent, voiced].slice(-START_WINDOW);
        if (recent.filter(Boolean).length < START_VOICED) return undefined;
        reset();
        talking = true;
        return "started";
      }
      run = voiced ? run + 1 : 0;
      if (run >= RESUME_VOICED) {
        const resumed = paused;
        quiet = 0;
        paused = false;
        return resumed ? "resumed" : undefined;
      }
      quiet++;
      if (quiet * FRAME_MS >= pauseMs()) {
        reset();
        return "ended";
      }
      if (paused || quiet * FRAME_MS < eagerMs()) return undefined;
      paused = true;
      return "paused";
    },
    reset,
  };
}

export interface VoiceDetector {
  /** Whether a frame of {@link FRAME_SAMPLES} samples has a voice in it. */
  voiced(frame: Int16Array): boolean;
  close(): void;
}

function level(frame: Int16Array): number {
  let sum = 0;
  for (const sample of frame) sum += sample * sample;
  return Math.sqrt(sum / frame.length);
}

async function load(): Promise<Fvad> {
  const { default: start } = (await import(FVAD)) as { default: () => Promise<Fvad> };
  return start();
}

let fvad: Promise<Fvad> | undefined;

/** WebRTC's detector behind a gate that follows the noise floor. */
export async function createVoiceDetector(): Promise<VoiceDetector> {
  fvad ??= load();
  const module = await fvad;
  const detector = module._fvad_new();
  const memory = module._malloc(FRAME_SAMPLES * 2);
  module._fvad_set_mode(detector, 3);
  module._fvad_set_sample_rate(detector, HEARING_RATE);
  let floor: number | undefined;
  return {
    voiced(frame) {
      const loudness = level(frame);
      module.HEAP16.set(frame, memory >> 1);
      const speech = module._fvad_process(detector, memory, FRAME_SAMPLES) === 1;
      floor ??= loudness;
      const rise = speech ? FLOOR_RISE_IN_SPEECH : FLOOR_RISE;
      floor = loudness < floor ? loudness : floor + (loudness - floor) * rise;
      return speech && loudness >= LEAST_LEVEL && loudness >= floor * ABOVE_FLOOR;
    },
    close() {
      module._free(memory);
      module._fvad_free(detector);
    },
  };
}
