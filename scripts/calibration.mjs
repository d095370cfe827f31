// Fits the calibration that folders without their own are searched with, and prints it with how it does on each trade
// when fitted to the others. Fitted to the questions of all the trades in packages/relay/evaluation but those that judge,
// each trade in three kinds, so that it is right where little is asked past the texts and where much is:
// as it is; with each third of its entries left out in turn, whose questions then have no answer; and with questions of
// the other trades, that have nothing to do with the texts.
// Usage: node scripts/run.mjs build && node scripts/calibration.mjs
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const relay = join(dirname(dirname(fileURLToPath(import.meta.url))), "packages/relay");
const load = (name) => import(join(relay, "dist/knowledge", `${name}.js`));
const { BUILT_IN_CALIBRATION } = await load("built-in-calibration");
const { FEATURES, samplesOf } = await load("calibrate");
const { probabilityOf, THRESHOLD } = await load("calibration");
const { openEmbedder } = await load("embedding/embedder");
const { findModel } = await load("embedding/model");
const { isExpected, readQuestions } = await load("evaluate");
const { fitLine } = await load("fit");
const { readFolder, SYNONYMS_FILE } = await load("folder");
const { exactOver } = await load("index/exact");
const { englishWords } = await load("language/english");
const { noSynonyms, readSynonyms } = await load("language/synonyms");
const { searcherOver } = await load("searcher");

const WAYS = ["combined", "lexical"];
/** How much each kind counts; a trade counts as so many questions, however many it has. */
const KINDS = { asked: 0.25, thinned: 0.25, strange: 0.5 };
const QUESTIONS_A_TRADE = 150;
/** How strongly weights are held small, in questions. */
const STRENGTH = 4;
const THIRDS = [0, 1, 2];

const trades = join(relay, "evaluation/trades");
const read = (name, folder, questions) => ({
  name,
  entries: readFolder(folder).entries,
  questions: readQuestions(readFileSync(questions, "utf8")),
  synonyms: noSynonyms,
});
// Without phrases, as folders without a calibration of their own mostly are.
const withoutPhrases = (set) => ({ ...set, entries: set.entries.map((entry) => ({ ...entry, phrases: [] })) });
const shop = withoutPhrases(read("shop", join(relay, "knowledge"), join(relay, "evaluation/calibrating.jsonl")));
shop.synonyms = readSynonyms(readFileSync(join(relay, "knowledge", SYNONYMS_FILE), "utf8"));
const others = readdirSync(trades).filter((name) => !name.endsWith(".jsonl"));
const sets = [shop, ...others.map((name) => read(name, join(trades, name), join(trades, `${name}.jsonl`)))];

const never = new AbortController().signal;
const vectors = new Map();
let embedder;
await new Promise((onReady, reject) => {
  findModel(undefined, "", {}).then(
    (model) => (embedder = openEmbedder({ model, onReady, onProblem: (why) => reject(new Error(why)) })),
    reject,
  );
});
async function embed(texts) {
  // One by one, as questions come: in a batch they come out a little otherwise.
  for (const text of new Set(texts)) {
    if (!vectors.has(text)) vectors.set(text, await embedder.embedTexts([text], never));
  }
}

/** The questions with what is found for each, in every way. */
async function findAll({ entries, questions, synonyms }) {
  const searcher = searcherOver(entries, { calibration: BUILT_IN_CALIBRATION, synonyms, english: englishWords() });
  const texts = searcher.texts.map(({ text }) => text);
  await embed([...texts, ...questions.map(({ question }) => searcher.mend(question))]);
  const dimensions = vectors.get(texts[0]).length;
  const data = new Float32Array(texts.length * dimensions);
  texts.forEach((text, n) => data.set(vectors.get(text), n * dimensions));
  searcher.use(exactOver({ data, dimensions }));
  const find = async (question, limit, way) =>
    searcher.search(question, way === "lexical" ? undefined : vectors.get(searcher.mend(question)), limit, way);
  const samples = {};
  const found = {};
  for (const way of [...WAYS, "vector"]) {
    samples[way] = await samplesOf(questions, find, way);
    found[way] = await Promise.all(
      questions.map(async ({ question, expect }) => ({ best: (await find(question, 1, way))[0], expect })),
    );
  }
  return { samples, found };
}

const isAnswerable = ({ expect }) => expect.length > 0;
function kindsOf(set) {
  const { entries, questions } = set;
  const answerable = questions.filter(isAnswerable);
  const without = (third) => {
    const left = entries.filter((_, n) => n % THIRDS.length !== third);
    const asFound = left.map((entry) => ({ ...entry, score: 0 }));
    const still = ({ expect }) => expect.filter((name) => asFound.some((entry) => isExpected(entry, [name])));
    return { ...set, entries: left, questions: answerable.map((one) => ({ ...one, expect: still(one) })) };
  };
  const foreign = sets.flatMap((other) => (other === set ? [] : other.questions));
  const wanted = answerable.length / 2;
  const strange = Array.from({ length: wanted }, (_, n) => foreign[Math.floor((n * foreign.length) / wanted)]);
  return {
    asked: [set],
    thinned: THIRDS.map(without),
    strange: [{ ...set, questions: [...answerable, ...strange.map((one) => ({ ...one, expect: [] }))] }],
  };
}

for (const set of sets) {
  set.kinds = {};
  for (const [kind, variants] of Object.entries(kindsOf(set))) {
    set.kinds[kind] = [];
    for (const variant of variants) set.kinds[kind].push(await findAll(variant));
  }
}
await embedder.close();

function fit(from, way) {
  const samples = from.flatMap(({ kinds }) =>
    Object.entries(KINDS).flatMap(([kind, share]) => {
      const ofKind = kinds[kind].flatMap((variant) => variant.samples[way]);
      return ofKind.map((sample) => ({ ...sample, weight: (share * QUESTIONS_A_TRADE) / ofKind.length }));
    }),
  );
  return fitLine(samples, { features: FEATURES[way], strength: STRENGTH });
}
const shareOf = (items, is) => items.filter(is).length / items.length;
const isRightWith =
  (line) =>
  ({ best, expect }) =>
    best !== undefined && probabilityOf(line, best.evidence) >= THRESHOLD
      ? isExpected(best, expect)
      : expect.length === 0;
const told = (number) => number.toFixed(3);

for (const set of sets) {
  const [{ found }] = set.kinds.asked;
  const recall = ["lexical", "vector", "combined"].map((way) => {
    const isFirst = ({ best, expect }) => best !== undefined && isExpected(best, expect);
    return `${way} ${told(shareOf(found[way].filter(isAnswerable), isFirst))}`;
  });
  const rest = sets.filter((other) => other !== set);
  const right = WAYS.map((way) => {
    const isRight = isRightWith(fit(rest, way));
    const shares = Object.entries(set.kinds).map(
      ([kind, variants]) =>
        `${kind} ${told(
          shareOf(
            variants.flatMap((variant) => variant.found[way]),
            isRight,
          ),
        )}`,
    );
    return `${way}: ${shares.join(", ")}`;
  });
  console.log(`${set.name.padEnd(8)} recall@1 ${recall.join(", ")}; right, fitted to the others, ${right.join("; ")}`);
}
for (const way of WAYS) console.log(way, JSON.stringify(fit(sets, way)));
console.log(
  sets.reduce((sum, { questions }) => sum + questions.length, 0),
  "questions",
);
