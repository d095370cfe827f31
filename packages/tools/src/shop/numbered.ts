import { StoreUnavailable } from "../errors.js";
import type { Collection, Collections, Documents, Draft } from "../ports.js";

/** How many numbers are drawn for one document: the counter may be behind, as where documents came from elsewhere. */
const MAX_NUMBERS = 100;

/**
 * Inserts a document under the next number of its collection that is nobody's. Undefined when one of its claims is
 * taken. Throws `StoreUnavailable` when so many numbers in a row are taken that something is wrong with the counter.
 */
export async function insertNumbered<C extends Collection>(
  documents: Documents,
  collection: C,
  idOf: (number: number) => string,
  draftOf: (id: string) => Draft<Collections[C]>,
): Promise<Draft<Collections[C]> | undefined> {
  for (let drawn = 0; drawn < MAX_NUMBERS; drawn += 1) {
    const draft = draftOf(idOf(await documents.next(collection)));
    const result = await documents.insert(collection, draft);
    if (result === "done") return draft;
    if (result === "claim_taken") return undefined;
  }
  throw new StoreUnavailable(`The counter of ${collection} is far behind the numbers that are taken.`);
}
