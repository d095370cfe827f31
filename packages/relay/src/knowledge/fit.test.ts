import { describe, expect, it } from "vitest";
import { probabilityOf, type Line } from "./calibration.js";
import { aucOf, isExpected, MAX_QUESTIONS, parted, readQuestions } from "./evaluate.js";
import type { Evidence } from "./evidence.js";
import { fitLine, type Sample } from "./fit.js";
import type { Finding } from "./searcher.js";

const evidence = (cosine: number, agreement = 0): Evidence => ({
  cosine,
  margin: 0,
  standsOut: 0,
  agreement,
  about: 0,
  length: 0,
});
/** Right more often than not above a cosine of 0.5, at a rate that falls off on both sides. */
const samples: Sample[] = Array.from({ length: 400 }, (_, n) => {
  const cosine = (n % 100) / 100;
  const chance = 1 / (1 + Math.exp(-10 * (cosine - 0.5)));
  return { evidence: evidence(cosine, (n * 7) % 2), isRight: (Math.floor(n / 100) + 0.5) / 4 < chance };
});

describe("fitLine", () => {
  it("finds the probability by which samples were made, and leaves out what says nothing", () => {
    const line = fitLine(samples, { features: ["cosine", "agreement"], strength: 0.01 });
    expect(probabilityOf(line, evidence(0.5))).toBeCloseTo(0.5, 1);
    expect(probabilityOf(line, evidence(0.8))).toBeGreaterThan(0.9);
    expect(probabilityOf(line, evidence(0.2))).toBeLessThan(0.1);
    expect(Math.abs(line.weights.agreement!)).toBeLessThan(0.5);
  });

  it("stays at the prior without samples, and near it with few", () => {
    const prior = { bias: -3, weights: { cosine: 6 } };
    const options = { features: ["cosine"], strength: 64, prior } as const;
    expect(fitLine([], options)).toEqual(prior);
    const near = (line: Line) => Math.abs(line.weights.cosine! - 6) < 1 && Math.abs(line.bias + 3) < 0.2;
    expect(near(fitLine(samples.slice(40, 44), options))).toBe(true);
    expect(near(fitLine([...samples, ...samples, ...samples], options))).toBe(false);
  });

  it("counts a sample as often as its weight says", () => {
    const options = { features: ["cosine"], strength: 1 } as const;
    const once = fitLine([...samples, ...samples.slice(0, 50), ...samples.slice(0, 50)], options);
    const weighed = samples.map((sample, n) => ({ ...sample, weight: n < 50 ? 3 : 1 }));
    expect(fitLine(weighed, options).weights.cosine).toBeCloseTo(once.weights.cosine!, 6);
  });

  it("gives numbers when all samples are alike", () => {
    const alike = Array.from({ length: 30 }, () => ({ evidence: evidence(0.5), isRight: true }));
    const { bias, weights } = fitLine(alike, { features: ["cosine", "margin"], strength: 1 });
    expect([bias, ...Object.values(weights)].every(Number.isFinite)).toBe(true);
  });
});

const finding = (changed: Partial<Finding>): Finding => ({
  id: "a.md#open",
  title: "Hours",
  question: "Open?",
  answer: "",
  topic: "",
  source: "",
  score: 1,
  evidence: evidence(1),
  ...changed,
});

it("AUC is the chance that what can be answered scores higher", () => {
  expect(aucOf([3, 2], [1, 0])).toBe(1);
  expect(aucOf([1, 0], [1, 0])).toBe(0.5);
  expect(aucOf([0], [1])).toBe(0);
});

it("questions are read a line each, and the line that is none is named", () => {
  expect(readQuestions('{"question":"A?","expect":["x"]}\n\n{"question":"B?","expect":[]}\n')).toHaveLength(2);
  expect(() => readQuestions('{"question":"A?","expect":[]}\n{"question":7}')).toThrow(/line 2 is not/);
  expect(() => readQuestions("\n")).toThrow(/no questions/);
  expect(() => readQuestions("{}\n".repeat(MAX_QUESTIONS + 1))).toThrow(`more than ${MAX_QUESTIONS} questions`);
});

it.each([
  ["its id", "a.md#open"],
  ["the end of it", "open"],
  ["its question", "Open?"],
  ["its title with its question", "hours: Open?"],
  ["the title of its file", "HOURS"],
])("an entry is expected by %s", (_what, name) => {
  expect(isExpected(finding({}), ["no", name])).toBe(true);
  expect(isExpected(finding({}), ["no"])).toBe(false);
});

it("questions whose labels name no entry are told from those that can be judged", () => {
  const entries = [finding({}), finding({ id: "b.md#shut", question: "Shut?" })];
  const labels = [["open"], [], ["gone.md#open"], ["gone", "Shut?"], ["HOURS"], ["gone"]];
  const questions = labels.map((expected, n) => ({ question: `${n}`, expect: expected }));
  const { usable, stray } = parted(questions, entries);
  expect(usable.map(({ question }) => question)).toEqual(["0", "1", "3", "4"]);
  expect(stray.map(({ question }) => question)).toEqual(["2", "5"]);
});

it("an entry that gives the answer that is expected is expected, too", () => {
  const entries = [
    finding({ id: "open", answer: "At seven." }),
    finding({ id: "early", question: "How early?", answer: "at seven" }),
    finding({ id: "shut", question: "Shut?", answer: "At eight." }),
  ];
  const { usable } = parted([{ question: "when can I come", expect: ["Open?"] }], entries);
  const isRight = entries.map((entry) => isExpected(entry, usable[0]!.expect));
  expect(isRight).toEqual([true, true, false]);
});

it("a section under other headings is expected by its own, however it is spelled", () => {
  const found = finding({ id: "b.md#discs-chain-wear", title: "Brakes & more", question: "Discs: Chain wear" });
  for (const name of ["Chain wear", "chain-wear", "Discs: Chain wear", "discs chain wear", "brakes and more"]) {
    expect(isExpected(found, [name])).toBe(name !== "brakes and more");
  }
  expect(isExpected(found, ["Brakes, more"])).toBe(true);
  // What has no letters is no name of what has none either.
  expect(isExpected(finding({ id: "x", title: "?", question: "??" }), ["???"])).toBe(false);
});
