import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { hashedCopies, INTEGRITY_FILE } from "../scripts/hashed.mjs";

const DIST = new URL("../dist/", import.meta.url);
const read = (name: string): Promise<string> => readFile(new URL(name, DIST), "utf8");

const FILES = new Map([
  [
    "bean-brew-agent.js",
    'import("./bean-brew-de.js"); new URL("./bean-brew-sound.js", import.meta.url); "bean-brew-x.js"',
  ],
  ["bean-brew-de.js", 'import "./bean-brew-agent.js"'],
  ["bean-brew-sound.js", "1"],
]);

describe("names with a hash", () => {
  it("stand in what each file loads of the others, and nowhere else", () => {
    const copies = hashedCopies(FILES);
    const [agent, german, sound] = ["bean-brew-agent.js", "bean-brew-de.js", "bean-brew-sound.js"].map((name) =>
      copies.get(name)!,
    );
    expect(agent!.file).toMatch(/^bean-brew-agent\.[0-9a-f]{12}\.js$/);
    expect(agent!.content).toBe(
      `import("./${german!.file}"); new URL("./${sound!.file}", import.meta.url); "bean-brew-x.js"`,
    );
    expect(german!.content).toBe(`import "./${agent!.file}"`);
  });

  it("change all together when any content does: an old script never loads new pieces", () => {
    const before = hashedCopies(FILES);
    const after = hashedCopies(new Map([...FILES, ["bean-brew-sound.js", "2"]]));
    for (const name of FILES.keys()) expect(after.get(name)!.file).not.toBe(before.get(name)!.file);
    expect(after.get("bean-brew-agent.js")!.integrity).not.toBe(before.get("bean-brew-agent.js")!.integrity);
  });

  it("are what the build wrote: every file is there once, and is what its integrity says", async () => {
    const listed = JSON.parse(await read(INTEGRITY_FILE)) as Record<string, { file: string; integrity: string }>;
    expect(Object.keys(listed)).toEqual(expect.arrayContaining(["bean-brew-agent.js", "bean-brew-worklets.js"]));
    for (const { file, integrity } of Object.values(listed)) {
      const content = await read(file);
      expect(`sha384-${createHash("sha384").update(content).digest("base64")}`).toBe(integrity);
    }
    const hashed = (await readdir(DIST)).filter((name) => /\.[0-9a-f]{12}\.js$/.test(name));
    expect(hashed.sort()).toEqual(
      Object.values(listed)
        .map(({ file }) => file)
        .sort(),
    );
    const plain = /bean-brew-[\w-]+\.js/.exec(await read(listed["bean-brew-agent.js"]!.file));
    expect(plain).toBeNull();
  });
});
