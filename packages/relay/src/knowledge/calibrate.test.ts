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
const by = { model: "m" };

describe("calibrate", () => {
  it("moves what holds for other folders as far as the questions say, the more the more there are", async () => {
    const [few, many] = [
      await calibrate(questions(MIN_QUESTIONS), find, by),
      await calibrate(questions(400), find, by),
    ];
    const [builtIn, byFew, byMany] = [BUILT_IN_CALIBRATION, few, many].map(({ combined }) =>
      probabilityOf(combined!, near),
    );
    expect(builtIn).toBeGreaterThan(0.5);
    expect(byFew).toBeLessThan(builtIn!);
    expect(byMany).toBeLessThan(byFew!);
    expect(byMany).toBeLessThan(0.5);
    expect(probabilityOf(many.combined!, evidenceOf(0.85))).toBeGreaterThan(0.5);
    expect(many.questions).toBe(400);
  });

  it("learns little from a file with hardly any of one kind, however many there are of the other", async () => {
    const all = questions(400);
    const can = all.filter(({ expect: entries }) => entries.length > 0);
    const cannot = all.filter(({ expect: entries }) => entries.length === 0);
    const at = async (labelled: readonly Labelled[]): Promise<number> =>
      probabilityOf((await calibrate(labelled, find, by)).combined!, near);
    const builtIn = probabilityOf(BUILT_IN_CALIBRATION.combined, near);
    for (const oneSided of [
      [...can, ...cannot.slice(0, 1)],
      [...cannot, ...can.slice(0, 1)],
    ]) {
      expect(Math.abs((await at(oneSided)) - builtIn)).toBeLessThan(0.15);
    }
  });

  it("names the model, and keeps the folder's threshold", async () => {
    const own = { lexical: { bias: 0, weights: {} }, threshold: 0.7, questions: 1, model: "old" };
    expect(await calibrate(questions(100), find, { model: "m", own })).toMatchObject({ model: "m", threshold: 0.7 });
    expect(await calibrate(questions(100), find, by)).toMatchObject({ threshold: 0.5 });
  });

  it("without a model leaves what was fitted with one, and asks for no vectors", async () => {
    const byWords: Find = (question, limit, way) =>
      way === "lexical" ? find(question, limit, way) : Promise.reject(new Error("no vectors"));
    const combined = { bias: 1, weights: { cosine: 2 } };
    const own = { combined, lexical: { bias: 0, weights: {} }, threshold: 0.5, questions: 1, model: "m" };
    const kept = await calibrate(questions(100), byWords, { model: undefined, own });
    expect(kept).toMatchObject({ combined, model: "m", questions: 100 });
    expect(kept.lexical.bias).not.toBe(0);
    expect(
      JSON.parse(JSON.stringify(await calibrate(questions(100), byWords, { model: undefined }))),
    ).not.toHaveProperty("combined");
  });

  it("refuses too few questions, and questions of one kind", async () => {
    await expect(calibrate(questions(MIN_QUESTIONS - 1), find, by)).rejects.toThrow(/at least 20 questions .* 19, /);
    const answered = questions(100).filter(({ expect: entries }) => entries.length > 0);
    await expect(calibrate(answered, find, by)).rejects.toThrow(/0 of them without an answer/);
  });
});
