import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Documents } from "@bean-brew/tools";
import { fakeShop } from "@bean-brew/tools/testing";
import { afterAll, afterEach, beforeAll, describe } from "vitest";
import { formatsSuite } from "../../../tools/src/hostile-formats.testing.js";
import { hostileSuite } from "../../../tools/src/hostile.testing.js";
import { policySuite } from "../../../tools/src/identity/policy.testing.js";
import { cutsSuite } from "../../../tools/src/tools/cuts.testing.js";
import { identitySuite } from "../../../tools/src/tools/identity.testing.js";
import { replaySuite } from "../../../tools/src/tools/replay.testing.js";
// The built one: its worker is a file beside it.
import { openEmbeddedStore } from "../../dist/stores/embedded.js";
import type { Store } from "./store.js";

describe("on disk", () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "shop-suites-"));
  });
  const kept: Store[] = [];
  afterAll(async () => {
    await Promise.all(kept.map((store) => store.close()));
    await rm(root, { recursive: true, force: true });
  });
  const opened: Store[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((store) => store.close())));

  const newFolder = () => mkdtemp(join(root, "store-"));
  const open = async (folder: string): Promise<Documents> => {
    const store = await openEmbeddedStore(folder);
    opened.push(store);
    return store.documents;
  };
  const openNew = async (): Promise<Documents> => open(await newFolder());

  identitySuite(async (options) => fakeShop({ documents: await openNew(), ...options }));
  hostileSuite(async (options) => fakeShop({ documents: await openNew(), ...options }));
  // Its tests share a shop, so that they cost little.
  formatsSuite(async (options) => {
    const store = await openEmbeddedStore(await newFolder());
    kept.push(store);
    return fakeShop({ documents: store.documents, ...options });
  });
  policySuite(openNew);
  cutsSuite(openNew);
  replaySuite(async () => {
    const folder = await newFolder();
    return { open: () => open(folder) };
  });
});
