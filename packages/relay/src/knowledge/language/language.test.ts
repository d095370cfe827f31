import { describe, expect, it } from "vitest";
import type { Entry } from "../entry.js";
import { languageOf } from "./language.js";
import { namesIn } from "./names.js";
import { withDigits } from "./numbers.js";
import { slipsBetween } from "./spelling.js";
import { MAX_GROUPS, readSynonyms } from "./synonyms.js";
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
    ["order", "order"],
    ["ordering", "order"],
    ["delivered", "deliver"],
    ["tried", "try"],
    ["tries", "try"],
    ["trying", "try"],
    ["cancelled", "cancel"],
    ["calling", "cal"],
    ["call", "cal"],
    ["pricing", "pric"],
    ["prices", "pric"],
    ["added", "add"],
    ["bring", "bring"],
    ["number", "number"],
  ])("%s becomes %s", (word, stem) => expect(stemOf(word)).toBe(stem));
});

describe("withDigits", () => {
  it.each([
    ["twenty five pounds", "25 pounds"],
    ["a hundred and ten", "110"],
    ["one hundred twelve thousand and five", "112005"],
    ["two hundred and fifty", "250"],
    ["one hundred and two hundred", "100 and 200"],
    ["a thousand and one nights or a night", "1001 nights or a night"],
    ["sixteen thousand nine hundred", "16900"],
    ["sku ten forty two", "sku 1042"],
    ["ten oh five", "10 oh 5"],
    ["since nineteen eighty four", "since 1984"],
    ["twenty thirty people", "20 30 people"],
    ["four point five percent", "4.5 percent"],
    ["point five", "point 5"],
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
    const words = ["cafe", "mahlkonig", "constructor", "proto", "o", "neill"];
    for (const form of ["NFC", "NFD"]) {
      expect(wordsOf("Café Mahlkönig constructor __proto__ O'Neill 💥".normalize(form))).toEqual(words);
    }
  });

  it("are amounts with their marks, as they are said", () => {
    expect(wordsOf("16,900 or 4.50, PHP 8.3; v1.2.3 on 24.11.2026, 1,2 and 7.")).toEqual(
      "16900 or 4.5 php 8.3 v1 2 3 on 24 11 2026 1 2 and 7".split(" "),
    );
    expect(wordsOf("100.00, 1,000 and 50")).toEqual(["100", "1000", "and", "50"]);
    expect(wordsOf("sixteen thousand nine hundred")).toEqual(wordsOf("16,900"));
  });

  it("of a group mean the same, the longest phrase first", () => {
    const synonyms = readSynonyms('[["class", "course", "evening course"], ["gift card", "voucher"]]');
    expect(synonyms.replace(wordsOf("a voucher for an evening course or a course"))).toEqual(
      wordsOf("a gift card for an class or a class"),
    );
    expect(() => readSynonyms("{")).toThrow(/not JSON/);
    expect(() => readSynonyms('[["alone"]]')).toThrow(/list of lists/);
    const groups = (count: number): string => JSON.stringify(Array.from({ length: count }, () => ["a", "b"]));
    expect(readSynonyms(groups(MAX_GROUPS)).replace(["b"])).toEqual(["a"]);
    expect(() => readSynonyms(groups(MAX_GROUPS + 1))).toThrow(/list of lists/);
  });
});

describe("what callers of any business say", () => {
  const { termsOf, mend } = languageOf([entry("Where are you located?", "At 8 Mill Lane.")], {
    synonyms: readSynonyms('[["hours", "how late"], ["repair", "patch up"]]'),
  });

  it.each([
    ["what's your address", "where are you guys?"],
    ["what does a kettle cost", "how much is a kettle"],
    ["do you fix grinders", "grinder repairs"],
    ["when do you open on Sundays", "are you open on Sunday"],
    ["can I get my money back", "refunds"],
    ["is it delivered", "delivery"],
    ["can you patch it up", "can you patch it up"],
    ["could you patch up my coat", "do you mend coats"],
  ])("%s means what %s means", (said, meant) => expect(termsOf(said).sort()).toEqual(termsOf(meant).sort()));

  it("is not what only begins so", () => {
    expect(termsOf("how much coffee do I need")).toEqual(["coffe"]);
    expect(termsOf("how late is it")).toEqual(["hour"]);
  });

  it("is no slip of a word of the texts", () => expect(mend("an unfixed adress, repairs")).toContain("repairs"));
});

describe("mending", () => {
  const { mend, termsOf } = languageOf(
    [
      entry(
        "Do you train baristas on oat milk?",
        "Our decaffeinated espresso is in the espresso training, with a thermometer.",
      ),
    ],
    {
      isEnglish: (word) => ["from", "plane", "calorie"].includes(word),
      synonyms: readSynonyms('[["training", "trainings", "oak mile"]]'),
    },
  );

  it.each([
    ["trianing for barristas", "training for baristas"],
    ["decafeinatted expresso", "decaffeinated espresso"],
    ["oatmilk", "oat milk"],
    ["a thermo meter", "a thermometer"],
  ])("%s is %s", (said, meant) => expect(mend(said)).toBe(meant));

  it.each([
    ["So, what's with the Expresso trianing?", "So, what's with the espresso training?"],
    ["a thermo, meter", "a thermo, meter"],
    ["two thermo-meter", "two thermometer"],
    ["Ägypten trianing".normalize("NFD"), "Ägypten training"],
  ])("leaves all else as it was said: %s", (said, meant) => expect(mend(said)).toBe(meant));

  it("leaves other forms of known words, the synonyms' words and short words as they are", () => {
    const said = "planes have calories, trained on mile oaks, bots milt";
    expect(mend(said)).toBe(said);
  });

  it.each(["What's a plane, then?", "zzyzx road", "thermos or trainspotter", "milk1", ""])(
    "leaves %j as it was said",
    (said) => {
      expect(mend(said)).toBe(said);
    },
  );

  it("takes a question's words to the terms of the texts", () => {
    expect(termsOf("Could you train me?")).toEqual(["train"]);
  });

  it("passes over no word that is near, however many there are", () => {
    const letters = [..."abcdefghijklmnopqrstuvwxyz"];
    const known = letters.flatMap((a) => letters.map((b) => `ke${a}tt${b}le`));
    const { mend: mendKettles } = languageOf([entry(known.join(" "), "kettle")]);
    // One letter exchanged, left out, added and swapped with the next.
    for (const said of ["kattle", "ketle", "kettlee", "kettel"]) expect(mendKettles(`a ${said}`)).toBe("a kettle");
    // Asked again it is the same.
    expect(mendKettles("a kattle")).toBe("a kettle");
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
    "Paid is paid. We like Monday. The van comes on Mondays, and I drive.",
  ];
  expect(namesIn(texts, (word) => word === "monday" || word === "italian")).toEqual(
    new Set(["linea", "pb", "sku", "1042", "kx9"]),
  );
});
