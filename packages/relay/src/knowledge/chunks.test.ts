import { expect, it } from "vitest";
import { chunksOf, textsOf } from "./chunks.js";
import type { Entry } from "./entry.js";

const entry = (question: string, answer: string, title = "T"): Entry => ({
  id: "a",
  title,
  topic: "T",
  question,
  answer,
  source: "a.md",
});

it("a question with its answer is one chunk, embedded alone and with it", () => {
  const entries = [entry("Open?", "Yes."), entry("Hours", "Nine to five.", "Hours")];
  const chunks = chunksOf(entries);
  expect(chunks).toEqual([
    { entry: 0, answer: "Yes." },
    { entry: 1, answer: "Nine to five." },
  ]);
  expect(textsOf(entries, chunks).map(({ chunk, text }) => [chunk, text])).toEqual([
    [0, "Open?"],
    [0, "Open? Yes."],
    // A title that is no question of its own is not embedded alone.
    [1, "Hours Nine to five."],
  ]);
});

it("a long answer is cut between sentences, each piece beginning with the end of the one before", () => {
  const sentences = Array.from({ length: 60 }, (_, n) => `This is sentence number ${n} of the text.`);
  const entries = [entry("Long?", sentences.join(" "))];
  const chunks = chunksOf(entries);
  expect(chunks.length).toBeGreaterThan(2);
  for (const { answer } of chunks) {
    expect(answer.length).toBeLessThanOrEqual(1_100);
    expect(answer).toMatch(/^This .*text\.$/s);
  }
  for (const sentence of sentences) expect(chunks.some(({ answer }) => answer.includes(sentence))).toBe(true);
  expect(chunks[1]!.answer.slice(0, 30)).toBe(
    chunks[0]!.answer.slice(chunks[0]!.answer.indexOf(chunks[1]!.answer.slice(0, 30))).slice(0, 30),
  );
  expect(textsOf(entries, chunks).filter(({ text }) => text === "Long?")).toHaveLength(1);
});

it("what has no sentences is cut, too", () => {
  for (const { answer } of chunksOf([entry("X?", "x".repeat(10_000))]))
    expect(answer.length).toBeLessThanOrEqual(1_100);
});
