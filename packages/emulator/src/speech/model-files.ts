import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";

/** Where models are fetched from. */
export const HUB = "https://huggingface.co";

/** What whisper needs of a model, smallest first. */
export const WHISPER_FILES = [
  "config.json",
  "generation_config.json",
  "preprocessor_config.json",
  "tokenizer_config.json",
  "tokenizer.json",
  "onnx/encoder_model_quantized.onnx",
  "onnx/decoder_model_merged_quantized.onnx",
] as const;

/** The largest file that is fetched, in bytes. */
export const MAX_MODEL_FILE_BYTES = 1024 * 1024 * 1024;

/** How long nothing may come before fetching has failed, in milliseconds. */
export const STALL_MS = 15_000;

/** Progress is told each time so much more has come, in bytes. */
const PROGRESS_BYTES = 5 * 1024 * 1024;

export interface ModelOptions {
  /** `Xenova/whisper-tiny.en` */
  model: string;
  /** The folder of all models. */
  folder: string;
  /** Told of progress. */
  log(line: string): void;
  hub?: string;
  /** Ends the fetching. */
  signal?: AbortSignal;
  stallMs?: number;
  maxFileBytes?: number;
}

async function fetchFile(url: string, file: string, options: ModelOptions): Promise<void> {
  const { log, stallMs = STALL_MS, maxFileBytes = MAX_MODEL_FILE_BYTES } = options;
  const stalled = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stalled.signal]) : stalled.signal;
  const limit = setTimeout(() => stalled.abort(new Error(`nothing came for ${stallMs} ms`)), stallMs);
  const partial = `${file}.part`;
  try {
    const response = await fetch(url, { signal });
    if (!response.ok || !response.body) throw new Error(`it answered ${response.status}`);
    const body = response.body as unknown as AsyncIterable<Uint8Array>;
    const watched = async function* (): AsyncGenerator<Uint8Array> {
      let bytes = 0;
      let told = 0;
      for await (const chunk of body) {
        limit.refresh();
        bytes += chunk.length;
        if (bytes > maxFileBytes) throw new Error(`it has more than ${maxFileBytes} bytes`);
        if (bytes - told >= PROGRESS_BYTES) {
          told = bytes;
          log(`fetching ${url}: ${Math.round(bytes / 1024 / 1024)} MB`);
        }
        yield chunk;
      }
    };
    mkdirSync(dirname(file), { recursive: true });
    // Open before anything can fail: a stream that opens its file itself may do so after a failure has removed it.
    const partialFile = await open(partial, "w");
    await pipeline(watched, partialFile.createWriteStream(), { signal });
    renameSync(partial, file);
  } catch (cause) {
    rmSync(partial, { force: true });
    const reason: unknown = stalled.signal.aborted ? stalled.signal.reason : cause;
    const why =
      reason instanceof Error ? (reason.cause instanceof Error ? reason.cause.message : reason.message) : reason;
    throw new Error(`${url} cannot be fetched: ${String(why)}.`, { cause });
  } finally {
    clearTimeout(limit);
  }
}

/**
 * Sees to it that a model is on disk: what is missing of it is fetched, once. Its folder.
 *
 * @throws Error in a sentence that says what cannot be had, and where to put it
 */
export async function modelOnDisk(options: ModelOptions): Promise<string> {
  const { model, folder, log, hub = HUB } = options;
  if (!/^[\w.-]+\/[\w.-]+$/.test(model) || model.includes("..")) {
    throw new Error(`${model} is no name of a model: give one such as Xenova/whisper-tiny.en.`);
  }
  const home = join(folder, model);
  const missing = WHISPER_FILES.filter((file) => !existsSync(join(home, file)));
  if (missing.length > 0) log(`fetching ${model} from ${hub} to ${home}, once`);
  for (const file of missing) {
    await fetchFile(`${hub}/${model}/resolve/main/${file}`, join(home, file), options).catch((cause: Error) => {
      throw new Error(`Whisper's model is not there: ${cause.message} Or put its files into ${home}.`, { cause });
    });
  }
  return home;
}
