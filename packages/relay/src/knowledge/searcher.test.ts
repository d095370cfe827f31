import { expect, it } from "vitest";
import { BUILT_IN_CALIBRATION } from "./built-in-calibration.js";
import type { Entry } from "./entry.js";
import { exactOver } from "./index/exact.js";
import { noSynonyms } from "./language/synonyms.js";
import { searcherOver } from "./searcher.js";

const rowOf = (question: string, answer: string, phrases: readonly string[] = []): Entry => ({
  id: question,
  title: "Table",
  topic: "Table",
  question,
  answer,
  source: "table.csv",
  phrases,
});

/** The best score for a question that lies so near to the texts, of the chunks in order, as `cosineOf` says. */
function bestScore(entries: readonly Entry[], cosineOf: (chunk: number) => number): number {
  const searcher = searcherOver(entries, {
    calibration: BUILT_IN_CALIBRATION,
    synonyms: noSynonyms,
    english: new Set<string>(),
  });
  const cosines = searcher.texts.map(({ chunk }) => cosineOf(chunk));
  const data = Float32Array.from(cosines.flatMap((cosine) => [cosine, Math.sqrt(1 - cosine ** 2)]));
  searcher.use(exactOver({ data, dimensions: 2 }));
  return searcher.search("hello", Float32Array.from([1, 0]), 1)[0]!.score;
}

it("questions that a table gives the same answer are no rivals of each other", () => {
  const surest = (answers: readonly string[]): number =>
    bestScore(
      answers.map((answer, n) => rowOf(`Question ${n}`, answer)),
      (chunk) => (chunk < 2 ? 0.6 : 0.1),
    );
  const others = ["Third.", "Fourth.", "Fifth."];
  const alone = surest(["On Monday.", "Never at all.", ...others]);
  expect(surest(["On Monday.", "on monday", ...others])).toBeGreaterThan(alone + 0.05);
});

it("an entry with many phrases does not crowd out those that it has to stand out of", () => {
  const scoreWith = (phrases: readonly string[]): number =>
    bestScore(
      Array.from({ length: 20 }, (_, n) => rowOf(`Question ${n}`, `Answer ${n}.`, n === 0 ? phrases : [])),
      (chunk) => (chunk === 0 ? 0.5 : 0.3),
    );
  expect(scoreWith(Array.from({ length: 50 }, (_, n) => `way ${n}`))).toBeCloseTo(scoreWith([]));
});

it("nor do many rows with its answer", () => {
  const scoreWith = (rows: number): number => {
    const others = Array.from({ length: 20 }, (_, n) => rowOf(`Other ${n}`, `Answer ${n}.`));
    const alike = Array.from({ length: rows }, (_, n) => rowOf(`Way ${n}`, "On Monday."));
    return bestScore([...alike, ...others], (chunk) => (chunk < rows ? 0.5 : 0.3));
  };
  expect(scoreWith(50)).toBeCloseTo(scoreWith(1));
});
