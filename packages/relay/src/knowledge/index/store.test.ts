import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readStored, writeStored } from "./store.js";

const space = { name: "m", dimensions: 2 };
const stored = { hashes: ["a", "b"], vectors: { data: Float32Array.of(1, 0, 0, 1), dimensions: 2 } };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "index-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const vectorsFile = async (): Promise<string> =>
  join(
    folder,
    (await readdir(folder)).find((name) => name.startsWith("vectors"))!,
  );

describe("an index on disk", () => {
  it("is read as it was written, and the one before it goes", async () => {
    expect(readStored(folder, space)).toEqual({});
    await writeStored(folder, space, {
      ...stored,
      hashes: ["x", "y"],
      vectors: { data: new Float32Array(4), dimensions: 2 },
    });
    await writeStored(folder, space, stored);
    expect(readStored(folder, space)).toEqual({ stored });
    expect(await readdir(folder)).toHaveLength(2);
  });

  it.each([
    ["another model", () => undefined, { name: "n", dimensions: 2 }, /another model/],
    ["other dimensions", () => undefined, { name: "m", dimensions: 4 }, /another model/],
    ["a truncated file", async () => truncate(await vectorsFile(), 8), space, /damaged/],
    ["a changed file", async () => writeFile(await vectorsFile(), new Uint8Array(16)), space, /damaged/],
    ["a missing file", async () => rm(await vectorsFile()), space, /ENOENT/],
    ["a manifest that is none", () => writeFile(join(folder, "manifest.json"), "{}"), space, /manifest is not one/],
    ["half a manifest", () => writeFile(join(folder, "manifest.json"), '{"schema":'), space, /JSON/],
    [
      "a chunker of old",
      async () => {
        const path = join(folder, "manifest.json");
        await writeFile(path, (await readFile(path, "utf8")).replace(/"chunker":"[^"]*"/, '"chunker":"old"'));
      },
      space,
      /cut otherwise/,
    ],
  ])("is refused: %s", async (_what, spoil, wanted, why) => {
    await writeStored(folder, space, stored);
    await spoil();
    const found = readStored(folder, wanted);
    expect("refused" in found && found.refused).toMatch(why);
  });

  it("stays when the new one cannot be written", async () => {
    await writeStored(folder, space, stored);
    const full = (): Promise<never> => Promise.reject(new Error("ENOSPC: no space left on device"));
    await expect(writeStored(folder, space, { ...stored, hashes: ["c", "d"] }, full)).rejects.toThrow("ENOSPC");
    expect(readStored(folder, space)).toEqual({ stored });
    expect((await readdir(folder)).filter((name) => name.includes("part"))).toEqual([]);
  });
});
