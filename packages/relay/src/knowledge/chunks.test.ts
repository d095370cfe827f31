import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { AutoTokenizer, env } from "@xenova/transformers";
import { expect, it } from "vitest";
import { chunksOf, textsOf } from "./chunks.js";
import type { Entry } from "./entry.js";

const model = dirname(fileURLToPath(import.meta.resolve("@bean-brew/minilm/all-MiniLM-L6-v2")));
env.allowRemoteModels = false;
env.localModelPath = dirname(model);
/** The model's own, which says how much of a text it reads. */
const tokenizer = AutoTokenizer.from_pretrained("all-MiniLM-L6-v2") as unknown as Promise<
  (text: string, options: { truncation: boolean }) => { input_ids: { dims: number[] } }
>;

const entry = (question: string, answer: string, title = "T"): Entry => ({
  id: "a",
  title,
  topic: "T",
  question,
  answer,
  source: "a.md",
});

it("a question with its answer is one chunk, embedded alone and with it", () => {
  const entries = [entry("Open?", "Yes."), entry("Hours", "Nine to five.", "Hours")];
  const chunks = chunksOf(entries);
  expect(chunks).toEqual([
    { entry: 0, answer: "Yes." },
    { entry: 1, answer: "Nine to five." },
  ]);
  expect(textsOf(entries, chunks).map(({ chunk, text }) => [chunk, text])).toEqual([
    [0, "Open?"],
    [0, "Open? Yes."],
    // A title that is no question of its own is not embedded alone.
    [1, "Hours Nine to five."],
  ]);
});

it("a long answer is cut between sentences, each piece beginning with the end of the one before", () => {
  const sentences = Array.from({ length: 60 }, (_, n) => `This is sentence number ${n} of the text.`);
  const entries = [entry("Long?", sentences.join(" "))];
  const chunks = chunksOf(entries);
  expect(chunks.length).toBeGreaterThan(2);
  for (const { answer } of chunks) {
    expect(answer.length).toBeLessThanOrEqual(1_100);
    expect(answer).toMatch(/^This .*text\.$/s);
  }
  for (const sentence of sentences) expect(chunks.some(({ answer }) => answer.includes(sentence))).toBe(true);
  expect(chunks[1]!.answer.slice(0, 30)).toBe(
    chunks[0]!.answer.slice(chunks[0]!.answer.indexOf(chunks[1]!.answer.slice(0, 30))).slice(0, 30),
  );
  expect(textsOf(entries, chunks).filter(({ text }) => text === "Long?")).toHaveLength(1);
});

it.each([
  ["prose", "The van comes on Tuesdays and Fridays before noon, and unusually congested streets are circumvented. "],
  ["no sentences", "x"],
  ["codes", "KX9-1042-B7/0042 "],
  ["marks", "?!,;"],
  ["Chinese", "我们送货到您家。"],
])("what is embedded of a long answer is what the model reads: %s", async (_what, part) => {
  const entries = [entry(part.repeat(40).slice(0, 290), part.repeat(300))];
  for (const { text } of textsOf(entries, chunksOf(entries))) {
    expect((await tokenizer)(text, { truncation: false }).input_ids.dims[1]).toBeLessThanOrEqual(256);
  }
});

it.each([
  ["prices and addresses", "It costs 4.50 dollars, v2.1.3 is at example.com today. "],
  ["marks of all kinds", 'He said "Yes." (Really?) Well... then: a/b; c!'],
  ["lines", "One line\nand another\n\n- a list\n"],
  ["a sentence without end", "one two three four five six seven eight nine ten eleven, "],
  ["what begins with a mark", ".env is a file. "],
])("nothing of a long answer is lost: %s", (_what, text) => {
  const numbered = Array.from({ length: 60 }, (_, n) => `N${n}n ${text}`).join("");
  const pieces = chunksOf([entry("Long?", numbered)]).map(({ answer }) => answer);
  const wordsOf = (of: string): string[] => of.split(/\s+/).filter((word) => word !== "");
  // Each piece goes on where the one before ends, or begins with its end.
  let at = 0;
  const all = wordsOf(numbered);
  for (const piece of pieces) {
    const words = wordsOf(piece);
    const overlap = words.findIndex((_, n) => words.slice(n).every((word, k) => word === all[at + k]));
    expect(overlap).toBeGreaterThanOrEqual(0);
    expect(all.slice(at - overlap, at)).toEqual(words.slice(0, overlap));
    at += words.length - overlap;
  }
  expect(at).toBe(all.length);
});
