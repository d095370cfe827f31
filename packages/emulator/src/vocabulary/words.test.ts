import { describe, expect, it } from "vitest";
import { guessPronunciation, pronunciationsOf, readPronunciations } from "./pronunciation.js";
import { numberInWords, sentencesOf, spokenWords } from "./spoken.js";

describe("spoken words", () => {
  it.each([
    [0, "zero"],
    [14, "fourteen"],
    [40, "forty"],
    [61, "sixty one"],
    [180, "one hundred eighty"],
    [16_900, "sixteen thousand nine hundred"],
  ])("of %d", (value, words) => {
    expect(numberInWords(value)).toBe(words);
  });

  it.each([
    [
      "Call 212 555 0100, Monday to Friday from 9 to 5.",
      "Call two one two five five five oh one oh oh Monday to Friday from nine to five",
    ],
    ["We have roasted here since 2011.", "We have roasted here since twenty eleven"],
    ["The Linea PB, at 16,900 dollars", "The Linea p b at sixteen thousand nine hundred dollars"],
    ["The B61 bus and cafés", "The B sixty one bus and cafes"],
    ["Your e-mail’s 'first' two-group line", "Your email's first two group line"],
  ])("of %j", (text, words) => {
    expect(spokenWords(text).join(" ")).toBe(words);
  });

  it("keep hyphens that are known", () => {
    expect(spokenWords("A Follow-up, a pour-over", (word) => word === "follow-up")).toEqual(
      "A Follow-up a pour over".split(" "),
    );
  });

  it("come from a knowledge base's headings and text", () => {
    const text = "---\ntitle: T\n---\n\n## Where are you?\n\nIn Red Hook. Come in.\n\nBy the green door.\n";
    expect(sentencesOf(text)).toEqual({
      questions: ["Where are you?"],
      statements: ["In Red Hook.", "Come in.", "By the green door."],
    });
  });
});

describe("pronunciations", () => {
  const shop = readPronunciations("# ours\ndecaf D IY K AE F\n");
  const english = readPronunciations("a AH\na(2) EY\ndecaf X\nfollow F AA L OW\nup AH P\njane JH EY N\n");

  it("are read with their variants, without comments", () => {
    expect(english.get("a")).toEqual(["AH", "EY"]);
    expect(shop.size).toBe(1);
  });

  it("come from the first dictionary that has the word, else from its parts", () => {
    const of = (word: string): readonly string[] => pronunciationsOf(word, [shop, english]);
    expect(of("Decaf")).toEqual(["D IY K AE F"]);
    expect(of("A")).toEqual(["AH", "EY"]);
    expect(of("follow-up")).toEqual(["F AA L OW AH P"]);
    expect(of("Jane's")).toEqual(["JH EY N Z"]);
  });

  it.each([
    ["chip", "CH IH P"],
    ["knack", "N AE K"],
    ["Petter", "P EH T ER"],
    ["station", "S T AE SH AH N"],
    ["pizza", "P IH T S AH"],
    ["sho", "SH OW"],
    ["123", ""],
  ])("are guessed from letters: %s", (word, phones) => {
    expect(guessPronunciation(word)).toBe(phones);
  });
});
