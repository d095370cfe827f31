import { describe, expect, it } from "vitest";
import type { Entry } from "./entry.js";
import { exactOver } from "./index/exact.js";
import { languageOf } from "./language/language.js";
import { lexicalOver } from "./lexical.js";
import { rank, type Ranking } from "./rank.js";

const ENTRIES = ["Where do you roast", "Which grinder fits the Linea", "When does the van come"].map(
  (question, n): Entry => ({ id: `${n}`, title: "T", topic: "T", question, answer: "Yes.", source: "a.md" }),
);

/** Entries whose questions, alone and with their answers, lie as near to the question asked as the cosines say. */
function ranked(
  query: string,
  cosines: readonly number[],
  way: "combined" | "vector" = "combined",
  twins: readonly number[] = [],
) {
  return rankedOf(ENTRIES, query, cosines, way, twins);
}

function rankedOf(
  entries: readonly Entry[],
  query: string,
  cosines: readonly number[],
  way: "combined" | "vector" = "combined",
  twins: readonly number[] = [],
) {
  const language = languageOf(entries);
  const data = Float32Array.from(cosines.flatMap((cosine) => [cosine, Math.sqrt(1 - cosine ** 2)]));
  const places = cosines.map((_, n) => n);
  const ranking: Ranking = {
    lexical: lexicalOver(entries, language),
    isName: (term) => term === "linea",
    answerOf: places.map((place) => (twins.includes(place) ? -1 : place)),
    semantic: {
      nearest: exactOver({ data, dimensions: 2 }),
      chunkOf: places,
      entryOf: places,
      isQuestion: places.map(() => false),
      textsOf: places.map((place) => [place]),
    },
  };
  return rank(ranking, language.termsOf(query), Float32Array.from([1, 0]), way);
}
const firstOf = (...asked: Parameters<typeof ranked>): number | undefined => ranked(...asked)[0]?.entry;

describe("rank", () => {
  it("goes by meaning where words say nothing, and where it is asked to", () => {
    expect(firstOf("hello", [0.5, 0.6, 0.4])).toBe(1);
    expect(firstOf("when does the van come", [0.5, 0.6, 0.4], "vector")).toBe(1);
  });

  it("lets words decide what meaning leaves open, several of them rather than one", () => {
    expect(firstOf("van come", [0.5, 0.36, 0.35])).toBe(2);
    expect(firstOf("van", [0.5, 0.36, 0.35])).toBe(0);
  });

  it("lets a name win over what only sounds alike", () => {
    expect(firstOf("linea", [0.6, 0.3, 0.2])).toBe(1);
  });

  it("lets a name count the less the more entries have it, without a step", () => {
    const orderOf = (count: number): number => {
      const entries = Array.from({ length: 40 }, (_, n): Entry => ({
        id: `${n}`,
        title: "T",
        topic: "T",
        question: n < count ? "Which grinder fits the Linea" : "Where do you roast",
        answer: "Yes.",
        source: "a.md",
      }));
      const [named, other] = [0, 39];
      const found = rankedOf(
        entries,
        "linea",
        entries.map((_, n) => (n === named ? 0.3 : n === other ? 0.5 : 0.1)),
      );
      return found.find(({ entry }) => entry === named)!.evidence.margin;
    };
    const [five, six, ten] = [orderOf(5), orderOf(6), orderOf(10)];
    expect(five).toBeGreaterThan(0);
    expect(six).toBeLessThan(five);
    expect(five - six).toBeLessThan(0.1);
    expect(ten).toBeLessThan(six);
  });

  it("is as sure of what stands twice as of what stands once", () => {
    const marginOf = (twins: readonly number[]) =>
      ranked("hello", [0.6, 0.6, 0.2], "combined", twins)[0]?.evidence.margin;
    expect(marginOf([])).toBeCloseTo(0);
    expect(marginOf([0, 1])).toBeCloseTo(0.4);
    // Ten ways to ask the same, as tables of questions have them.
    const far = Array.from({ length: 12 }, () => 0.1);
    const near = Array.from({ length: 10 }, () => 0.55);
    const entries = [...near, ...far, 0.6].map((_, n) => ({ ...ENTRIES[0]!, id: `${n}` }));
    const ways = [...near.keys(), entries.length - 1];
    const standsOut = (twins: readonly number[]) =>
      rankedOf(entries, "hello", [...near, ...far, 0.6], "combined", twins)[0]?.evidence.standsOut;
    expect(standsOut([])).toBeCloseTo(0.1);
    expect(standsOut(ways)).toBeCloseTo(0.5);
  });

  it("tells how far the best is ahead, how far the others are behind it, and how much was asked", () => {
    const [best, next] = ranked("hello", [0.5, 0.6, 0.4]);
    expect(best?.evidence.margin).toBeCloseTo(0.1);
    expect(next?.evidence.margin).toBeCloseTo(-0.1);
    expect(ranked("van", [0, 0, 0])[0]?.evidence.length).toBe(1);
    const long = "espresso grinder water milk sugar cup spoon saucer table chair";
    expect(ranked(long, [0, 0, 0])[0]?.evidence.length).toBe(8);
  });
});
