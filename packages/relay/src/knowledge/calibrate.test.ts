import { describe, expect, it } from "vitest";
import { BUILT_IN_CALIBRATION } from "./built-in-calibration.js";
import { calibrate, MIN_QUESTIONS } from "./calibrate.js";
import { probabilityOf } from "./calibration.js";
import type { Find, Labelled } from "./evaluate.js";
import type { Evidence } from "./evidence.js";

/** A folder in which everything asked lies nearer to some entry than elsewhere: only from a cosine of 0.7 on it is right. */
const cosineOf = (question: string): number => 0.4 + (Number(question) % 50) / 100;
const evidenceOf = (cosine: number): Evidence => ({
  cosine,
  margin: 0.1,
  standsOut: cosine - 0.2,
  agreement: 0.5,
  about: 0.3,
  length: 3,
});
const find: Find = async (question) => [
  {
    id: "a",
    title: "A",
    topic: "A",
    question: "A?",
    answer: "",
    source: "a.md",
    score: 0,
    evidence: evidenceOf(cosineOf(question)),
  },
];
const questions = (count: number): Labelled[] =>
  Array.from({ length: count }, (_, n) => {
    const question = String(n * 7);
    return { question, expect: cosineOf(question) >= 0.7 ? ["a"] : [] };
  });
const near = evidenceOf(0.6);

describe("calibrate", () => {
  it("moves what holds for other folders as far as the questions say, the more the more there are", async () => {
    const [few, many] = [await calibrate(questions(MIN_QUESTIONS), find), await calibrate(questions(400), find)];
    const [builtIn, byFew, byMany] = [BUILT_IN_CALIBRATION, few, many].map(({ combined }) =>
      probabilityOf(combined, near),
    );
    expect(builtIn).toBeGreaterThan(0.5);
    expect(byFew).toBeLessThan(builtIn!);
    expect(byMany).toBeLessThan(byFew!);
    expect(byMany).toBeLessThan(0.5);
    expect(probabilityOf(many.combined, evidenceOf(0.85))).toBeGreaterThan(0.5);
    expect(many.questions).toBe(400);
  });

  it("refuses too few questions, and questions of one kind", async () => {
    await expect(calibrate(questions(MIN_QUESTIONS - 1), find)).rejects.toThrow(/at least 20 questions .* 19, /);
    const answered = questions(100).filter(({ expect: entries }) => entries.length > 0);
    await expect(calibrate(answered, find)).rejects.toThrow(/0 of them without an answer/);
  });
});
