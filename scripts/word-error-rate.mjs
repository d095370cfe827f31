// How well the emulator hears: speaks the sentences of caller-sentences.txt with two of Flite's voices, recognises them
// with and without the shop's vocabulary, and prints the word error rates and how long the text took after the speech.
//   node scripts/word-error-rate.mjs [--errors] [--voices slt,rms] [--vocabulary FILE]
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { heardText } from "../packages/emulator/dist/speech/heard.js";
import { findPocketsphinx, pocketsphinx } from "../packages/emulator/dist/speech/pocketsphinx.js";
import { createSynthesiser } from "../packages/emulator/dist/speech/synthesiser.js";
import { readVocabulary } from "../packages/emulator/dist/speech/vocabulary.js";

const RATE = 16_000;
const FRAME = (RATE * 20) / 1000;

/** The silence that the emulator's voice activity leaves around a turn, in seconds. */
const BEFORE = 0.3;
const AFTER = 0.6;

/** Sentences of so many words are also fed as slowly as they are spoken, so many of them, to see how long the text takes. */
const TIMED_WORDS = 9;
const TIMED = 4;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    errors: { type: "boolean" },
    voices: { type: "string", default: "slt,rms" },
    vocabulary: { type: "string", default: join(root, "packages/relay/vocabulary/shop.json") },
    sentences: { type: "string", default: join(root, "scripts/caller-sentences.txt") },
    plain: { type: "boolean", default: true },
  },
  allowNegative: true,
});

const program = findPocketsphinx(process.env.PATH ?? "");
if (program === undefined) {
  console.error("pocketsphinx_continuous is not on the path: apt-get install pocketsphinx pocketsphinx-en-us");
  process.exit(1);
}

/** Both sides as they are compared: the same joining of letters, small letters, no signs. */
const normal = (text) =>
  heardText(text.toLowerCase())
    .toLowerCase()
    .replaceAll("follow-up", "follow up")
    .replace(/[.]/g, "")
    .split(" ")
    .filter(Boolean);

/** The least number of words to be changed, left out or put in to get from one to the other. */
const distance = (a, b) => {
  let row = b.map((_, j) => j + 1);
  a.forEach((word, i) => {
    let diagonal = i;
    let left = i + 1;
    row = row.map((above, j) => {
      left = Math.min(above + 1, left + 1, diagonal + (word === b[j] ? 0 : 1));
      diagonal = above;
      return left;
    });
  });
  return row.at(-1) ?? a.length;
};

let group = "";
const sentences = readFileSync(values.sentences, "utf8")
  .split("\n")
  .filter((line) => line.trim() !== "" && !line.startsWith("#"))
  .flatMap((line) => {
    const heading = /^\[(.+)\]$/.exec(line)?.[1];
    if (heading === undefined) return [{ group, text: line.trim() }];
    group = heading;
    return [];
  });

const synthesiser = createSynthesiser();
const silence = (seconds) => new Int16Array(RATE * seconds);
const spoken = async (text, voice) => {
  const speech = await synthesiser.speak(text, { voice, sampleRate: RATE });
  return Int16Array.from([...silence(BEFORE), ...speech, ...silence(AFTER)]);
};

/** What is heard, and how many milliseconds after the last sample. */
const hear = async (recogniser, samples, realTime) => {
  const hearing = recogniser.hear();
  const start = performance.now();
  for (let at = 0; at < samples.length; at += FRAME) {
    if (realTime) await sleep(Math.max(0, start + (at / RATE) * 1000 - performance.now()));
    hearing.write(samples.subarray(at, at + FRAME));
  }
  const end = performance.now();
  const text = await hearing.finish();
  return { text, ms: performance.now() - end };
};

const log = (line) => console.error(line);
const models = { vocabulary: pocketsphinx(program, log, { vocabulary: readVocabulary(values.vocabulary) }) };
if (values.plain) models.plain = pocketsphinx(program, log);
const voices = values.voices.split(",");
const percent = (wrong, words) => `${((100 * wrong) / words).toFixed(1).padStart(5)} %`;

for (const [name, recogniser] of Object.entries(models)) {
  const keys = [...new Set(sentences.map(({ group }) => group)), ...voices.map((voice) => `voice ${voice}`), "all"];
  const sums = new Map(keys.map((key) => [key, { wrong: 0, words: 0, exact: 0, sentences: 0 }]));
  const add = (key, wrong, words, exact) => {
    const sum = sums.get(key);
    sums.set(key, {
      wrong: sum.wrong + wrong,
      words: sum.words + words,
      exact: sum.exact + (exact ? 1 : 0),
      sentences: sum.sentences + 1,
    });
  };
  const times = [];
  for (const voice of voices) {
    let timed = 0;
    for (const { group, text } of sentences) {
      const realTime = text.split(" ").length >= TIMED_WORDS && timed++ < TIMED;
      const heard = await hear(recogniser, await spoken(text, voice), realTime);
      if (realTime) times.push(heard.ms);
      const [wanted, got] = [normal(text), normal(heard.text)];
      const wrong = distance(wanted, got);
      for (const key of [group, `voice ${voice}`, "all"]) add(key, wrong, wanted.length, wrong === 0);
      if (values.errors && wrong > 0)
        console.log(`${name} ${voice} ${wrong}: ${text}\n${" ".repeat(12)}-> ${heard.text}`);
    }
  }
  console.log(`\n${name === "plain" ? "without a vocabulary" : "with the vocabulary"}`);
  for (const [key, { wrong, words, exact, sentences: count }] of sums) {
    console.log(
      `  ${key.padEnd(26)} ${percent(wrong, words)} of ${words} words wrong, ${exact} of ${count} sentences exact`,
    );
  }
  const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
  console.log(
    `  text after the turn's end: ${mean.toFixed(0)} ms on average, ${Math.max(...times).toFixed(0)} ms at most ` +
      `(${times.length} sentences of ${TIMED_WORDS} words and more, at the speed of speech)`,
  );
}
await synthesiser.close();
