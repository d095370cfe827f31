/** Zero crossings of the sinc on each side of its centre, at the lower of the two rates. */
const ZERO_CROSSINGS = 32;
/** Where the pass band ends (at -6 dB), as a part of the lower rate's Nyquist frequency. */
const CUTOFF = 0.94;
/** Shape of the Kaiser window: the stop band is 80 dB down. */
const KAISER_BETA = 7.86;
/** Rows of the filter table for each input sample; between two rows the coefficients are interpolated (error under -90 dB). */
const ROWS = 256;

/** A filtered conversion of one sample rate to another, in blocks of any size. */
export interface Resampler {
  /** Most samples that an input of so many samples can give. */
  capacity(inputLength: number): number;
  /** Converts a block into the start of `output` and returns how many samples that gave. The state is kept: how a signal is cut into blocks does not change the result. */
  process(input: Float32Array, output: Float32Array): number;
  /** Forgets what it has heard. */
  reset(): void;
  /** Input samples by which the output is behind. */
  readonly latency: number;
}

/** The modified Bessel function of the first kind and order zero. */
function bessel0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Rows of windowed-sinc coefficients: row r is the filter for an output that lies r/ROWS of a sample after an input. */
function filterRows(half: number, cutoff: number): Float32Array[] {
  const scale = 1 / bessel0(KAISER_BETA);
  return Array.from({ length: ROWS + 1 }, (_, row) => {
    const taps = Float32Array.from({ length: half * 2 }, (_value, tap) => {
      const x = tap - half + 1 - row / ROWS;
      const edge = x / half;
      if (Math.abs(edge) >= 1) return 0;
      const sinc = x === 0 ? 1 : Math.sin(Math.PI * cutoff * x) / (Math.PI * cutoff * x);
      return sinc * bessel0(KAISER_BETA * Math.sqrt(1 - edge * edge)) * scale;
    });
    // Every row passes a constant signal unchanged, so that no row can be told from another.
    const sum = taps.reduce((total, tap) => total + tap, 0);
    return taps.map((tap) => tap / sum);
  });
}

/**
 * A polyphase windowed-sinc FIR for any ratio of two whole rates in Hz, with 64 taps and more.
 * The position is kept in whole numbers, so it never drifts.
 */
export function createResampler(from: number, to: number): Resampler {
  const lower = Math.min(1, to / from);
  const half = Math.ceil(ZERO_CROSSINGS / lower);
  const taps = half * 2;
  const rows = from === to ? [] : filterRows(half, CUTOFF * lower);
  let history = new Float32Array(taps);
  /** Samples in `history`, oldest first. It begins with silence, as long as one side of the filter. */
  let length = half - 1;
  /** How far the next output lies behind an input sample, in parts of 1/`to` of a sample. */
  let phase = 0;

  const capacity = (inputLength: number): number => Math.ceil((inputLength * to) / from) + 1;

  const nextOutput = (start: number): number => {
    const place = (phase * ROWS) / to;
    const index = Math.floor(place);
    const mix = place - index;
    const row = rows[index]!;
    const next = rows[index + 1]!;
    let low = 0;
    let high = 0;
    for (let tap = 0; tap < taps; tap += 1) {
      const sample = history[start + tap]!;
      low += sample * row[tap]!;
      high += sample * next[tap]!;
    }
    return low + (high - low) * mix;
  };

  return {
    latency: from === to ? 0 : half,
    capacity,
    process(input, output) {
      if (from === to) {
        output.set(input);
        return input.length;
      }
      if (history.length < length + input.length) {
        const grown = new Float32Array(length + input.length);
        grown.set(history.subarray(0, length));
        history = grown;
      }
      history.set(input, length);
      length += input.length;
      let start = 0;
      let count = 0;
      while (start + taps <= length) {
        output[count] = nextOutput(start);
        count += 1;
        phase += from;
        const whole = Math.floor(phase / to);
        phase -= whole * to;
        start += whole;
      }
      // The filter is longer than a step, so the next one never begins after what has come.
      history.copyWithin(0, start, length);
      length -= start;
      return count;
    },
    reset() {
      history.fill(0);
      length = half - 1;
      phase = 0;
    },
  };
}
