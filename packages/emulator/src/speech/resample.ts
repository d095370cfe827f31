/** Zero crossings of the sinc on each side, at the lower of the two rates. */
const HALF_WIDTH = 16;

/** The cut-off as a part of the lower Nyquist frequency, so that the transition band ends before it folds. */
const CUT_OFF = 0.92;

/** Shape of the Kaiser window; 8 gives about 80 dB of stop band. */
const KAISER_BETA = 8;

export interface Resampler {
  /** Takes any number of samples, gives those that can be known by now. */
  push(samples: Int16Array): Int16Array;
  /** The rest, after the last samples. */
  flush(): Int16Array;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** The modified Bessel function of the first kind, order zero. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function windowedSinc(distance: number, half: number, cutOff: number): number {
  const at = distance / half;
  if (Math.abs(at) >= 1) return 0;
  const window = bessel(KAISER_BETA * Math.sqrt(1 - at * at)) / bessel(KAISER_BETA);
  const x = Math.PI * distance * cutOff;
  return window * cutOff * (x === 0 ? 1 : Math.sin(x) / x);
}

/** One row of taps for each of the positions that an output sample can have between two input samples. */
function filterBank(phases: number, half: number, cutOff: number): Float32Array[] {
  return Array.from({ length: phases }, (_, phase) => {
    const taps = Float32Array.from({ length: 2 * half }, (_, k) =>
      windowedSinc(k - (half - 1) - phase / phases, half, cutOff),
    );
    const gain = taps.reduce((sum, tap) => sum + tap, 0);
    return taps.map((tap) => tap / gain);
  });
}

/**
 * A polyphase windowed-sinc resampler that keeps its state between blocks.
 *
 * @param from samples a second of what comes in
 * @param to samples a second of what goes out
 */
export function createResampler(from: number, to: number): Resampler {
  if (from === to) return { push: (samples) => samples, flush: () => new Int16Array(0) };
  const divisor = greatestCommonDivisor(from, to);
  const phases = to / divisor;
  const step = from / divisor;
  const half = Math.ceil(HALF_WIDTH * Math.max(1, from / to));
  const bank = filterBank(phases, half, CUT_OFF * Math.min(1, to / from));

  // `position` counts input samples from the start of `held`, `phase` the part of one in `phases`.
  let held = new Float32Array(half - 1);
  let position = half - 1;
  let phase = 0;

  const push = (samples: Int16Array): Int16Array => {
    const input = new Float32Array(held.length + samples.length);
    input.set(held);
    input.set(samples, held.length);
    const output: number[] = [];
    while (position + half < input.length) {
      const taps = bank[phase]!;
      const start = position - half + 1;
      let sum = 0;
      for (let k = 0; k < taps.length; k++) sum += taps[k]! * input[start + k]!;
      output.push(Math.max(-32768, Math.min(32767, Math.round(sum))));
      phase += step;
      position += Math.floor(phase / phases);
      phase %= phases;
    }
    const used = Math.min(input.length, position - half + 1);
    held = input.slice(used);
    position -= used;
    return Int16Array.from(output);
  };
  return { push, flush: () => push(new Int16Array(half)) };
}

/** Resamples a whole recording. */
export function resample(samples: Int16Array, from: number, to: number): Int16Array {
  if (from === to) return samples;
  const resampler = createResampler(from, to);
  const body = resampler.push(samples);
  const tail = resampler.flush();
  const whole = new Int16Array(body.length + tail.length);
  whole.set(body);
  whole.set(tail, body.length);
  return whole;
}
