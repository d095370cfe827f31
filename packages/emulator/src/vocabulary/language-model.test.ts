import { describe, expect, it } from "vitest";
import { languageModel, type WeightedSentence } from "./language-model.js";

interface Model {
  ngrams: Map<string, { log: number; backOff: number }>;
  counts: number[];
}

/** Reads what was written, as a decoder would. */
function read(arpa: string): Model {
  const ngrams: Model["ngrams"] = new Map();
  let order = 0;
  for (const line of arpa.split("\n")) {
    const heading = /^\\(\d)-grams:$/.exec(line)?.[1];
    if (heading !== undefined) order = Number(heading);
    const fields = line.split(" ");
    if (order === 0 || !/^-?\d/.test(line)) continue;
    ngrams.set(fields.slice(1, order + 1).join(" "), {
      log: Number(fields[0]),
      backOff: Number(fields[order + 1] ?? 0),
    });
  }
  return { ngrams, counts: [...arpa.matchAll(/^ngram \d=(\d+)$/gm)].map(([, count]) => Number(count)) };
}

function log(model: Model, context: readonly string[], word: string): number {
  const found = model.ngrams.get([...context, word].join(" "));
  if (found) return found.log;
  if (context.length === 0) return -Infinity;
  return (model.ngrams.get(context.join(" "))?.backOff ?? 0) + log(model, context.slice(1), word);
}

const probability = (model: Model, context: string, word: string): number =>
  10 ** log(model, context === "" ? [] : context.split(" "), word);

const of = (...texts: string[]): WeightedSentence[] => texts.map((text) => ({ words: text.split(" "), weight: 1 }));
const SENTENCES = of("book a review", "book a consultation", "move a review", "book the first", "thanks", "a b c d");
const words = [...new Set(SENTENCES.flatMap((sentence) => sentence.words)), "</s>"];

describe("the language model", () => {
  it.each([0, 0.8])("gives each context's words probabilities that sum to one (least gain %s)", (leastGain) => {
    const model = read(languageModel(SENTENCES, { leastGain }));
    for (const context of ["", "<s>", "book", "a", "book a", "<s> book", "move a", "b c", "never heard"]) {
      const sum = words.reduce((total, word) => total + probability(model, context, word), 0);
      expect(sum).toBeCloseTo(1, 2);
    }
  });

  it("smooths after Witten and Bell", () => {
    // "x" is followed by "y" 3 times of 3: one kind of follower, so (3 + 1 * p(y)) / (3 + 1).
    const model = read(languageModel(of("x y", "x y", "x y")));
    const single = (3 + 3 * (1 / 3)) / (9 + 3);
    expect(probability(model, "x", "y")).toBeCloseTo((3 + single) / 4, 2);
  });

  it("expects what it has seen in its context, and the heavier the more", () => {
    const model = read(languageModel([...SENTENCES, { words: ["book", "a", "table"], weight: 20 }]));
    expect(probability(model, "book a", "table")).toBeGreaterThan(probability(model, "book a", "review") * 3);
    expect(probability(model, "book a", "review")).toBeGreaterThan(probability(model, "book a", "first") * 3);
  });

  it("counts its lines in the head, and has a line for every context that something follows", () => {
    const arpa = languageModel(SENTENCES, { leastGain: 0.8 });
    const model = read(arpa);
    const lines = [1, 2, 3].map(
      (order) => [...model.ngrams.keys()].filter((n) => n.split(" ").length === order).length,
    );
    expect(model.counts).toEqual(lines);
    for (const ngram of model.ngrams.keys()) {
      const context = ngram.split(" ").slice(0, -1).join(" ");
      if (context !== "") expect(model.ngrams.has(context)).toBe(true);
    }
    expect(arpa.endsWith("\\end\\\n")).toBe(true);
  });

  it("leaves out what gains little, and keeps single words that were never said", () => {
    const whole = read(languageModel(SENTENCES));
    const small = read(languageModel(SENTENCES, { leastGain: 1.5, words: ["roastery"] }));
    expect(small.counts[1]).toBeLessThan(whole.counts[1]!);
    expect(small.counts[2]).toBeLessThan(whole.counts[2]!);
    expect(probability(small, "", "roastery")).toBeGreaterThan(0);
  });

  it("cannot be made of nothing", () => {
    expect(() => languageModel([])).toThrow("at least one sentence");
  });
});
