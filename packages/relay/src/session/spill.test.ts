import { appendFile, mkdtemp, readdir, readFile, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, expect, it } from "vitest";
import { openSpill, type Group } from "./spill.js";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

const log = pino({ level: "silent" });
const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "bean-brew-spill-"));
  folders.push(folder);
  return folder;
};
const group = (session: string, n: number): Group => ({ session, entries: [{ n, at: n, note: "parted" }] });
/** Everything that is in it, in order, after which it is empty. */
const drained = async (spill: Awaited<ReturnType<typeof openSpill>>): Promise<string[]> => {
  const groups: string[] = [];
  await spill.drain(async ({ session, entries }) => void groups.push(`${session}${entries[0]!.n}`));
  return groups;
};

it("gives back what it was given, in order, and keeps nothing of it", async () => {
  const folder = await newFolder();
  const spill = await openSpill({ folder, log });
  const adding = [group("a", 1), group("b", 1), group("a", 2)].map(spill.add);
  expect(await Promise.all(adding)).toEqual([true, true, true]);
  expect(spill.bytes).toBeGreaterThan(0);
  expect(await drained(spill)).toEqual(["a1", "b1", "a2"]);
  expect([spill.bytes, await readdir(folder)]).toEqual([0, []]);
  await spill.add(group("a", 3));
  expect(await drained(spill)).toEqual(["a3"]);
});

it("takes what comes while it is drained, too", async () => {
  const spill = await openSpill({ folder: await newFolder(), log });
  await spill.add(group("a", 1));
  const groups: number[] = [];
  await spill.drain(async ({ entries }) => {
    const { n } = entries[0]!;
    groups.push(n);
    if (n < 20) void spill.add(group("a", n + 1)).then(() => spill.add(group("b", 100 + n)));
    await new Promise((resolve) => setImmediate(resolve));
    if (n < 20) await spill.add(group("c", 200 + n));
  });
  while (spill.bytes > 0) await spill.drain(async ({ entries }) => void groups.push(entries[0]!.n));
  expect(groups.filter((n) => n <= 20)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

it("goes on where it was when it is refused", async () => {
  const spill = await openSpill({ folder: await newFolder(), log });
  for (const n of [1, 2, 3]) await spill.add(group("a", n));
  const taken: number[] = [];
  const put = async ({ entries }: Group): Promise<void> => {
    if (taken.length === 2) throw new Error("away");
    taken.push(entries[0]!.n);
  };
  await expect(spill.drain(put)).rejects.toThrow("away");
  await spill.add(group("a", 4));
  expect(await drained(spill)).toEqual(["a3", "a4"]);
});

it("outlives its process, but for a last line that was cut", async () => {
  const folder = await newFolder();
  // It is not closed: its process was killed.
  const first = await openSpill({ folder, log });
  for (const n of [1, 2, 3]) await first.add(group("a", n));
  const [name = ""] = await readdir(folder);
  const { length } = await readFile(join(folder, name));
  await truncate(join(folder, name), length - 5);
  await appendFile(join(folder, "not-ours.txt"), "x");

  const second = await openSpill({ folder, log });
  await second.add(group("b", 1));
  expect(await drained(second)).toEqual(["a1", "a2", "b1"]);
  expect(await readdir(folder)).toEqual(["not-ours.txt"]);
});

it("spreads what is much over several files", async () => {
  const folder = await newFolder();
  const spill = await openSpill({ folder, log });
  const text = "x".repeat(1024 * 1024);
  for (let n = 1; n <= 6; n += 1) {
    await spill.add({
      session: "a",
      entries: [{ n, at: 0, note: "identified", identity: { customerId: text, by: "site", at: 0 } }],
    });
  }
  expect(await readdir(folder)).toHaveLength(2);
  expect(await drained(spill)).toEqual(["a1", "a2", "a3", "a4", "a5", "a6"]);
});

it("takes no more than its bound, and more again once there is room", async () => {
  const spill = await openSpill({ folder: await newFolder(), log, maxBytes: 150 });
  expect(await spill.add(group("a", 1))).toBe(true);
  expect(await spill.add(group("a", 2))).toBe(true);
  expect(await spill.add(group("a", 3))).toBe(false);
  expect(await drained(spill)).toEqual(["a1", "a2"]);
  expect(await spill.add(group("a", 3))).toBe(true);
});

it("says so when the disk does not take it, and goes on when it does", async () => {
  const folder = await newFolder();
  const spill = await openSpill({ folder, log });
  await rm(folder, { recursive: true });
  expect(await spill.add(group("a", 1))).toBe(false);
  await openSpill({ folder, log });
  expect(await spill.add(group("a", 2))).toBe(true);
  expect(await drained(spill)).toEqual(["a2"]);
});
