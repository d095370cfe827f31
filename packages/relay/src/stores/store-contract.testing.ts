import { describe, expect, it } from "vitest";
import { documentsContract } from "@bean-brew/tools/testing";
import type { Entry, Journal } from "../session/journal.js";
import { allRecords, MAX_PAGE, type StoredRecord } from "./archive.js";
import type { Store } from "./store.js";

const noted = (n: number, note: "parted" | "resumed" = "parted"): Entry => ({ n, at: 1_000 + n, note });
const identified = (n: number, customerId: string): Entry => ({
  n,
  at: 1_000 + n,
  note: "identified",
  identity: { customerId, by: "phone", at: 1_000 },
});

/** What every `Journal` must do; `open` gives a new, empty one each time. */
export const journalContract = (open: () => Promise<Journal>): void => {
  describe("Journal", () => {
    it("gives back what was written after a number, in order", async () => {
      const journal = await open();
      expect(await journal.append("a", [noted(1), noted(2)])).toBe("done");
      expect(await journal.append("a", [noted(3)])).toBe("done");
      expect(await journal.append("b", [noted(1)])).toBe("done");
      expect(await journal.read("a", 0)).toEqual([noted(1), noted(2), noted(3)]);
      expect(await journal.read("a", 2)).toEqual([noted(3)]);
      expect(await journal.read("nobody", 0)).toEqual([]);
    });

    it("keeps the order past nine entries, and sessions apart whose names begin alike", async () => {
      const journal = await open();
      const entries = Array.from({ length: 120 }, (_, index) => noted(index + 1));
      await journal.append("a", entries);
      await journal.append("a#", [noted(1, "resumed")]);
      expect(await journal.read("a", 0)).toEqual(entries);
      expect(await journal.read("a#", 0)).toEqual([noted(1, "resumed")]);
    });

    it("takes a number once, and of a group all or nothing", async () => {
      const journal = await open();
      await journal.append("a", [noted(1), noted(2)]);
      expect(await journal.append("a", [noted(3), noted(2, "resumed")])).toBe("taken");
      expect(await journal.append("a", [noted(2, "resumed"), noted(3)])).toBe("taken");
      expect(await journal.read("a", 0)).toEqual([noted(1), noted(2)]);
    });

    it("takes the same group again, as one asks who was not told what became of it", async () => {
      const journal = await open();
      const group = [noted(1), { n: 2, at: 5, seq: 1, message: { type: "pong", id: 7 } } as unknown as Entry];
      await journal.append("a", group.slice(0, 1));
      expect(await journal.append("a", group)).toBe("done");
      expect(await journal.append("a", group)).toBe("done");
      expect(await journal.read("a", 0)).toEqual(group);
    });

    it("lets exactly one of two relays go on with a session", async () => {
      const journal = await open();
      await journal.append("a", [noted(1)]);
      const results = await Promise.all(
        (["parted", "resumed"] as const).map((note) => journal.append("a", [noted(2, note), noted(3, note)])),
      );
      expect(results.sort()).toEqual(["done", "taken"]);
      const notes = (await journal.read("a", 1)).map((entry) => "note" in entry && entry.note);
      expect(new Set(notes).size).toBe(1);
      expect(notes).toHaveLength(2);
    });

    it("finds the sessions of a customer, and erases one", async () => {
      const journal = await open();
      await journal.append("a", [noted(1), identified(2, "CUST0001"), identified(3, "CUST0001")]);
      await journal.append("b", [identified(1, "CUST0001")]);
      await journal.append("c", [identified(1, "CUST00010")]);
      expect([...(await journal.sessionsOf("CUST0001", 10))].sort()).toEqual(["a", "b"]);
      expect(await journal.sessionsOf("CUST0001", 1)).toHaveLength(1);
      await journal.erase("a");
      expect(await journal.read("a", 0)).toEqual([]);
      expect(await journal.sessionsOf("CUST0001", 10)).toEqual(["b"]);
      await journal.erase("a");
    });

    it("erases what is older, however much that is", async () => {
      const journal = await open();
      const entries = Array.from({ length: 2_500 }, (_, index) => noted(index + 1));
      await journal.append("a", entries);
      await journal.append("b", [noted(2_000)]);
      expect(await journal.eraseBefore(1_000 + 2_400)).toBe(2_400);
      expect(await journal.read("a", 0)).toEqual(entries.slice(2_399));
      expect(await journal.read("b", 0)).toEqual([]);
      expect(await journal.eraseBefore(0)).toBe(0);
    });
  });
};

