import assert from "node:assert/strict";
import { MAX_BODY_CHARACTERS, MAX_CLAIM_CHARACTERS, MAX_CLAIMS, MAX_FOUND, MAX_ID_CHARACTERS } from "../limits.js";
import type { Documents, Draft, Stored } from "../ports.js";
import type { Customer, Order } from "../shop/records.js";

/** A test runner's own `describe` and `it`, so that the contract depends on none. */
export interface TestFunctions {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => Promise<void>): void;
}

/** An empty store. */
export interface ContractSubject {
  readonly documents: Documents;
  close(): Promise<void>;
}

const COLLECTION = "customers";
const MAYA: Customer = { name: "Maya Torres", phone: "+12125550142", email: "maya@example.com", joined: "2024-03-18" };
const ORDER: Order = {
  customerId: "A",
  customerName: "Maya Torres",
  placed: "2026-11-24T15:00:00Z",
  lines: [],
  status: "Pending",
};

/** What every adapter of `Documents` must do; `open` gives a new, empty store each time. */
export function documentsContract({ describe, it }: TestFunctions, open: () => Promise<ContractSubject>): void {
  const check = (name: string, body: (documents: Documents) => Promise<void>): void => {
    it(name, async () => {
      const { documents, close } = await open();
      try {
        await body(documents);
      } finally {
        await close();
      }
    });
  };

  describe("Documents", () => {
    check("gives back what was inserted, and nothing for what was not", async (documents) => {
      const body = { ...MAYA, name: "$where.{}' OR 1=1 -- \u202E🫘" };
      assert.equal(await documents.insert(COLLECTION, { id: "A", claims: ["a", "b"], body }), "done");
      const found = await mustGet(documents, "A");
      assert.deepEqual(found.body, body);
      assert.deepEqual([...found.claims].sort(), ["a", "b"]);
      assert.equal(await documents.get(COLLECTION, "B"), undefined);
      assert.equal(await documents.get("orders", "A"), undefined);
    });

    check("refuses an id that is taken, and a claim that is taken, without a trace", async (documents) => {
      await documents.insert(COLLECTION, draft("A", "a"));
      assert.equal(await documents.insert(COLLECTION, draft("A", "x")), "id_taken");
      assert.equal(await documents.insert(COLLECTION, draft("B", "y", "a")), "claim_taken");
      assert.equal(await documents.get(COLLECTION, "B"), undefined);
      assert.deepEqual(await documents.find(COLLECTION, { claim: "x" }, 1), []);
      assert.deepEqual(await documents.find(COLLECTION, { claim: "y" }, 1), []);
    });

    check("keeps the claims of collections apart", async (documents) => {
      await documents.insert(COLLECTION, draft("A", "a"));
      assert.equal(await documents.insert("orders", { id: "A", claims: ["a"], body: ORDER }), "done");
    });

    check(
      "finds by a claim and by a prefix taken literally, each document once, up to the limit",
      async (documents) => {
        const claims = ["of:1#a", "of:1#b", "of:10#c", "of:1%_*", "OF:1#d", "of:1#\u{10FFFF}"];
        for (const [index, claim] of claims.entries()) await documents.insert(COLLECTION, draft(`D${index}`, claim));
        await documents.insert(COLLECTION, draft("TWO", "of:2#x", "of:2#y"));
        const ids = async (where: { claim: string } | { prefix: string }, limit = 100): Promise<string[]> =>
          (await documents.find(COLLECTION, where, limit)).map(({ id }) => id).sort();
        assert.deepEqual(await ids({ claim: "of:1#a" }), ["D0"]);
        assert.deepEqual(await ids({ claim: "of:1" }), []);
        assert.deepEqual(await ids({ prefix: "of:1#" }), ["D0", "D1", "D5"]);
        assert.deepEqual(await ids({ prefix: "of:1%" }), ["D3"]);
        assert.deepEqual(await ids({ prefix: "of:2#" }), ["TWO"]);
        assert.equal((await ids({ prefix: "of:" }, 2)).length, 2);
      },
    );

    check("finds the newest of more than the limit, by the numbers in their ids", async (documents) => {
      for (const id of ["D99", "D10000", "D7", "D9999", "D100"]) {
        await documents.insert(COLLECTION, draft(id, `of:1#${id}`, `again:1#${id}`));
      }
      for (const prefix of ["of:1#", "of:1#D", "again:"]) {
        const found = await documents.find(COLLECTION, { prefix }, 2);
        assert.deepEqual(found.map(({ id }) => id).sort(), ["D10000", "D9999"]);
      }
    });

    check("replaces body and claims, frees the old claims, and raises the revision", async (documents) => {
      await documents.insert(COLLECTION, draft("A", "a", "keep"));
      const read = await mustGet(documents, "A");
      const body = { ...MAYA, name: "Maya T." };
      assert.equal(await documents.replace(COLLECTION, { ...read, claims: ["keep", "b"], body }), "done");
      const again = await mustGet(documents, "A");
      assert.deepEqual(again.body, body);
      assert.ok(again.revision > read.revision);
      assert.equal(await documents.insert(COLLECTION, draft("B", "a")), "done");
      assert.equal(await documents.insert(COLLECTION, draft("C", "b")), "claim_taken");
    });

    check("refuses to replace what has changed or is gone, or with a claim that is taken", async (documents) => {
      await documents.insert(COLLECTION, draft("A", "a"));
      await documents.insert(COLLECTION, draft("B", "b"));
      const read = await mustGet(documents, "A");
      assert.equal(await documents.replace(COLLECTION, { ...read, claims: ["c", "b"] }), "claim_taken");
      assert.deepEqual(await mustGet(documents, "A"), read);
      assert.deepEqual(await documents.find(COLLECTION, { claim: "c" }, 1), []);
      assert.equal(await documents.replace(COLLECTION, read), "done");
      assert.equal(await documents.replace(COLLECTION, { ...read, claims: ["d"] }), "stale");
      assert.equal(await documents.replace(COLLECTION, { ...read, id: "GONE", claims: ["e"] }), "stale");
    });

    check("removes a document with its claims, and does not mind when there is none", async (documents) => {
      await documents.insert(COLLECTION, draft("A", "a"));
      await documents.remove(COLLECTION, "A");
      await documents.remove(COLLECTION, "A");
      assert.equal(await documents.get(COLLECTION, "A"), undefined);
      assert.equal(await documents.insert(COLLECTION, draft("B", "a")), "done");
    });

    check("lets exactly one of many take a claim", async (documents) => {
      const results = await Promise.all(
        numbers(40).map((n) => documents.insert(COLLECTION, draft(`D${n}`, "slot", `own:${n}`))),
      );
      assert.equal(results.filter((result) => result === "done").length, 1);
      assert.equal(results.filter((result) => result === "claim_taken").length, 39);
    });

    check("lets exactly one of many replace what all have read", async (documents) => {
      await documents.insert(COLLECTION, draft("A", "a"));
      const read = await mustGet(documents, "A");
      const results = await Promise.all(
        numbers(20).map((n) => documents.replace(COLLECTION, { ...read, claims: [`n:${n}`] })),
      );
      assert.equal(results.filter((result) => result === "done").length, 1);
      assert.equal(results.filter((result) => result === "stale").length, 19);
    });

    check("counts from one, never tells a number twice, and keeps counters apart", async (documents) => {
      const told = await Promise.all(numbers(30).map(() => documents.next("orders")));
      assert.deepEqual(
        told.sort((a, b) => a - b),
        numbers(30).map((n) => n + 1),
      );
      assert.equal(await documents.next("customers"), 1);
    });

    check("refuses what is out of bounds", async (documents) => {
      const many = (count: number): string[] => numbers(count).map((n) => `c:${n}`);
      const refused = [
        draft("", "a"),
        draft("x".repeat(MAX_ID_CHARACTERS + 1), "a"),
        draft("A"),
        draft("A", ""),
        draft("A", "a", "a"),
        draft("A", ...many(MAX_CLAIMS + 1)),
        draft("A", "x".repeat(MAX_CLAIM_CHARACTERS + 1)),
        { ...draft("A", "a"), body: { ...MAYA, name: "x".repeat(MAX_BODY_CHARACTERS) } },
      ];
      for (const each of refused) await assert.rejects(documents.insert(COLLECTION, each), RangeError);
      assert.equal(await documents.insert(COLLECTION, draft("A", ...many(MAX_CLAIMS))), "done");
      const read = await mustGet(documents, "A");
      await assert.rejects(documents.replace(COLLECTION, { ...read, claims: [] }), RangeError);
      await assert.rejects(documents.find(COLLECTION, { prefix: "c:" }, 0), RangeError);
      await assert.rejects(documents.find(COLLECTION, { prefix: "c:" }, MAX_FOUND + 1), RangeError);
    });
  });
}

function draft(id: string, ...claims: string[]): Draft<Customer> {
  return { id, claims, body: MAYA };
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}

async function mustGet(documents: Documents, id: string): Promise<Stored<Customer>> {
  const found = await documents.get(COLLECTION, id);
  assert.ok(found, `document ${id} is there`);
  return found;
}
