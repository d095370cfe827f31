import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeShop } from "@bean-brew/tools/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openEmbeddedStore } from "../../dist/stores/embedded.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "booking-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("gives a slot on disk to exactly one of many callers, and keeps it for them", async () => {
  const stores = [await openEmbeddedStore(folder), await openEmbeddedStore(folder)] as const;
  // One after the other: the second finds the demonstration customers there.
  const shops = [
    await fakeShop({ documents: stores[0].documents }),
    await fakeShop({ documents: stores[1].documents }),
  ];
  const wanted = { customer_id: "CUST0001", date: "2026-11-24T10:00", service: "Review" };
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, n) => {
      const call = shops[n % 2]?.openCall({ scope: "staff", sessionId: `caller-${n}` });
      return call?.("create_appointment", wanted) ?? Promise.reject(new Error("There is no shop."));
    }),
  );
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(outcomes.filter(({ result }) => (result as { code?: string }).code === "conflict")).toHaveLength(19);
  await Promise.all([stores[0].close(), stores[1].close()]);

  const again = await openEmbeddedStore(folder);
  expect(again.isNew).toBe(false);
  expect(await again.documents.find("appointments", { prefix: "slot:2026-11-24T15:00:00Z" }, 10)).toHaveLength(1);
  await again.close();
});
