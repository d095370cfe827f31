// Fits the calibration that folders without their own are searched with: to the questions of all the trades in
// packages/relay/evaluation but those that judge. Prints it, and how it does on each trade when fitted to the others.
// Usage: node scripts/run.mjs build && node scripts/calibration.mjs
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

const relay = join(dirname(dirname(fileURLToPath(import.meta.url))), "packages/relay");
const load = (name) => import(join(relay, "dist/knowledge", `${name}.js`));
const { openKnowledge } = await load("knowledge");
const { evaluate, isExpected, readQuestions } = await load("evaluate");
const { FEATURES, samplesOf, STRENGTH } = await load("calibrate");
const { probabilityOf, THRESHOLD } = await load("calibration");
const { fitLine } = await load("fit");

const trades = join(relay, "evaluation/trades");
const SETS = [
  ["shop", join(relay, "knowledge"), join(relay, "evaluation/calibrating.jsonl")],
  ...readdirSync(trades)
    .filter((name) => !name.endsWith(".jsonl"))
    .map((name) => [name, join(trades, name), join(trades, `${name}.jsonl`)]),
];
const WAYS = ["combined", "lexical"];

const dataDir = mkdtempSync(join(tmpdir(), "calibration-"));
const sets = [];
for (const [name, folder, file] of SETS) {
  const knowledge = await openKnowledge({
    folder,
    dataDir,
    model: undefined,
    embedLimitMs: 60_000,
    onProblem: (line) => console.error(`${name}: ${line}`),
  });
  await knowledge.indexed();
  const never = new AbortController().signal;
  const find = (question, limit, way) => knowledge.find(question, limit, never, way);
  const questions = readQuestions(readFileSync(file, "utf8"));
  const samples = {};
  for (const way of WAYS) samples[way] = await samplesOf(questions, find, way);
  const { ways } = await evaluate(questions, THRESHOLD, find, () => performance.now());
  const found = {};
  for (const way of WAYS) {
    found[way] = [];
    for (const { question, expect } of questions) {
      const [best] = await find(question, 1, way);
      found[way].push({ best, expect });
    }
  }
  sets.push({ name, questions, samples, found, ways });
  await knowledge.close();
}
rmSync(dataDir, { recursive: true });

const fit = (from, way) =>
  fitLine(
    from.flatMap(({ samples }) => samples[way]),
    { features: FEATURES[way], strength: STRENGTH },
  );
const rightWith = (line, found) => {
  const isRight = ({ best, expect }) =>
    best !== undefined && probabilityOf(line, best.evidence) >= THRESHOLD
      ? isExpected(best, expect)
      : expect.length === 0;
  return found.filter(isRight).length / found.length;
};

for (const set of sets) {
  const others = sets.filter((other) => other !== set);
  const [combined, lexical] = WAYS.map((way) => rightWith(fit(others, way), set.found[way]).toFixed(3));
  const recall = Object.entries(set.ways).map(([way, { recall1 }]) => `${way} ${recall1.toFixed(3)}`);
  console.log(
    `${set.name.padEnd(8)} recall@1 ${recall.join(", ")}; right, fitted to the others: ${combined}, by words alone ${lexical}`,
  );
}
for (const way of WAYS) console.log(way, JSON.stringify(fit(sets, way)));
console.log(
  sets.reduce((sum, { questions }) => sum + questions.length, 0),
  "questions",
);
