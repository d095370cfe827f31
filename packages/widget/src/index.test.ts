import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { measureSizes, SIZES_FILE } from "../scripts/sizes.mjs";

const DIST = new URL("../dist/", import.meta.url);
const INDEX = new URL("index.js", DIST);

/** Bytes, gzip -9, that the script tag may cost a page. */
const BUDGET = 30_000;

describe("the package", () => {
  it("can be imported in Node, where there is no page, and defines nothing there", async () => {
    const { BeanBrewAgent } = await import("./index.js");
    expect(BeanBrewAgent.defaultRelay).toBe("/");
    expect(globalThis.customElements.get("bean-brew-agent")).toBeUndefined();
    expect(globalThis).not.toHaveProperty("document");
    expect(globalThis).not.toHaveProperty("window");
  });

  it("names its worklet so that bundlers see the file, and lets a page name it, too", async () => {
    expect(await readFile(INDEX, "utf8")).toContain('new URL("./bean-brew-worklets.js", import.meta.url)');
    const worklet = createRequire(import.meta.url).resolve("@bean-brew/widget/bean-brew-worklets.js");
    expect(worklet).toBe(fileURLToPath(new URL("../dist/bean-brew-worklets.js", import.meta.url)));
  });

  it("fetches from beside the script only what brings nothing of the script's own along", async () => {
    const files = (await readdir(DIST)).filter((name) => /^bean-brew-(?!agent|worklets)[\w-]+\.js$/.test(name));
    expect(files).toContain("bean-brew-options.js");
    // The script has other names, too: one that asked for it by this one would load it twice.
    for (const file of files) expect(await readFile(new URL(file, DIST), "utf8"), file).not.toMatch(/\bimport\b/);
  });

  it("can be bundled as a classic script, which has no URL of its own", async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(INDEX)],
      bundle: true,
      write: false,
      format: "cjs",
      platform: "node",
      logLevel: "error",
      logOverride: { "empty-import-meta": "silent" },
    });
    const module = { exports: {} };
    new Function("module", "exports", "require", outputFiles[0]!.text)(
      module,
      module.exports,
      createRequire(import.meta.url),
    );
    expect(module.exports).toHaveProperty("BeanBrewAgent.defaultRelay", "/");
  });

  it("is as large as is checked in (UPDATE_SIZES=1 with the build notes a change), and under 30 kB", async () => {
    const known: unknown = JSON.parse(await readFile(SIZES_FILE, "utf8"));
    const sizes = await measureSizes();
    // How well zlib packs differs a little between versions of Node; the raw bytes do not.
    const raw = (all: object): number[] => Object.values(all).map(({ bytes }: { bytes: number }) => bytes);
    expect(raw(sizes)).toEqual(raw(known as object));
    expect(sizes["bean-brew-agent.js"]!.gzip).toBeLessThan(BUDGET);
  });
});
