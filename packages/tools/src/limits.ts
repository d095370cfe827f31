import type { Draft } from "./ports.js";

/** The most claims that one document may hold. */
export const MAX_CLAIMS = 32;
/** The longest claim, in UTF-16 units. */
export const MAX_CLAIM_CHARACTERS = 400;
/** The longest id of a document, in UTF-16 units. */
export const MAX_ID_CHARACTERS = 200;
/** The largest body of a document, in UTF-16 units of its JSON. */
export const MAX_BODY_CHARACTERS = 64 * 1024;
/** The most documents that one `find` may ask for. */
export const MAX_FOUND = 1_000;
/** How much of one passage's answer is told, in characters. */
export const MAX_ANSWER_CHARACTERS = 400;

/**
 * What every store checks before it writes, so that no store has bounds of its own.
 * Throws a `RangeError`: a draft out of bounds is a mistake of the program, not of a caller.
 */
export function checkDraft(draft: Draft<unknown>): void {
  const { id, claims } = draft;
  if (id.length === 0 || id.length > MAX_ID_CHARACTERS) {
    throw new RangeError(`A document's id has 1 to ${MAX_ID_CHARACTERS} characters, not ${id.length}.`);
  }
  if (claims.length === 0 || claims.length > MAX_CLAIMS) {
    throw new RangeError(`Document ${id} needs 1 to ${MAX_CLAIMS} claims, not ${claims.length}.`);
  }
  if (new Set(claims).size !== claims.length) throw new RangeError(`Document ${id} makes the same claim twice.`);
  if (claims.some((claim) => claim.length === 0 || claim.length > MAX_CLAIM_CHARACTERS)) {
    throw new RangeError(`A claim of document ${id} does not have 1 to ${MAX_CLAIM_CHARACTERS} characters.`);
  }
  if (JSON.stringify(draft.body).length > MAX_BODY_CHARACTERS) {
    throw new RangeError(`The body of document ${id} is longer than ${MAX_BODY_CHARACTERS} characters.`);
  }
}

/** The order of ids with numbers that grow past four digits: `ORD9999` comes before `ORD10000`. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** Throws a `RangeError` when a `find` asks for nothing or for too much. */
export function checkLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_FOUND) {
    throw new RangeError(`A find asks for 1 to ${MAX_FOUND} documents, not ${limit}.`);
  }
}
