import { expect, it } from "vitest";
import { BUILT_IN_CALIBRATION } from "./built-in-calibration.js";
import type { Entry } from "./entry.js";
import { exactOver } from "./index/exact.js";
import { noSynonyms } from "./language/synonyms.js";
import { searcherOver } from "./searcher.js";

it("questions that a table gives the same answer are no rivals of each other", () => {
  const rowOf = (question: string, answer: string): Entry => ({
    id: question,
    title: "Table",
    topic: "Table",
    question,
    answer,
    source: "table.csv",
  });
  const surest = (answers: readonly string[]): number => {
    const entries = answers.map((answer, n) => rowOf(`Question ${n}`, answer));
    const searcher = searcherOver(entries, {
      calibration: BUILT_IN_CALIBRATION,
      synonyms: noSynonyms,
      english: new Set<string>(),
    });
    const cosines = searcher.texts.map(({ chunk }) => (chunk < 2 ? 0.6 : 0.1));
    const data = Float32Array.from(cosines.flatMap((cosine) => [cosine, Math.sqrt(1 - cosine ** 2)]));
    searcher.use(exactOver({ data, dimensions: 2 }));
    return searcher.search("hello", Float32Array.from([1, 0]), 1)[0]!.score;
  };
  const others = ["Third.", "Fourth.", "Fifth."];
  const alone = surest(["On Monday.", "Never at all.", ...others]);
  expect(surest(["On Monday.", "on monday", ...others])).toBeGreaterThan(alone + 0.05);
});
