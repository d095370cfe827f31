import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { measureSizes, SIZES_FILE } from "../scripts/sizes.mjs";

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

  it("is as large as is checked in (UPDATE_SIZES=1 with the build notes a change), and under 30 kB", async () => {
    const known: unknown = JSON.parse(await readFile(SIZES_FILE, "utf8"));
    const sizes = await measureSizes();
    // How well zlib packs differs a little between versions of Node; the raw bytes do not.
    const raw = (all: object): number[] => Object.values(all).map(({ bytes }: { bytes: number }) => bytes);
    expect(raw(sizes)).toEqual(raw(known as object));
    expect(sizes["bean-brew-agent.js"]!.gzip).toBeLessThan(BUDGET);
  });
});