const MAYA = { name: "Maya", phone: "+12125550142", email: "maya@example.com", joined: "2024-03-18" };
const customer = (id: string, name = "Maya"): StoredRecord => ({
  collection: "customers",
  id,
  claims: [`phone:${id}`, `email:${id}`],
  body: { ...MAYA, name, lastWrite: { tool: "t", result: { "$set.x": [1, null, "\u{1FAD8}"] } } },
});

const recordsOf = async (store: Store): Promise<StoredRecord[]> => {
  const records: StoredRecord[] = [];
  for await (const record of allRecords(store.archive)) {
    records.push("claims" in record ? { ...record, claims: [...record.claims].sort() } : record);
  }
  return records;
};

const archiveContract = (open: () => Promise<Store>): void => {
  describe("Archive", () => {
    it("tells everything that is stored, over many pages, for another store to hold", async () => {
      const [from, to] = [await open(), await open()];
      const customers = Array.from({ length: 2 * MAX_PAGE + 7 }, (_, n) => customer(`C${10_000 + n}`));
      for (let at = 0; at < customers.length; at += MAX_PAGE) {
        await from.archive.put(customers.slice(at, at + MAX_PAGE));
      }
      await from.documents.next("customers");
      await from.documents.next("customers");
      await from.documents.insert("appointments", {
        id: "APT0001",
        claims: ["slot:1"],
        body: { customerId: "C", customerName: "M", start: "s", end: "e", service: "Review", status: "Scheduled" },
      });
      // What calls have used today is no record of the shop's.
      await from.documents.insert("usage", { id: "u", claims: ["u"], body: { site: "s", day: "2026-11-24", ms: 1 } });
      await from.journal.append("s#1", [noted(1), identified(2, "C10001")]);
      await from.journal.append("t", [noted(1)]);

      const records = await recordsOf(from);
      expect(records).toHaveLength(customers.length + 5);
      expect(await from.archive.count()).toBe(records.length);
      for (let at = 0; at < records.length; at += MAX_PAGE) {
        const page = records.slice(at, at + MAX_PAGE);
        expect(await to.archive.put(page)).toEqual({ added: page.length });
      }
      expect(await recordsOf(to)).toEqual(records);
      expect(await to.documents.next("customers")).toBe(3);
      expect(await to.journal.sessionsOf("C10001", 2)).toEqual(["s#1"]);
      expect(await to.documents.find("appointments", { claim: "slot:1" }, 1)).toHaveLength(1);
    });

    it("leaves alone what is there to the letter, and says what stands against a record", async () => {
      const { archive, documents, journal } = await open();
      const entry: StoredRecord = { session: "s", entry: noted(1) };
      await archive.put([customer("A"), entry, { counter: "customers", last: 5 }]);
      expect(await archive.put([entry, customer("A"), customer("B")])).toEqual({ added: 1 });
      expect(await archive.put([customer("A", "Somebody else")])).toMatchObject({ conflict: 0 });
      const claimed = { ...customer("D"), claims: ["phone:D", "phone:A"] };
      expect(await archive.put([customer("A"), claimed])).toMatchObject({ conflict: 1 });
      expect(await archive.put([{ session: "s", entry: noted(1, "resumed") }])).toMatchObject({ conflict: 0 });
      expect((await documents.get("customers", "A"))?.body.name).toBe("Maya");
      expect(await documents.get("customers", "D")).toBeUndefined();
      expect(await journal.read("s", 0)).toEqual([noted(1)]);
    });

    it("never lets a counter go down", async () => {
      const { archive, documents } = await open();
      await archive.put([{ counter: "orders", last: 7 }]);
      await archive.put([{ counter: "orders", last: 3 }]);
      expect(await documents.next("orders")).toBe(8);
    });

    it("refuses more than a page, and a document that no store may hold", async () => {
      const { archive } = await open();
      await expect(archive.put([{ ...customer("A"), claims: [] } as StoredRecord])).rejects.toThrow(RangeError);
      const many = Array.from({ length: MAX_PAGE + 1 }, (_, n) => customer(`C${n}`));
      await expect(archive.put(many)).rejects.toThrow(RangeError);
    });
  });
};

/** What every adapter of the three ports must do; `open` gives a new, empty store each time, which the test closes. */
export const storeContract = (open: () => Promise<Store>): void => {
  documentsContract({ describe, it }, open);
  journalContract(async () => (await open()).journal);
  archiveContract(open);
};
