import { describe, expect, it } from "vitest";
import { en } from "./en.js";
import { languageOf, textsIn } from "./languages.js";

const LANGUAGES = ["en", "es", "fr", "de", "it", "pt", "ar", "ja"];

/** Every text by its path. */
const flat = (value: unknown, path = ""): [path: string, text: string][] => {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[path, (value as (heading: string) => string)("HEADING")]];
  return Object.entries(value as object).flatMap(([key, inner]) => flat(inner, `${path}.${key}`));
};

describe("texts", () => {
  it.each(LANGUAGES)("are complete in %s, and nowhere left in English", async (language) => {
    const texts = await textsIn(language);
    expect(texts.language).toBe(language);
    const paths = flat(texts).map(([path]) => path);
    expect(paths).toEqual(flat(en).map(([path]) => path));
    for (const [path, text] of flat(texts)) expect(text.trim(), path).not.toBe("");
    expect(texts.launcher("HEADING")).toContain("HEADING");
    if (language === "en") return;
    const english = new Map(flat(en));
    const left = flat(texts).filter(([path, text]) => english.get(path) === text);
    // Names, and words that are the same in both.
    expect(
      left.map(([, text]) => text).filter((text) => !["ltr", "Message", "Conversation", "Volume"].includes(text)),
    ).toEqual([]);
  });

  it("are found by the primary part of a language tag, in English where there are none", () => {
    expect(["pt-BR", "de_AT", "JA", "ar-EG", "en-GB", "sv", "", "constructor"].map(languageOf)).toEqual([
      "pt",
      "de",
      "ja",
      "ar",
      "en",
      "en",
      "en",
      "en",
    ]);
  });
});
