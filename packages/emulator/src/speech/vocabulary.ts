import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** What a recogniser listens for instead of all of English. */
export interface Vocabulary {
  /** Path of an n-gram language model (ARPA). */
  languageModel: string;
  /** Path of a pronunciation dictionary (CMUdict's format). */
  dictionary: string;
}

/** The largest vocabulary file that is read, in bytes. */
export const MAX_MANIFEST_BYTES = 65_536;

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/**
 * Reads a vocabulary file: JSON with `languageModel` and `dictionary`, paths relative to the file itself.
 *
 * @throws Error in a sentence that names the file, when it or what it names cannot be used.
 */
export function readVocabulary(file: string): Vocabulary {
  const fail = (why: string): never => {
    throw new Error(`The vocabulary ${file} cannot be used: ${why}.`);
  };
  if (!isFile(file)) fail("there is no such file");
  if (statSync(file).size > MAX_MANIFEST_BYTES) fail(`it has more than ${MAX_MANIFEST_BYTES} bytes`);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    fail("it is not JSON");
  }
  const fields = typeof content === "object" && content !== null ? content : {};
  const path = (name: keyof Vocabulary): string => {
    const value = Object.entries(fields).find(([key]) => key === name)?.[1] as unknown;
    if (typeof value !== "string") return fail(`it names no "${name}"`);
    const full = resolve(dirname(file), value);
    return isFile(full) ? full : fail(`its "${name}" is not at ${full}`);
  };
  return { languageModel: path("languageModel"), dictionary: path("dictionary") };
}
