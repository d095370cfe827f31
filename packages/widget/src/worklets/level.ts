/** Root mean square of samples, 0 to 1. */
export function rms(samples: Float32Array, count = samples.length): number {
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += samples[index]! ** 2;
  return count === 0 ? 0 : Math.sqrt(sum / count);
}
