/** Turns a signal into frames of equal length of 16-bit samples. */
export interface Chunker {
  push(samples: Float32Array, count: number): void;
}

const toInt16 = (sample: number): number => Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));

/** Calls `emit` with a new frame whenever `frameSamples` have come. */
export function createChunker(frameSamples: number, emit: (frame: Int16Array<ArrayBuffer>) => void): Chunker {
  let frame = new Int16Array(frameSamples);
  let filled = 0;
  return {
    push(samples, count) {
      for (let index = 0; index < count; index += 1) {
        frame[filled] = toInt16(samples[index]!);
        filled += 1;
        if (filled === frameSamples) {
          emit(frame);
          frame = new Int16Array(frameSamples);
          filled = 0;
        }
      }
    },
  };
}
