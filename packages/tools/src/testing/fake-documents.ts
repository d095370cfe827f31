import { checkDraft, checkLimit, compareIds } from "../limits.js";
import type { Collection, Collections, Documents, Draft, Stored, WriteResult } from "../ports.js";

type AnyStored = Stored<Collections[Collection]>;

/** Documents in memory, with the bounds and the races of a store on disk: every method takes a turn of the loop. */
export function fakeDocuments(): Documents {
  const collections: Record<Collection, Map<string, AnyStored>> = {
    customers: new Map(),
    appointments: new Map(),
    orders: new Map(),
    usage: new Map(),
  };
  const counters = new Map<string, number>();

  function isClaimed(collection: Collection, claims: readonly string[], exceptId: string): boolean {
    return [...collections[collection].values()].some(
      (document) => document.id !== exceptId && document.claims.some((claim) => claims.includes(claim)),
    );
  }

  return {
    async get<C extends Collection>(collection: C, id: string) {
      await turn();
      const found = collections[collection].get(id);
      return found && copyOf<C>(found);
    },
    async find<C extends Collection>(
      collection: C,
      where: { readonly claim: string } | { readonly prefix: string },
      limit: number,
    ) {
      checkLimit(limit);
      await turn();
      const fits = (claim: string): boolean =>
        "claim" in where ? claim === where.claim : claim.startsWith(where.prefix);
      return [...collections[collection].values()]
        .filter((document) => document.claims.some(fits))
        .sort((a, b) => compareIds(b.id, a.id))
        .slice(0, limit)
        .map((document) => copyOf<C>(document));
    },
    async insert<C extends Collection>(collection: C, draft: Draft<Collections[C]>): Promise<WriteResult> {
      checkDraft(draft);
      const { id, claims, body } = structuredClone(draft);
      await turn();
      if (collections[collection].has(id)) return "id_taken";
      if (isClaimed(collection, claims, id)) return "claim_taken";
      collections[collection].set(id, { id, claims, body, revision: 1 });
      return "done";
    },
    async replace<C extends Collection>(collection: C, document: Stored<Collections[C]>): Promise<WriteResult> {
      checkDraft(document);
      const { id, claims, body, revision } = structuredClone(document);
      await turn();
      if (collections[collection].get(id)?.revision !== revision) return "stale";
      if (isClaimed(collection, claims, id)) return "claim_taken";
      collections[collection].set(id, { id, claims, body, revision: revision + 1 });
      return "done";
    },
    async remove(collection, id) {
      await turn();
      collections[collection].delete(id);
    },
    async next(counter) {
      await turn();
      const number = (counters.get(counter) ?? 0) + 1;
      counters.set(counter, number);
      return number;
    },
  };
}

/** What is stored under a collection's name is of that collection. */
function copyOf<C extends Collection>(document: AnyStored): Stored<Collections[C]> {
  return structuredClone(document) as Stored<Collections[C]>;
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
