import { describe, expect, it } from "vitest";
import { pronounceable } from "./pronounce.js";
import { MAX_SENTENCE_CHARACTERS, sentencesOf } from "./sentences.js";
import { MAX_HEARD_CHARACTERS, wordsOf } from "./pocketsphinx.js";
import { voiceFor } from "./voices.js";

describe("sentences", () => {
  it("end at full stops, but not at those of abbreviations and numbers", () => {
    expect(sentencesOf("We open at 9 a.m. on weekdays. It is $4.50! Ask Mr. Doe. Yes?")).toEqual([
      "We open at 9 a.m. on weekdays.",
      "It is $4.50!",
      "Ask Mr. Doe.",
      "Yes?",
    ]);
    expect(sentencesOf(" … ")).toEqual([]);
  });

  it("are cut when they are too long", () => {
    const pieces = sentencesOf("word ".repeat(MAX_SENTENCE_CHARACTERS));
    expect(pieces.length).toBeGreaterThan(4);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(MAX_SENTENCE_CHARACTERS);
    expect(sentencesOf("x".repeat(MAX_SENTENCE_CHARACTERS + 1))).toHaveLength(2);
  });
});

describe("what is read out", () => {
  it.each([
    ["Call 212 555 0100.", "Call 2 1 2 5 5 5 0 1 0 0."],
    ["Your number is CUST0042.", "Your number is cust 4 2."],
    ["It is APT0007.", "It is A P T 7."],
    ["Write to ann@example.com", "Write to ann at example dot com"],
    ["Bean & Brew’s café costs $4.50 – or 10%.", "Bean and Brew's cafe costs 4 dollars and 50 cents , or 10 percent."],
  ])("%s", (text, read) => expect(pronounceable(text)).toBe(read));
});

describe("voices", () => {
  it("follow Deepgram's", () => {
    expect(voiceFor("aura-2-thalia-en")).toBe("slt");
    expect(voiceFor("aura-2-orion-en")).toBe("rms");
    expect(voiceFor("aura-2-draco-en")).toBe("awb");
    expect(voiceFor("kal16")).toBe("kal16");
    expect(voiceFor(undefined)).toBe("slt");
  });
});

describe("what pocketsphinx writes", () => {
  it("becomes one line of bounded length", () => {
    expect(wordsOf("what are\nyour hours \n")).toBe("what are your hours");
    expect(wordsOf("word ".repeat(MAX_HEARD_CHARACTERS))).toHaveLength(MAX_HEARD_CHARACTERS);
  });
});
