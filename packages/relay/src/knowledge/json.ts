/**
 * What a file that is JSON says; a byte order mark before it does not matter.
 * @throws Error in a sentence without a subject when it is not JSON.
 */
export function valueOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new Error(`it is not JSON (${error instanceof Error ? error.message : String(error)})`, { cause: error });
  }
}
