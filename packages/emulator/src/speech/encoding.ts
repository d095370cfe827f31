/** The encodings that the emulator reads and writes. */
export const ENCODINGS = ["linear16", "mulaw", "alaw"] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const INPUT_RATES: readonly number[] = [8000, 16000, 22050, 24000, 32000, 44100, 48000];
const LINEAR_OUTPUT_RATES: readonly number[] = [8000, 16000, 24000, 32000, 48000];
const COMPANDED_OUTPUT_RATES: readonly number[] = [8000, 16000];

export function outputRates(encoding: Encoding): readonly number[] {
  return encoding === "linear16" ? LINEAR_OUTPUT_RATES : COMPANDED_OUTPUT_RATES;
}

export function isEncoding(name: string): name is Encoding {
  return ENCODINGS.some((encoding) => encoding === name);
}

const MULAW_BIAS = 0x84;
const MULAW_CLIP = 32635;

function mulawDecode(byte: number): number {
  const value = ~byte & 0xff;
  const magnitude = (((value & 0x0f) << 3) + MULAW_BIAS) << ((value & 0x70) >> 4);
  return value & 0x80 ? MULAW_BIAS - magnitude : magnitude - MULAW_BIAS;
}

function mulawEncode(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), MULAW_CLIP) + MULAW_BIAS;
  const exponent = 24 - Math.clz32(magnitude);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff;
}

function alawDecode(byte: number): number {
  const value = byte ^ 0x55;
  const exponent = (value & 0x70) >> 4;
  const mantissa = ((value & 0x0f) << 4) + (exponent === 0 ? 8 : 0x108);
  const magnitude = exponent > 1 ? mantissa << (exponent - 1) : mantissa;
  return value & 0x80 ? magnitude : -magnitude;
}

function alawEncode(sample: number): number {
  const magnitude = Math.min(sample < 0 ? -sample - 1 : sample, 32767);
  const exponent = Math.max(0, 24 - Math.clz32(magnitude));
  const mantissa = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 0x0f;
  return ((sample < 0 ? 0 : 0x80) | (exponent << 4) | mantissa) ^ 0x55;
}

/** 16-bit samples as bytes of the encoding (linear16: little-endian). */
export function encode(samples: Int16Array, encoding: Encoding): Buffer {
  if (encoding === "linear16") {
    const bytes = Buffer.allocUnsafe(samples.length * 2);
    for (let i = 0; i < samples.length; i++) bytes.writeInt16LE(samples[i]!, i * 2);
    return bytes;
  }
  const one = encoding === "mulaw" ? mulawEncode : alawEncode;
  return Buffer.from(Uint8Array.from(samples, one));
}

/** A function from bytes to samples that keeps half a sample for the next call. */
export function createDecoder(encoding: Encoding): (bytes: Uint8Array) => Int16Array {
  if (encoding === "linear16") {
    let odd: Buffer = Buffer.alloc(0);
    return (bytes) => {
      const all =
        odd.length === 0 ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) : Buffer.concat([odd, bytes]);
      const samples = new Int16Array(all.length >> 1);
      for (let i = 0; i < samples.length; i++) samples[i] = all.readInt16LE(i * 2);
      odd = Buffer.from(all.subarray(samples.length * 2));
      return samples;
    };
  }
  const one = encoding === "mulaw" ? mulawDecode : alawDecode;
  const table = Int16Array.from({ length: 256 }, (_, byte) => one(byte));
  return (bytes) => Int16Array.from(bytes, (byte) => table[byte]!);
}
