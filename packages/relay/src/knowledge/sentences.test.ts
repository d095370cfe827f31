import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { excerptOf, sentencesOf } from "./sentences.js";

it.each([
  ["It costs 4.50 dollars. Is it v2.1?  Yes!", ["It costs 4.50 dollars. ", "Is it v2.1?  ", "Yes!"]],
  ['He said "No." Then he left.', ['He said "No." ', "Then he left."]],
  ["one\n\ntwo", ["one\n\n", "two"]],
])("sentences end where they end: %j", (text, sentences) => expect(sentencesOf(text)).toEqual(sentences));

it("sentences are together the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", ".", " ", "\n", "?", '"', "5") }), (text) => {
      expect(sentencesOf(text).join("")).toBe(text);
    }),
  );
});

describe("an excerpt", () => {
  const text = "We open at nine. The fee is 25 dollars. It is due in May. Dogs may come. Cats may not.";
  const has = (word: string) => (part: string) => (part.includes(word) ? 1 : 0);

  it("is the text where it fits", () => expect(excerptOf(text, text.length, has("Cats"))).toBe(text));

  it.each([
    ["fee", "We open at nine. The fee is 25 dollars."],
    ["May", "The fee is 25 dollars. It is due in May."],
    ["Cats", "It is due in May. Dogs may come. Cats may not."],
    ["nothing", "We open at nine. The fee is 25 dollars."],
  ])("has whole sentences with what is asked, as early as it can: %s", (word, excerpt) => {
    expect(excerptOf(text, 46, has(word))).toBe(excerpt);
  });

  it("of a sentence that is too long ends at a word", () => {
    expect(excerptOf("one two three four five", 10, has("four"))).toBe("four five");
    expect(excerptOf("x".repeat(50), 10, has("x"))).toBe("x".repeat(10));
  });
});
