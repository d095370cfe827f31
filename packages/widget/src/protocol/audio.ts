/** Little-endian signed 16-bit PCM, mono: the only encoding on the wire. */
export type Encoding = "linear16";

/** Rates in Hz that a session's microphone audio may have. */
export const INPUT_SAMPLE_RATES = [8_000, 16_000, 24_000, 44_100, 48_000] as const;

/** Rates in Hz that a session's agent audio may have. */
export const OUTPUT_SAMPLE_RATES = [8_000, 16_000, 24_000, 48_000] as const;

export const DEFAULT_INPUT_SAMPLE_RATE = 16_000;
export const DEFAULT_OUTPUT_SAMPLE_RATE = 24_000;

/** Bytes of one `linear16` sample. */
export const BYTES_PER_SAMPLE = 2;

export interface AudioFormat {
  readonly encoding: Encoding;
  /** Samples a second, in Hz. */
  readonly sampleRate: number;
}

/** How the relay delivers agent audio: as binary frames, or as base64 in `audio_output`. */
export type Delivery = "binary" | "base64";

export interface OutputFormat extends AudioFormat {
  readonly delivery?: Delivery;
}
