import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Entry } from "./entries.js";
import { MAX_TERMS, MIN_SCORE, searchOver } from "./search.js";
import { termOf } from "./words.js";

const entry = (question: string, answer: string): Entry => ({
  id: question,
  title: "T",
  topic: "U",
  question,
  answer,
  source: "a.md",
});
const entries = [
  entry("When are you open?", "Monday to Friday, nine to five."),
  entry("How do you roast?", "In small batches."),
  entry("What does training cost?", "240 dollars a person."),
  entry("Do you ship beans?", "We ship roasted beans from Monday on."),
];
const search = searchOver(entries);
const questions = (query: string): string[] => search(query, 4).map(({ question }) => question);

describe("searchOver", () => {
  it("puts an entry that asks the question before one that mentions its words", () => {
    expect(questions("roasting")).toEqual(["How do you roast?", "Do you ship beans?"]);
  });

  it("forgives a slip of a letter", () => {
    expect(questions("trainning")).toEqual(["What does training cost?"]);
  });

  it("takes a caller's word for the text's", () => {
    expect(questions("the price of a course")).toEqual(["What does training cost?"]);
    expect(questions("could you send it")).toEqual(["Do you ship beans?"]);
  });

  it("does not take a mention for an answer", () => {
    expect(questions("batches")).toEqual(["How do you roast?"]);
    expect(questions("batches of biscuits")).toEqual([]);
  });

  it("takes every word as one, whatever it means to a program", () => {
    expect(questions("constructor __proto__ toString")).toEqual([]);
  });

  it("finds nothing when most of what is asked is unknown", () => {
    expect(questions("open heart surgery clinic")).toEqual([]);
  });

  it("looks at no more than so many terms", () => {
    const noise = Array.from({ length: MAX_TERMS }, (_, n) => `zz${n}`).join(" ");
    expect(questions(`${noise} roast`)).toEqual([]);
    expect(questions(`roast ${"roast ".repeat(1_000)}`)).toContain("How do you roast?");
  });

  it("gives scores from the threshold to 1 for whatever is asked", () => {
    const words = fc.constantFrom("open", "roast", "training", "beans", "ship", "monday", "zebra", "the", "*", "ü💥");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((all) => all.join(" ")),
        ),
        (query) => {
          for (const { score } of search(query, 4)) {
            expect(score).toBeGreaterThanOrEqual(MIN_SCORE);
            expect(score).toBeLessThanOrEqual(1 + 1e-9);
          }
        },
      ),
    );
  });
});

describe("termOf", () => {
  it.each([
    ["roasting", "roast"],
    ["roasted", "roast"],
    ["roasts", "roast"],
    ["deliveries", "delivery"],
    ["shipping", "ship"],
    ["boxes", "box"],
    ["machines", "machin"],
    ["machine", "machin"],
    ["glass", "glass"],
    ["the", undefined],
  ])("%s becomes %s", (word, term) => {
    expect(termOf(word)).toBe(term);
  });
});
