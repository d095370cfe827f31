import { expect, it } from "vitest";
import { buildVocabulary, type VocabularyFiles } from "./build.js";
import { readPronunciations } from "./pronunciation.js";

const GRAMMAR = `#JSGF V1.0; grammar test;
public <turn> = I'm <given> <family> | it's spelled <spelled-family> | <question> | <statement>;
<given> = Jane; <family> = O'Neill | Lee;`;
const KNOWLEDGE = ["## What is Ferry?\n\nFerry is a blend. We like Ferry for filter, and a blend is what it is."];

function build(): VocabularyFiles {
  let seed = 1;
  return buildVocabulary({
    grammar: GRAMMAR,
    knowledge: KNOWLEDGE,
    terms: ["Tasting"],
    dictionaries: [readPronunciations("ferry F EH R IY\nblend B L EH N D\na AH\na(2) EY")],
    random: () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32,
  });
}

it("a vocabulary has the words of grammar and knowledge base as they are written, and how each is said", () => {
  const { dictionary, languageModel } = build();
  const words = new Set(dictionary.split("\n").map((line) => line.split(" ")[0]));
  for (const word of ["Ferry", "Jane", "O'Neill", "I'm", "what", "we", "a", "a(2)", "n", "filter", "tasting"]) {
    expect(words).toContain(word);
  }
  for (const word of ["What", "We", "ferry"]) expect(words).not.toContain(word);
  expect(dictionary).toContain("Ferry F EH R IY\n");
  expect(dictionary.split("\n").every((line) => line === "" || / [A-Z]/.test(line))).toBe(true);
  expect(languageModel).toMatch(/ n e i$/m);
});

it("a vocabulary is the same whenever it is built", () => {
  expect(build()).toEqual(build());
});
