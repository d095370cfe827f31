import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Entry, Journal } from "../session/journal.js";
import { fakeJournal } from "../session/journal.testing.js";
import { openEmbeddedStore } from "../../dist/stores/embedded.js";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const openEmbedded = async (): Promise<Journal> => {
  const folder = await mkdtemp(join(tmpdir(), "bean-brew-journal-"));
  const store = await openEmbeddedStore(folder);
  closers.push(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  return store.journal;
};

const entry = (n: number, note: "parted" | "resumed" = "parted"): Entry => ({ n, at: 1_000 + n, note });

// Every adapter keeps to this, the fake that other tests use included.
describe.each([
  ["in memory", async (): Promise<Journal> => fakeJournal()],
  ["embedded", openEmbedded],
])("the journal %s", (_, open) => {
  it("gives back what was written after a number, in order", async () => {
    const journal = await open();
    expect(await journal.append("a", [entry(1), entry(2)])).toBe("done");
    expect(await journal.append("a", [entry(3)])).toBe("done");
    expect(await journal.append("b", [entry(1)])).toBe("done");
    expect(await journal.read("a", 0)).toEqual([entry(1), entry(2), entry(3)]);
    expect(await journal.read("a", 2)).toEqual([entry(3)]);
    expect(await journal.read("nobody", 0)).toEqual([]);
  });

  it("takes a number once, and of a group all or nothing", async () => {
    const journal = await open();
    await journal.append("a", [entry(1), entry(2)]);
    expect(await journal.append("a", [entry(3), entry(2, "resumed")])).toBe("taken");
    expect(await journal.read("a", 0)).toEqual([entry(1), entry(2)]);
  });
});
