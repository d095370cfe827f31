import { existsSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";

/** Where models are fetched from. */
export const HUB = "https://huggingface.co";
/** The weights in a model's folder, quantised to 8 bits. */
export const WEIGHTS = "onnx/model_quantized.onnx";
/** What the model is, in its folder. */
export const CONFIG = "config.json";

/** What a model's folder has, small files first. */
export const NEEDED = [CONFIG, "tokenizer_config.json", "tokenizer.json", WEIGHTS] as const;
/** What says how it wants to be used, where its authors say so. */
const WELCOME = ["config_sentence_transformers.json", "1_Pooling/config.json"] as const;

/** The largest file that is fetched, in bytes. */
export const MAX_FILE_BYTES = 1024 * 1024 * 1024;
/** How long nothing may come before fetching has failed, in ms. */
export const STALL_MS = 15_000;
/** How long a model may take to be fetched, all of its files together, in ms. */
export const FETCH_MS = 30 * 60_000;
/** Progress is told each time so much more has come, in bytes. */
const PROGRESS_BYTES = 2 * 1024 * 1024;

/** Told how many bytes of a file have come, and of how many, where the hub says so. */
export type OnProgress = (file: string, bytes: number, of: number | undefined) => void;

export interface FetchOptions {
  readonly onProgress: OnProgress;
  readonly hub?: string | undefined;
  /** In ms. */
  readonly stallMs?: number | undefined;
  /** In ms. */
  readonly totalMs?: number | undefined;
  readonly maxFileBytes?: number | undefined;
}

/**
 * Fetches what a model's folder lacks; each file is there as a whole or not at all.
 * @throws Error in a sentence that says what cannot be had, and where to put it.
 */
export async function fetchModel(id: string, folder: string, options: FetchOptions): Promise<void> {
  if (NEEDED.every((file) => existsSync(join(folder, file)))) return;
  const { totalMs = FETCH_MS } = options;
  const total = new AbortController();
  const limit = setTimeout(() => total.abort(new Error(`it took longer than ${totalMs} ms`)), totalMs);
  try {
    await fetchFiles(id, folder, options, total.signal);
  } finally {
    clearTimeout(limit);
  }
}

async function fetchFiles(id: string, folder: string, options: FetchOptions, total: AbortSignal): Promise<void> {
  for (const file of [...WELCOME, ...NEEDED]) {
    if (existsSync(join(folder, file))) continue;
    const isNeeded = (NEEDED as readonly string[]).includes(file);
    await fetchFile({ id, folder, file, isNeeded }, options, total).catch((error: unknown) => {
      throw new Error(
        `The model ${id} is not there, and ${file} cannot be fetched from ${options.hub ?? HUB} (${whyOf(error)}): ` +
          `put its files into ${folder}, name another with EMBEDDING_MODEL, or set it to "none".`,
        { cause: error },
      );
    });
  }
}

interface Wanted {
  readonly id: string;
  readonly folder: string;
  readonly file: string;
  readonly isNeeded: boolean;
}

async function fetchFile({ id, folder, file, isNeeded }: Wanted, options: FetchOptions, total: AbortSignal) {
  const { onProgress, hub = HUB, stallMs = STALL_MS, maxFileBytes = MAX_FILE_BYTES } = options;
  const target = join(folder, file);
  const partial = `${target}.part`;
  const stalled = new AbortController();
  const ended = AbortSignal.any([stalled.signal, total]);
  const limit = setTimeout(() => stalled.abort(new Error(`nothing came for ${stallMs} ms`)), stallMs);
  try {
    const response = await fetch(`${hub}/${id}/resolve/main/${file}`, { signal: ended });
    if (response.status === 404 && !isNeeded) return;
    if (!response.ok || !response.body) throw new Error(`it answered ${response.status}`);
    const body = response.body as unknown as AsyncIterable<Uint8Array>;
    const of = Number(response.headers.get("content-length")) || undefined;
    const watched = async function* (): AsyncGenerator<Uint8Array> {
      let bytes = 0;
      let told = 0;
      for await (const part of body) {
        limit.refresh();
        bytes += part.length;
        if (bytes > maxFileBytes) throw new Error(`it has more than ${maxFileBytes} bytes`);
        if (bytes - told >= PROGRESS_BYTES) onProgress(file, (told = bytes), of);
        yield part;
      }
      onProgress(file, bytes, of);
    };
    await mkdir(dirname(target), { recursive: true });
    // Open before anything can fail: a stream that opens its file itself may do so after a failure has removed it.
    const partialFile = await open(partial, "w");
    await pipeline(watched, partialFile.createWriteStream(), { signal: ended });
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw ended.aborted ? ended.reason : error;
  } finally {
    clearTimeout(limit);
  }
}

function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
