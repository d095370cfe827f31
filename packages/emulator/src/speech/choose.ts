import { findPocketsphinx, pocketsphinx } from "./pocketsphinx.js";
import type { Recogniser } from "./recogniser.js";
import { readVocabulary } from "./vocabulary.js";
import { whisper, WHISPER_MODEL } from "./whisper.js";

/**
 * The recognisers that are chosen by name. `auto`: pocketsphinx when it is on the path, else whisper when its model is on
 * disk or can be fetched, else none.
 */
export const RECOGNISERS = ["auto", "pocketsphinx", "whisper", "none"] as const;
export type RecogniserName = (typeof RECOGNISERS)[number];

export interface RecogniserChoice {
  recogniser?: RecogniserName | Recogniser;
  /** Path of a vocabulary file: what callers say, where that is known. */
  vocabulary?: string | undefined;
  /** Where programs are looked for, as in PATH. */
  path?: string;
  /** Which model whisper hears with: `Xenova/whisper-tiny.en` unless said. */
  whisperModel?: string | undefined;
  /** Where models are kept, and fetched to; without it, there is no whisper. */
  models?: string | undefined;
  /** Where models are fetched from: Hugging Face unless said. */
  hub?: string | undefined;
  /** Told of progress, and of what goes wrong while hearing. */
  log?(line: string): void;
}

/** What hears. A model that must be fetched first comes later; nobody waits for it. */
export interface Hearer {
  /** Undefined while nothing hears. */
  recogniser(): Recogniser | undefined;
  /** Whether one is still to come. */
  awaited(): boolean;
  /** Nothing more comes. */
  settled: Promise<void>;
  close(): void;
}

function at(recogniser: Recogniser | undefined, close = (): void => recogniser?.close?.()): Hearer {
  return { recogniser: () => recogniser, awaited: () => false, settled: Promise.resolve(), close };
}

/** What comes is there once it has come; what does not is told. */
function later(coming: (signal: AbortSignal) => Promise<Recogniser>, log: (line: string) => void): Hearer {
  const closed = new AbortController();
  let recogniser: Recogniser | undefined;
  let awaited = true;
  const settled = coming(closed.signal)
    .then((come) => {
      if (closed.signal.aborted) return come.close?.();
      recogniser = come;
    })
    .catch((cause: Error) => {
      if (!closed.signal.aborted) log(cause.message);
    })
    .finally(() => (awaited = false));
  return {
    recogniser: () => recogniser,
    awaited: () => awaited,
    settled,
    close() {
      closed.abort();
      recogniser?.close?.();
    },
  };
}

/**
 * The recogniser that was asked for. Only what `auto` has to fetch comes later.
 *
 * @throws Error when it is not there, or the vocabulary cannot be used
 */
export async function chooseRecogniser(choice: RecogniserChoice): Promise<Hearer> {
  const { recogniser = "auto", vocabulary: file, path = "", models, log = () => undefined } = choice;
  const { whisperModel: model = WHISPER_MODEL, hub } = choice;
  // One that was handed over may serve others too.
  if (typeof recogniser === "object") return at(recogniser, () => undefined);
  if (recogniser === "none") return at(undefined);
  const vocabulary = file === undefined ? undefined : readVocabulary(file);
  const program = recogniser === "whisper" ? undefined : findPocketsphinx(path);
  if (program !== undefined) return at(pocketsphinx(program, log, { vocabulary }));
  if (recogniser === "pocketsphinx") {
    throw new Error(
      "pocketsphinx_continuous is not on the path: install pocketsphinx and pocketsphinx-en-us, or choose another recogniser.",
    );
  }
  if (models === undefined) {
    if (recogniser === "auto") return at(undefined);
    throw new Error("Whisper needs a folder for its model: name one (models), or choose another recogniser.");
  }
  const options = { model, folder: models, log, ...(hub !== undefined && { hub }) };
  return recogniser === "auto" ? later((signal) => whisper({ ...options, signal }), log) : at(await whisper(options));
}
