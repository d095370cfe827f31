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
  /** Told of progress, and of what goes wrong while hearing. */
  log?(line: string): void;
}

/**
 * The recogniser that was asked for; undefined for none.
 *
 * @throws Error when it is not there, or the vocabulary cannot be used
 */
export async function chooseRecogniser(choice: RecogniserChoice): Promise<Recogniser | undefined> {
  const { recogniser = "auto", vocabulary: file, path = "", models, log = () => undefined } = choice;
  const { whisperModel: model = WHISPER_MODEL } = choice;
  if (typeof recogniser === "object") return recogniser;
  if (recogniser === "none") return undefined;
  const vocabulary = file === undefined ? undefined : readVocabulary(file);
  const program = recogniser === "whisper" ? undefined : findPocketsphinx(path);
  if (program !== undefined) return pocketsphinx(program, log, { vocabulary });
  if (recogniser === "pocketsphinx") {
    throw new Error(
      "pocketsphinx_continuous is not on the path: install pocketsphinx and pocketsphinx-en-us, or choose another recogniser.",
    );
  }
  if (models === undefined) {
    if (recogniser === "auto") return undefined;
    throw new Error("Whisper needs a folder for its model: name one (models), or choose another recogniser.");
  }
  return whisper({ model, folder: models, log }).catch((cause: Error) => {
    if (recogniser === "whisper") throw cause;
    log(cause.message);
    return undefined;
  });
}
