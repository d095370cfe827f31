import { fakeDocuments, fakeShop } from "@bean-brew/tools/testing";
import { expect, it } from "vitest";
import type { Entry } from "../session/journal.js";
import { fakeJournal } from "../session/journal.testing.js";
import { erasePerson, personOf } from "./person.js";
import type { Store } from "./store.js";

const entry = (n: number, what: object): Entry => ({ n, at: n, ...what }) as Entry;
const called = (n: number, id: string) =>
  entry(n, { note: "called", call: { id, name: "find_customer", arguments: "{}" } });
const answered = (n: number, id: string, concerns: string, result: string) =>
  entry(n, { note: "answered", id, name: "find_customer", ok: true, result, ms: 1, concerns });
const says = (n: number, content: string) =>
  entry(n, { seq: n, message: { type: "conversation_update", turn: n, data: { role: "user", content } } });

const open = async (): Promise<Store> => {
  const documents = fakeDocuments();
  await fakeShop({ documents });
  const journal = fakeJournal();
  await journal.append("staff", [
    says(1, "Who is Maya? And Daniel?"),
    called(2, "a"),
    answered(3, "a", "CUST0001", "Maya Torres"),
    called(4, "b"),
    answered(5, "b", "CUST0002", "Daniel Okafor"),
  ]);
  await journal.append("hers", [
    says(1, "I am Maya."),
    called(2, "a"),
    answered(3, "a", "CUST0001", "Maya"),
    entry(4, { note: "identified", identity: { customerId: "CUST0001", by: "phone", at: 1 } }),
  ]);
  await journal.append("guessed", [
    says(1, "I am Ann, and my number is 1."),
    called(2, "a"),
    answered(3, "a", "CUST0001", "Maya"),
  ]);
  return { documents, journal, archive: undefined as never, close: async () => undefined };
};

it("has the conversations in which a person was told of, and of those that may be others' only what is theirs", async () => {
  const { conversations } = await personOf(await open(), "CUST0001");
  const sorted = [...conversations].sort((a, b) => a.session.localeCompare(b.session));
  expect(sorted).toMatchObject([
    { session: "guessed", entries: [{ n: 2 }, { n: 3 }], leftOut: 1 },
    { session: "hers", entries: [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }] },
    { session: "staff", entries: [{ n: 2 }, { n: 3 }], leftOut: 3 },
  ]);
  expect(sorted[1]).not.toHaveProperty("leftOut");
  expect(JSON.stringify(sorted)).not.toMatch(/Daniel|Okafor|Ann/);
});

it("is erased with the conversations that told of them", async () => {
  const store = await open();
  await erasePerson(store, "CUST0001");
  expect(await store.journal.read("staff", 0)).toEqual([]);
  expect(await store.journal.read("hers", 0)).toEqual([]);
  expect(await store.documents.get("customers", "CUST0001")).toBeUndefined();
  expect(await store.documents.get("customers", "CUST0002")).toBeDefined();
});
