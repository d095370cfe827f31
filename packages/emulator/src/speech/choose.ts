import { findPocketsphinx, pocketsphinx } from "./pocketsphinx.js";
import type { Recogniser } from "./recogniser.js";
import { readVocabulary } from "./vocabulary.js";

/** The recognisers that are chosen by name. `auto`: pocketsphinx when it is on the path, else none. */
export const RECOGNISERS = ["auto", "pocketsphinx", "none"] as const;
export type RecogniserName = (typeof RECOGNISERS)[number];

export interface RecogniserChoice {
  recogniser?: RecogniserName | Recogniser;
  /** Path of a vocabulary file: what callers say, where that is known. */
  vocabulary?: string | undefined;
  /** Where programs are looked for, as in PATH. */
  path?: string;
  /** Told of what goes wrong while hearing. */
  log?(line: string): void;
}

/**
 * The recogniser that was asked for; undefined for none.
 *
 * @throws Error when it is not there, or the vocabulary cannot be used
 */
export function chooseRecogniser(choice: RecogniserChoice): Recogniser | undefined {
  const { recogniser = "auto", vocabulary: file, path = "", log = () => undefined } = choice;
  if (typeof recogniser === "object") return recogniser;
  if (recogniser === "none") return undefined;
  const vocabulary = file === undefined ? undefined : readVocabulary(file);
  const program = findPocketsphinx(path);
  if (program !== undefined) return pocketsphinx(program, log, { vocabulary });
  if (recogniser === "auto") return undefined;
  throw new Error(
    "pocketsphinx_continuous is not on the path: install pocketsphinx and pocketsphinx-en-us, or choose another recogniser.",
  );
}
