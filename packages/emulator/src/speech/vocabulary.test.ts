import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { findPocketsphinx, pocketsphinx } from "./pocketsphinx.js";
import { createSynthesiser } from "./synthesiser.js";
import { MAX_MANIFEST_BYTES, readVocabulary } from "./vocabulary.js";
import { HEARING_RATE } from "./voice-activity.js";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const SHOP = join(root, "packages/relay/vocabulary/shop.json");
const CMUDICT = "/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict";

describe("a vocabulary file", () => {
  const folder = mkdtempSync(join(tmpdir(), "vocabulary-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it("names a language model and a dictionary beside it", () => {
    const languageModel = file("a.arpa", "");
    const dictionary = file("a.dict", "");
    const manifest = file("a.json", JSON.stringify({ languageModel: "a.arpa", dictionary }));
    expect(readVocabulary(manifest)).toEqual({ languageModel, dictionary });
  });

  it.each([
    ["{", "is not JSON"],
    ["[1]", 'names no "languageModel"'],
    ['{"languageModel":"none.arpa"}', '"languageModel" is not at'],
    [`"${"x".repeat(MAX_MANIFEST_BYTES)}"`, `more than ${MAX_MANIFEST_BYTES} bytes`],
  ])("that cannot be used is refused by name: %.20s", (text, why) => {
    const path = file("b.json", text);
    expect(() => readVocabulary(path)).toThrow(why);
    expect(() => readVocabulary(path)).toThrow(path);
  });

  it("that is not there is refused", () => {
    expect(() => readVocabulary(join(folder, "none.json"))).toThrow("no such file");
  });
});

const program = findPocketsphinx(process.env["PATH"] ?? "");
const absent = program === undefined ? " (skipped: pocketsphinx_continuous is not on the path)" : "";

describe.skipIf(program === undefined)(`the shop's vocabulary${absent}`, () => {
  const synthesiser = createSynthesiser();
  afterAll(() => synthesiser.close());

  it.each([
    ["slt", "my phone number is six four six five five five oh one one seven"],
    ["rms", "it's seven one eight five five five oh one six three"],
    ["slt", "how about Tuesday December first at eleven"],
    ["rms", "can I come next Thursday at half past ten"],
    ["slt", "I'd like to cancel my consultation on Monday please"],
    ["rms", "this is Daniel calling"],
  ])("understands (%s) %j", async (voice, text) => {
    const problems: string[] = [];
    const vocabulary = readVocabulary(SHOP);
    const hearing = pocketsphinx(program!, (line) => problems.push(line), { vocabulary }).hear();
    hearing.write(new Int16Array(HEARING_RATE * 0.3));
    hearing.write(await synthesiser.speak(text, { voice, sampleRate: HEARING_RATE }));
    hearing.write(new Int16Array(HEARING_RATE * 0.6));
    expect(await hearing.finish()).toBe(text);
    expect(problems).toEqual([]);
  });
});

const noDictionary = existsSync(CMUDICT) ? "" : " (skipped: pocketsphinx-en-us is not installed)";

it.skipIf(noDictionary !== "")(`the shop's vocabulary is what its sources make${noDictionary}`, () => {
  const check = spawnSync(process.execPath, [join(root, "scripts/vocabulary.mjs"), "--check"], { encoding: "utf8" });
  expect(check.stderr).toBe("");
  expect(check.status).toBe(0);
});
