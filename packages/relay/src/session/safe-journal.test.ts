import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StoreUnavailable } from "@bean-brew/tools";
import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import type { Entry } from "./journal.js";
import { fakeJournal } from "./journal.testing.js";
import { safeJournal } from "./safe-journal.js";
import { openSpill } from "./spill.js";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

const entry = (n: number, note: "parted" | "resumed" = "parted"): Entry => ({ n, at: n, note });
const silent = pino({ level: "silent" });

const open = async (over: { maxBytes?: number; folder?: string } = {}) => {
  const folder = over.folder ?? (await mkdtemp(join(tmpdir(), "bean-brew-journal-")));
  folders.push(folder);
  const store = fakeJournal();
  const clock = { now: 10_000 };
  const lines: { level: number; msg: string }[] = [];
  const log = pino(
    { base: undefined },
    { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[number]) },
  );
  const spill = await openSpill({ folder, log: silent, ...over });
  /** Orders that the store has not answered: it hangs. */
  const hanging: (() => void)[] = [];
  const state = { hangs: false };
  const journal = safeJournal({
    journal: {
      ...store,
      append: async (session, entries) => {
        if (state.hangs) await new Promise<void>((resolve) => hanging.push(resolve));
        return store.append(session, entries);
      },
    },
    spill,
    now: () => clock.now,
    log,
  });
  const numbers = (session: string) => (store.sessions.get(session) ?? []).map(({ n }) => n);
  /** Lets the store be brought what is on disk. */
  const drained = async (): Promise<void> => {
    clock.now += 1_000;
    journal.tick();
    await journal.read("nobody", 0);
  };
  return { folder, store, clock, spill, journal, state, hanging, numbers, drained, lines };
};

describe("a journal with a disk behind it", () => {
  it("writes to the store, and nothing to the disk, while the store answers", async () => {
    const { journal, numbers, lines } = await open();
    expect(await journal.append("a", [entry(1)])).toBe("done");
    expect(await journal.append("a", [entry(1, "resumed")])).toBe("taken");
    journal.tick();
    expect([numbers("a"), journal.waiting, journal.spilledBytes, lines]).toEqual([[1], 0, 0, []]);
  });

  it("goes on while the store is away, and brings it everything in order once it is back", async () => {
    const { journal, store, numbers, drained, lines, clock } = await open();
    store.away = true;
    for (const n of [1, 2, 3]) expect(await journal.append("a", [entry(n)])).toBe("done");
    await expect(drained()).rejects.toThrow(StoreUnavailable);
    store.away = false;
    // Nobody overtakes what is on disk.
    expect(await journal.append("a", [entry(4)])).toBe("done");
    expect(numbers("a")).toEqual([]);
    await drained();
    expect(numbers("a")).toEqual([1, 2, 3, 4]);
    clock.now += 1_000;
    await journal.append("a", [entry(5)]);
    expect(numbers("a")).toEqual([1, 2, 3, 4, 5]);
    expect(lines.map(({ level }) => level)).toEqual([40, 30]);
  });

  it("puts on disk what a store has not taken within 100 ms, whatever becomes of it there", async () => {
    const { journal, state, hanging, clock, folder, numbers, drained } = await open();
    state.hangs = true;
    const writing = journal.append("a", [entry(1)]);
    clock.now += 99;
    journal.tick();
    expect([journal.waiting, journal.spilledBytes]).toEqual([1, 0]);
    clock.now += 1;
    journal.tick();
    expect(await writing).toBe("done");
    // The process may die now: the next one finds it.
    const next = await open({ folder });
    await next.drained();
    expect(next.numbers("a")).toEqual([1]);
    state.hangs = false;
    hanging.forEach((answer) => answer());
    await drained().catch(() => undefined);
    expect(numbers("a")).toEqual([1]);
  });

  it("reads, finds and erases what is on disk, too", async () => {
    const { journal, store, clock } = await open();
    store.away = true;
    await journal.append("a", [entry(1)]);
    await expect(journal.erase("a")).rejects.toThrow(StoreUnavailable);
    store.away = false;
    clock.now += 1_000;
    expect(await journal.read("a", 0)).toEqual([entry(1)]);
    store.away = true;
    await journal.append("a", [entry(2)]);
    store.away = false;
    await journal.erase("a");
    expect(await journal.read("a", 0)).toEqual([]);
  });

  it("drops what another relay has written otherwise meanwhile, and says so to the session", async () => {
    const { journal, store, numbers, drained, clock } = await open();
    store.away = true;
    await journal.append("a", [entry(1)]);
    await journal.append("a", [entry(2)]);
    await journal.append("b", [entry(1)]);
    store.away = false;
    await store.append("a", [entry(1, "resumed")]);
    await drained();
    expect([numbers("a"), numbers("b")]).toEqual([[1], [1]]);
    clock.now += 1_000;
    expect(await journal.append("a", [entry(3)])).toBe("taken");
  });

  it("rejects when the disk takes nothing either, says so once, and writes again once it can", async () => {
    const { journal, store, clock, numbers, lines } = await open({ maxBytes: 10 });
    store.away = true;
    for (let tries = 0; tries < 5; tries += 1) {
      await expect(journal.append("a", [entry(1)])).rejects.toThrow(StoreUnavailable);
      clock.now += 500;
    }
    store.away = false;
    clock.now += 1_000;
    expect(await journal.append("a", [entry(1)])).toBe("done");
    expect(numbers("a")).toEqual([1]);
    expect(lines.map(({ level }) => level)).toEqual([50, 30]);
  });

  it("is not stopped by what the store will never take", async () => {
    const { journal, store, numbers, drained } = await open();
    store.away = true;
    await journal.append("a", [entry(1)]);
    await journal.append("b", [entry(1)]);
    store.away = false;
    const { append } = store;
    store.append = async (session, entries) => {
      if (session === "a") throw new RangeError("too much");
      return append(session, entries);
    };
    await drained();
    expect([numbers("a"), numbers("b"), journal.spilledBytes]).toEqual([[], [1], 0]);
  });
});
