import { readFileSync, statSync } from "node:fs";
import { scriptedRecogniser, type Recogniser } from "./recogniser.js";

/** The largest script that is read, in bytes. */
export const MAX_SCRIPT_BYTES = 1024 * 1024;

const isText = (value: unknown): value is string => typeof value === "string";

/**
 * A recogniser that says what a file has: a text a line, or a JSON list of texts; see `scriptedRecogniser`.
 *
 * @throws Error in a sentence that names the file, when it cannot be used
 */
export function readScript(file: string): Recogniser {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw new Error(`The script ${file} cannot be read: there is no such file.`);
  if (size > MAX_SCRIPT_BYTES) throw new Error(`The script ${file} has more than ${MAX_SCRIPT_BYTES} bytes.`);
  const content = readFileSync(file, "utf8");
  if (!content.trimStart().startsWith("[")) return scriptedRecogniser(content.replace(/\r?\n$/, "").split(/\r?\n/));
  let list: unknown;
  try {
    list = JSON.parse(content);
  } catch {
    throw new Error(`The script ${file} begins as JSON and is none.`);
  }
  const texts = Array.isArray(list) ? (list as unknown[]) : [];
  for (const [i, one] of texts.entries()) {
    if (isText(one) || (Array.isArray(one) && one.length > 0 && one.every(isText))) continue;
    throw new Error(`Turn ${i + 1} of the script ${file} is neither a text nor a list of texts.`);
  }
  return scriptedRecogniser(texts as (string | string[])[]);
}
