import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { knowledgeFolder } from "../built-in-knowledge.js";
import type { Entry } from "./entry.js";
import { readQuestions } from "./evaluate.js";
import { readFolder } from "./folder.js";

const EVALUATION = fileURLToPath(new URL("../../evaluation/", import.meta.url));
const TRADES = ["dental", "bicycle", "library", "hosting", "hotel"];
/** What of an answer reaches the agent, and how many topics it is told. */
const TOLD = { characters: 400, topics: 20 };

function entriesIn(folder: string): readonly Entry[] {
  const { entries, problems } = readFolder(folder);
  expect(problems).toEqual([]);
  return entries;
}
const shop = entriesIn(knowledgeFolder(undefined));
const questionsOf = (file: string) => readQuestions(readFileSync(join(EVALUATION, file), "utf8"));

it("the shop's texts are told whole: no answer is too long, no topic too many", () => {
  expect(shop.length).toBeGreaterThanOrEqual(150);
  expect(shop.filter(({ answer }) => answer.length > TOLD.characters).map(({ id }) => id)).toEqual([]);
  expect(new Set(shop.map(({ topic }) => topic)).size).toBeLessThanOrEqual(TOLD.topics);
});

/** What several texts say, and the one value that each must say. */
it.each([
  ["the price of a Linea PB", /Linea PB,? (?:at )?(\d[\d,]*\d)/g, "16,900"],
  ["the price of a Linea Mini", /Linea Mini.{0,90}?costs (\d[\d,]*\d)/g, "6,900"],
  ["a courier on the same day", /the same day for (\d+) dollars/g, "25"],
  ["a keg", /(?:5 gallon kegs|Kegs of 5 gallons).{0,60}? (\d+) dollars/g, "95"],
  ["what farmers get above the market", /(\d+) percent above the market/g, "30"],
  ["the months of a loan", /(?:agreement (?:runs for|of) |agreement: )(\d+) months/g, "24"],
])("the shop's texts agree on %s", (_what, pattern, value) => {
  const said = shop.flatMap(({ answer }) => [...answer.matchAll(pattern)].map((match) => match[1]));
  expect(said.length).toBeGreaterThan(1);
  expect(new Set(said)).toEqual(new Set([value]));
});

it.each([
  ...["calibrating.jsonl", "judging.jsonl", "plain/shop.jsonl", "plain/shop-judging.jsonl"].map(
    (file) => [file, shop] as const,
  ),
  ...["gym", "vet"].map((trade) => [`plain/${trade}.jsonl`, entriesIn(join(EVALUATION, "plain", trade))] as const),
  ...readdirSync(join(EVALUATION, "others"))
    .filter((name) => !name.endsWith(".jsonl"))
    .map((trade) => [`others/${trade}.jsonl`, entriesIn(join(EVALUATION, "others", trade))] as const),
  ...TRADES.map((trade) => [`trades/${trade}.jsonl`, entriesIn(join(EVALUATION, "trades", trade))] as const),
])("the labels of %s name entries that there are, and enough questions have none", (file, entries) => {
  const ids = new Set(entries.map(({ id }) => id));
  const questions = questionsOf(file);
  expect(questions.flatMap(({ expect: labels }) => labels).filter((id) => !ids.has(id))).toEqual([]);
  expect(new Set(questions.map(({ question }) => question)).size).toBe(questions.length);
  const without = questions.filter(({ expect: labels }) => labels.length === 0).length / questions.length;
  expect(without).toBeGreaterThanOrEqual(0.25);
  expect(without).toBeLessThanOrEqual(0.35);
});

it("no question is both fitted to and judged by", () => {
  const fitted = new Set(questionsOf("calibrating.jsonl").map(({ question }) => question));
  const judged = ["judging.jsonl", "plain/shop.jsonl", "plain/shop-judging.jsonl"]
    .flatMap(questionsOf)
    .map(({ question }) => question);
  expect(judged.filter((question) => fitted.has(question))).toEqual([]);
  expect(fitted.size + judged.length).toBeGreaterThanOrEqual(240);
});
