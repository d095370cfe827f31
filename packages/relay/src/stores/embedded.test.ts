import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "./store.js";
import { surviveKills } from "./crash.testing.js";
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
});
