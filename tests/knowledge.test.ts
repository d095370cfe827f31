import { mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { relayLine } from "@bean-brew/bench/relay/lines";
import { afterEach, beforeEach, expect, it } from "vitest";
import { besiege, type Besieged } from "./bystander.js";

/** Each is embedded alone and with its answer. */
const NEW_ENTRIES = 250;
const PATIENCE = { timeout: 100_000 };

let root: string;
let texts: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "bean-brew-knowledge-"));
  texts = await mkdtemp(join(root, "texts-"));
  await writeFile(join(texts, "shop.md"), "## Where do you deliver?\nIn the five boroughs.\n");
});
afterEach(() => rm(root, { recursive: true, force: true }));

const open = (): Promise<Besieged> =>
  besiege({
    env: {
      NODE_ENV: "development",
      RELAY_SITES: "",
      DATA_DIR: root,
      KNOWLEDGE_DIR: texts,
      STAFF_SECRET: "a secret of thirty-two characters",
    },
    bystander: ({ process: { url } }) => relayLine({ url }),
  });
const reload = (url: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/api/knowledge/reload`, { method: "POST", headers });
const health = async (url: string): Promise<unknown> =>
  ((await (await fetch(`${url}/health`)).json()) as { checks: { knowledge: unknown } }).checks.knowledge;

/** How many texts have vectors on disk. */
async function embedded(): Promise<number> {
  const [home = ""] = await readdir(join(root, "knowledge"));
  const manifest = JSON.parse(await readFile(join(root, "knowledge", home, "manifest.json"), "utf8")) as {
    hashes: string[];
  };
  return manifest.hashes.length;
}

it("audio flows while the model embeds 500 texts and the index is made again", PATIENCE, async () => {
  const relay = await open();
  try {
    await expect.poll(() => health(relay.url), PATIENCE).toEqual({ status: "ok", detail: "1 entries" });
    expect(await embedded()).toBe(2);
    const about = (n: number): string => `## What is item ${n}?\nItem ${n} is a coffee of the year ${1700 + n}.\n\n`;
    // Written beside and renamed, so that watching the folder sees it at once, too.
    await writeFile(join(root, "more"), Array.from({ length: NEW_ENTRIES }, (_, n) => about(n)).join(""));
    await relay.unharmed(async () => {
      await rename(join(root, "more"), join(texts, "more.md"));
      expect(await (await reload(relay.url)).json()).toEqual({ entries: NEW_ENTRIES + 1, problems: [] });
    });
    expect(await embedded()).toBe(2 * NEW_ENTRIES + 2);
    expect(await health(relay.url)).toEqual({ status: "ok", detail: `${NEW_ENTRIES + 1} entries` });
  } finally {
    await relay[Symbol.asyncDispose]();
  }
});

it("POST /api/knowledge/reload is for insiders, tells what came of it, and leaves what was there", async () => {
  const relay = await open();
  try {
    const elsewhere = { origin: "https://elsewhere.example" };
    expect((await reload(relay.url, elsewhere)).status).toBe(403);
    expect((await reload(relay.url, { ...elsewhere, authorization: "Bearer wrong" })).status).toBe(403);
    await writeFile(join(texts, "broken.json"), "[{");
    const staff = { ...elsewhere, authorization: "Bearer a secret of thirty-two characters" };
    const told = await reload(relay.url, staff);
    expect(told.status).toBe(200);
    expect(await told.json()).toEqual({ entries: 1, problems: [expect.stringContaining("broken.json is not JSON")] });

    await rm(texts, { recursive: true });
    const refused = await reload(relay.url);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toEqual({ error: expect.stringContaining("cannot be read") });
    expect(await health(relay.url)).toMatchObject({ detail: expect.stringMatching(/^1 entries/) });
  } finally {
    await relay[Symbol.asyncDispose]();
  }
});
