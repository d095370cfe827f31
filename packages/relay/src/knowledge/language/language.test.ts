import { describe, expect, it } from "vitest";
import type { Entry } from "../entry.js";
import { languageOf } from "./language.js";
import { namesIn } from "./names.js";
import { withDigits } from "./numbers.js";
import { slipsBetween } from "./spelling.js";
import { readSynonyms } from "./synonyms.js";
import { stemOf, wordsOf } from "./words.js";

const entry = (question: string, answer: string): Entry => ({
  id: question,
  title: "T",
  topic: "T",
  question,
  answer,
  source: "a.md",
});

describe("stemOf", () => {
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
  ])("%s becomes %s", (word, stem) => expect(stemOf(word)).toBe(stem));
});

describe("withDigits", () => {
  it.each([
    ["twenty five pounds", "25 pounds"],
    ["a hundred and ten", "a hundred and 10"],
    ["one hundred twelve thousand and five", "112000 and 5"],
    ["twelve hundred", "1200"],
    ["one oh four two", "1042"],
    ["oh no", "oh no"],
    ["one or two", "1 or 2"],
    ["forty eleven", "40 11"],
    ["seven seven five one", "7751"],
  ])("%s is %s", (spoken, written) => expect(withDigits(spoken.split(" ")).join(" ")).toBe(written));
});

describe("words", () => {
  it("are lower case, without accents, whatever they mean to a program", () => {
    expect(wordsOf("Café constructor __proto__ O'Neill 💥")).toEqual(["cafe", "constructor", "proto", "o", "neill"]);
  });

  it("of a group mean the same, the longest phrase first", () => {
    const synonyms = readSynonyms('[["class", "course", "evening course"], ["gift card", "voucher"]]');
    expect(synonyms(wordsOf("a voucher for an evening course or a course"))).toEqual(
      wordsOf("a gift card for an class or a class"),
    );
    expect(() => readSynonyms("{")).toThrow(/not JSON/);
    expect(() => readSynonyms('[["alone"]]')).toThrow(/list of lists/);
  });
});

describe("mending", () => {
  const { mend, termsOf } = languageOf(
    [
      entry(
        "Do you train baristas on oat milk?",
        "Our decaffeinated espresso is in the espresso training, with a thermometer.",
      ),
    ],
    { isEnglish: (word) => ["from", "plane"].includes(word) },
  );

  it.each([
    ["trianing for barristas", "training for baristas"],
    ["decafeinatted expresso", "decaffeinated espresso"],
    ["oatmilk", "oat milk"],
    ["a thermo meter", "a thermometer"],
  ])("%s is %s", (said, meant) => expect(mend(said)).toBe(meant));

  it.each(["What's a plane, then?", "zzyzx road", "thermos or trainspotter", "milk1", ""])(
    "leaves %j as it was said",
    (said) => {
      expect(mend(said)).toBe(said);
    },
  );

  it("takes a question's words to the terms of the texts", () => {
    expect(termsOf("Could you train me?")).toEqual(["train"]);
  });

  it.each([
    ["abcd", "abdc", 1],
    ["abcd", "abxd", 1],
    ["abcd", "abd", 1],
    ["abcd", "wxyz", 3],
  ])("counts the slips between %s and %s, up to a bound", (a, b, slips) => expect(slipsBetween(a, b, 2)).toBe(slips));
});

it("names are what the texts always write with a capital and no dictionary has, and codes", () => {
  const texts = [
    "We sell the Linea PB. It is Italian. Ask for SKU 1042 or KX9, and buy 5.",
    "Paid is paid. We like Monday.",
  ];
  expect(namesIn(texts, (word) => word === "monday" || word === "italian")).toEqual(
    new Set(["linea", "pb", "sku", "1042", "kx9"]),
  );
});
