import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { loadSqlite } from "./sqlite.js";
import type { Store } from "./store.js";
import { surviveKilledBookings, surviveKills } from "./crash.testing.js";
import { storeContract } from "./store-contract.testing.js";
// The built one: its worker is a file beside it.
import { openEmbeddedStore } from "../../dist/stores/embedded.js";

const built = fileURLToPath(new URL("../../dist/stores/embedded.js", import.meta.url));
const customer = (n: number) => ({
  name: `N ${n}`,
  phone: `+1212555${n}`,
  email: `${n}@a.example`,
  joined: "2026-11-24",
});

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "embedded-store-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));
const newFolder = (): Promise<string> => mkdtemp(join(root, "store-"));

const opened: Store[] = [];
afterEach(() => Promise.all(opened.splice(0).map((store) => store.close())));
storeContract(async () => {
  const store = await openEmbeddedStore(await newFolder());
  opened.push(store);
  return store;
});

/** A new store, and the thread that it has. */
const openWithWorker = async () => {
  const folder = await newFolder();
  const started = once(process, "worker") as Promise<[Worker]>;
  const store = await openEmbeddedStore(folder);
  opened.push(store);
  const [worker] = await started;
  return { store, folder, worker };
};

describe("openEmbeddedStore", () => {
  it("makes the folder, and keeps what was written for the next who opens it", async () => {
    const folder = join(await newFolder(), "a", "b");
    const first = await openEmbeddedStore(folder);
    expect(first.isNew).toBe(true);
    await first.documents.insert("customers", { id: "A", claims: ["a"], body: customer(1) });
    await first.close();
    const second = await openEmbeddedStore(folder);
    expect(second.isNew).toBe(false);
    expect((await second.documents.get("customers", "A"))?.body).toEqual(customer(1));
    await second.close();
  });

  it("does everything that was asked before it closes, and nothing after", async () => {
    const folder = await newFolder();
    const store = await openEmbeddedStore(folder);
    const insert = store.documents.insert("customers", { id: "A", claims: ["a"], body: customer(1) });
    await store.close();
    expect(await insert).toBe("done");
    await expect(store.documents.get("customers", "A")).rejects.toMatchObject({ name: "StoreUnavailable" });
    await store.close();
  });

  it("lets two stores on one folder race for a claim: one wins", async () => {
    const folder = await newFolder();
    const stores = [await openEmbeddedStore(folder), await openEmbeddedStore(folder)] as const;
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        stores[n % 2 === 0 ? 0 : 1].documents.insert("customers", { id: `D${n}`, claims: ["slot"], body: customer(n) }),
      ),
    );
    expect(results.filter((result) => result === "done")).toHaveLength(1);
    await Promise.all([stores[0].close(), stores[1].close()]);
  });

  it("opens its thread again when that has died, and keeps what was acknowledged", async () => {
    const { store, worker } = await openWithWorker();
    expect(await store.documents.insert("customers", { id: "A", claims: ["a"], body: customer(1) })).toBe("done");
    await worker.terminate();
    expect((await store.documents.get("customers", "A"))?.body).toEqual(customer(1));
    expect(await store.journal.append("s", [{ n: 1, at: 1, note: "parted" }])).toBe("done");
  });

  it("rejects what was asked of a thread that dies, and is there for what is asked next", async () => {
    const { store, worker } = await openWithWorker();
    const asked = Array.from({ length: 200 }, (_, n) =>
      store.documents.insert("customers", { id: `D${n}`, claims: [`c${n}`], body: customer(n) }),
    );
    await worker.terminate();
    for (const result of await Promise.allSettled(asked)) {
      if (result.status === "fulfilled") expect(result.value).toBe("done");
      else expect(result.reason).toMatchObject({ name: "StoreUnavailable" });
    }
    expect(await store.documents.insert("customers", { id: "A", claims: ["a"], body: customer(1) })).toBe("done");
  });

  it("says in time that a disk is too slow, and does not do later what it said that it could not", async () => {
    const { store, folder } = await openWithWorker();
    const insert = (id: string) =>
      store.documents.insert("customers", { id, claims: [`claim:${id}`], body: customer(1) });
    const other = new (loadSqlite().DatabaseSync)(join(folder, "shop.sqlite"));
    other.exec("BEGIN IMMEDIATE");
    // Each waits for the other process as long as SQLite is told to: the third's turn comes too late.
    const asked = await Promise.allSettled([insert("A"), insert("B"), insert("C")]);
    other.exec("ROLLBACK");
    other.close();
    expect(asked.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(asked[2]).toMatchObject({
      reason: { name: "StoreUnavailable", message: expect.stringContaining("in time") as string },
    });
    // What waits for the disk still is done first.
    expect(await store.archive.count()).toBeLessThan(2);
    expect(await store.documents.get("customers", "C")).toBeUndefined();
    expect(await insert("D")).toBe("done");
  });

  it("says in one sentence that a folder cannot be used", async () => {
    const file = join(await newFolder(), "file");
    await writeFile(file, "not a folder");
    await expect(openEmbeddedStore(file)).rejects.toThrow(
      /^The data folder .*file cannot be used \(.+\): .*DATA_DIR\.$/,
    );
  });

  it("says in one sentence that the file is no database", async () => {
    const folder = await newFolder();
    await writeFile(join(folder, "shop.sqlite"), "not a database, but long enough to be looked at ".repeat(100));
    await expect(openEmbeddedStore(folder)).rejects.toThrow(/cannot be used \(.*not a database.*\)/);
  });

  it("loses nothing that it acknowledged when its process is killed, twenty times", { timeout: 120_000 }, async () => {
    const folder = await newFolder();
    await surviveKills(`(await import(${JSON.stringify(built)})).openEmbeddedStore(${JSON.stringify(folder)})`, () =>
      openEmbeddedStore(folder),
    );
  });

  it("has no slot without an appointment when its process is killed while it books", { timeout: 120_000 }, async () => {
    const folder = await newFolder();
    const opening = `(await import(${JSON.stringify(built)})).openEmbeddedStore(${JSON.stringify(folder)})`;
    await surviveKilledBookings(opening, () => openEmbeddedStore(folder));
  });
});
