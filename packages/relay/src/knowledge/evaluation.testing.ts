import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { SHIPPED_INDEX } from "../built-in-knowledge.js";
import { evaluate, readQuestions, type Evaluation, type Find, type Labelled } from "./evaluate.js";
import { openKnowledge, type Knowledge } from "./knowledge.js";

export const EVALUATION = fileURLToPath(new URL("../../evaluation/", import.meta.url));
/** The model's arithmetic differs between processors by little: so many questions of a file may come out otherwise. */
export const SLACK = 4;

/** What `work` makes of a folder that is searched by meaning, about which nothing was to be said. */
export async function over<T>(folder: string, work: (knowledge: Knowledge) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), "evaluation-"));
  const problems: string[] = [];
  const knowledge = await openKnowledge({
    folder,
    dataDir,
    model: undefined,
    shipped: [SHIPPED_INDEX],
    embedLimitMs: 60_000,
    onProblem: (sentence) => problems.push(sentence),
  });
  try {
    expect((await knowledge.indexed())?.kind).toBeDefined();
    return await work(knowledge);
  } finally {
    await knowledge.close();
    expect(problems).toEqual([]);
    await rm(dataDir, { recursive: true });
  }
}
const never = new AbortController().signal;
export const findIn =
  (knowledge: Knowledge): Find =>
  (question, limit, way) =>
    knowledge.find(question, limit, never, way);
export const measured = (knowledge: Knowledge, questions: readonly Labelled[]): Promise<Evaluation> =>
  evaluate(
    questions,
    { threshold: knowledge.loaded.threshold, hasModel: knowledge.model() !== undefined },
    findIn(knowledge),
    Date.now,
  );
export const questionsIn = (file: string): Labelled[] => readQuestions(readFileSync(join(EVALUATION, file), "utf8"));
