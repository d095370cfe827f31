// Builds what pocketsphinx needs to know to understand this shop's callers: packages/relay/vocabulary/shop.*, from the
// grammar of what callers say, the knowledge base, the tools' words, and the pronunciations that come with pocketsphinx-en-us.
// `--check` writes nothing and fails when the files are not what would be built.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildVocabulary } from "../packages/emulator/dist/vocabulary/build.js";
import { readPronunciations } from "../packages/emulator/dist/vocabulary/pronunciation.js";
import { APPOINTMENT_STATUSES, defaultCalendar } from "../packages/tools/dist/index.js";

const CMUDICT = "/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict";
const SEED = 1;

const { values } = parseArgs({
  options: { check: { type: "boolean" }, cmudict: { type: "string", default: CMUDICT } },
});
if (!existsSync(values.cmudict)) {
  console.error(`There is no dictionary at ${values.cmudict}: install pocketsphinx-en-us, or name one with --cmudict.`);
  process.exit(1);
}

const relay = join(dirname(dirname(fileURLToPath(import.meta.url))), "packages/relay");
const folder = join(relay, "vocabulary");
const read = (...path) => readFileSync(join(...path), "utf8");

/** Mulberry32: the same numbers everywhere. */
const generator = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

const knowledge = readdirSync(join(relay, "knowledge")).filter((name) => name.endsWith(".md"));
const { languageModel, dictionary } = buildVocabulary({
  grammar: read(folder, "callers.jsgf"),
  knowledge: knowledge.sort().map((name) => read(relay, "knowledge", name)),
  terms: [...defaultCalendar("America/New_York").services.map(({ name }) => name), ...APPOINTMENT_STATUSES],
  dictionaries: [read(folder, "pronunciations.dict"), read(values.cmudict)].map(readPronunciations),
  random: generator(SEED),
});

const files = { "shop.arpa": languageModel, "shop.dict": dictionary };
const manifest = { languageModel: "shop.arpa", dictionary: "shop.dict" };
files["shop.json"] = `${JSON.stringify(manifest, null, 2)}\n`;
for (const [name, text] of Object.entries(files)) {
  const path = join(folder, name);
  if (!values.check) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, "utf8") !== text) {
    console.error(`${path} is not what its sources make: run node scripts/vocabulary.mjs.`);
    process.exitCode = 1;
  }
}
