import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkRace, raceForSlot } from "@bean-brew/tools/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openEmbeddedStore } from "../../dist/stores/embedded.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "booking-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it.each([1, 3])("gives a slot on disk to exactly %i of a hundred callers, and keeps it for them", async (capacity) => {
  const stores = [await openEmbeddedStore(folder), await openEmbeddedStore(folder)] as const;
  const connections = stores.map(({ documents }) => documents);
  const outcomes = await raceForSlot(connections, { callers: 100, capacity });
  await Promise.all(stores.map((store) => store.close()));

  const again = await openEmbeddedStore(folder);
  expect(again.isNew).toBe(false);
  await checkRace(again.documents, outcomes, capacity);
  await again.close();
});
