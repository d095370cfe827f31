import { describe, expect, it } from "vitest";
import { alternativesOf, MAX_DEPTH, parseGrammar, say } from "./grammar.js";

const HEAD = "#JSGF V1.0;\ngrammar test;\n";

/** All that a rule says with numbers drawn in even steps. */
function all(text: string, texts: Record<string, string[]> = {}): Set<string> {
  const grammar = parseGrammar(HEAD + text);
  let seed = 1;
  const random = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return new Set(Array.from({ length: 500 }, () => say(grammar, "turn", random, texts).join(" ")));
}

describe("a grammar", () => {
  it("says alternatives, groups, what may be left out, other rules, and lists from elsewhere", () => {
    expect(all("public <turn> = book [a] <what> | (yes | no) please; // comment\n<what> = review;")).toEqual(
      new Set(["book review", "book a review", "yes please", "no please"]),
    );
    expect(all("<turn> = <question> please;", { question: ["what is it", "who"] })).toEqual(
      new Set(["what is it please", "who please"]),
    );
  });

  it("draws by weight", () => {
    const grammar = parseGrammar(`${HEAD}<turn> = /3/ often | /1/ seldom;`);
    expect(say(grammar, "turn", () => 0.7)).toEqual(["often"]);
    expect(say(grammar, "turn", () => 0.8)).toEqual(["seldom"]);
  });

  it("lists a plain rule", () => {
    const grammar = parseGrammar(`${HEAD}<turn> = one | two three | /4/ o'clock;`);
    expect(alternativesOf(grammar, "turn")).toEqual(["one", "two three", "o'clock"]);
    expect(() => alternativesOf(grammar, "other")).toThrow("no rule <other>");
    expect(() => alternativesOf(parseGrammar(`${HEAD}<turn> = [a] b;`), "turn")).toThrow("plain list");
  });

  it.each([
    ["<turn> = a", "JSGF"],
    [`${HEAD}<turn> = a`, '";" was expected'],
    [`${HEAD}<turn> = (a | ;`, "nothing between"],
    [`${HEAD}<turn> = a ) b;`, '";" was expected'],
    [`${HEAD}turn = a;`, "angle brackets"],
  ])("that is wrong is refused: %j", (text, why) => {
    expect(() => parseGrammar(text)).toThrow(why);
  });

  it("that names a rule it does not have, or goes round in circles, is refused when it speaks", () => {
    expect(() => say(parseGrammar(`${HEAD}<turn> = <none>;`), "turn", () => 0)).toThrow("<none>");
    expect(() => say(parseGrammar(`${HEAD}<turn> = a <turn>;`), "turn", () => 0)).toThrow(String(MAX_DEPTH));
  });
});
