import { parsePhoneNumberFromString } from "libphonenumber-js";
import { describe, expect, it } from "vitest";
import { defaultCalendar } from "../booking/calendar.js";
import { refusalOf } from "../booking/refusal.js";
import type { Collection, Collections, Documents, Stored } from "../ports.js";
import { fakeDocuments } from "../testing/fake-documents.js";
import { seedDemo } from "./demo.js";
import { RECORDS } from "./records.js";
import { MAX_SEEDED, seedShop, type SeedOptions } from "./seed.js";
import { fictionalPhones } from "./seed-data.js";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const calendar = defaultCalendar("America/New_York");
const FEW: SeedOptions = { customers: 30, appointments: 40, orders: 50, seed: 1, now: NOW };

const seed = async (documents: Documents, options: SeedOptions = FEW): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for await (const kind of seedShop(documents, calendar, options)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};
const of = <C extends Collection>(
  documents: Documents,
  collection: C,
  seed = 1,
): Promise<readonly Stored<Collections[C]>[]> => documents.find(collection, { prefix: `seed:${seed}:` }, 1_000);

describe("seedShop", () => {
  it("makes as many as were asked for, each valid", async () => {
    const documents = fakeDocuments();
    expect(await seed(documents)).toEqual({ customer: 30, appointment: 40, order: 50 });
    for (const { id, body } of await of(documents, "customers")) {
      expect(id).toMatch(/^CUST\d{4}$/);
      expect(body.phone).toMatch(/^\+1\d{3}55501\d\d$/);
      expect(parsePhoneNumberFromString(body.phone)?.isValid()).toBe(true);
      expect(RECORDS.customers.safeParse(body).success).toBe(true);
    }
    const appointments = await of(documents, "appointments");
    for (const { body, claims } of appointments) {
      expect(RECORDS.appointments.safeParse(body).success).toBe(true);
      const isToCome = body.status === "Scheduled";
      expect(claims.some((claim) => claim.startsWith("slot:"))).toBe(isToCome);
      if (isToCome) expect(refusalOf(calendar, calendar.services[0]!, Date.parse(body.start), NOW)).toBeUndefined();
      else expect(Date.parse(body.start)).toBeLessThan(NOW);
    }
    expect(new Set(appointments.map(({ body }) => body.status))).toEqual(
      new Set(["Scheduled", "Completed", "Cancelled"]),
    );
    for (const { body } of await of(documents, "orders")) expect(RECORDS.orders.safeParse(body).success).toBe(true);
  });

  it("makes the same of the same seed, and something else of another", async () => {
    const stores = [fakeDocuments(), fakeDocuments()] as const;
    for (const documents of stores) await seed(documents);
    for (const collection of ["customers", "appointments", "orders"] as const) {
      expect(await of(stores[0], collection)).toEqual(await of(stores[1], collection));
    }
    await seed(stores[0], { ...FEW, seed: 2 });
    const [one, two] = [await of(stores[0], "customers", 1), await of(stores[0], "customers", 2)];
    expect(two).toHaveLength(30);
    expect(two.map(({ body }) => body.name)).not.toEqual(one.map(({ body }) => body.name));
  });

  it("leaves alone what is there, the demonstration and what an earlier run began, and goes on from it", async () => {
    const documents = fakeDocuments();
    await seedDemo(documents, () => NOW, calendar);
    const first = seedShop(documents, calendar, FEW);
    for (let left = 70; left > 0; left -= 1) await first.next();
    await seed(documents);
    await seed(documents);
    expect(await of(documents, "customers")).toHaveLength(30);
    expect(await of(documents, "appointments")).toHaveLength(40);
    expect(await of(documents, "orders")).toHaveLength(50);
    expect(await documents.next("customers")).toBe(36);
  });

  it("makes as many of a store whose counters are behind", async () => {
    const documents = fakeDocuments();
    const take = (collection: "appointments" | "orders", id: string) =>
      documents.insert(collection, { id, claims: [`old:${id}`], body: {} as never });
    for (let n = 1; n <= 15; n += 1) {
      await take("appointments", `APT${String(n).padStart(4, "0")}`);
      await take("orders", `ORD${String(n).padStart(4, "0")}`);
    }
    await seed(documents);
    expect(await documents.find("appointments", { prefix: "seed:" }, 100)).toHaveLength(40);
    expect(await documents.find("orders", { prefix: "seed:" }, 100)).toHaveLength(50);
  });

  it("fills a calendar at most half, and makes no more than there are telephone numbers", async () => {
    const documents = fakeDocuments();
    await seed(documents, { ...FEW, customers: 3, appointments: 2_000, orders: 0 });
    const coming = (await documents.find("appointments", { prefix: "slot:" }, 1_000)).length;
    expect(coming).toBeGreaterThan(200);
    expect(coming).toBeLessThan(270);
    expect(fictionalPhones().length).toBeGreaterThan(MAX_SEEDED);
    await expect(seed(documents, { ...FEW, orders: MAX_SEEDED + 1 })).rejects.toThrow(RangeError);
  });
});
