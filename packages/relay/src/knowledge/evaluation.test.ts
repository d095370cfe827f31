import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { knowledgeFolder, SHIPPED_INDEX } from "../built-in-knowledge.js";
import { evaluate, readQuestions, type Evaluation } from "./evaluate.js";
import { openKnowledge } from "./knowledge.js";

const EVALUATION = fileURLToPath(new URL("../../evaluation/", import.meta.url));
/** The model's arithmetic differs between processors by little: so many questions of a file may come out otherwise. */
const SLACK = 4;

async function judge(folder: string, file: string): Promise<Evaluation> {
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
    const never = new AbortController().signal;
    const questions = readQuestions(await readFile(join(EVALUATION, file), "utf8"));
    const { threshold } = knowledge.loaded;
    return await evaluate(
      questions,
      threshold,
      (question, limit, way) => knowledge.find(question, limit, never, way),
      Date.now,
    );
  } finally {
    await knowledge.close();
    expect(problems).toEqual([]);
    await rm(dataDir, { recursive: true });
  }
}

/** What was reached. Better numbers are written here; worse ones need a reason. */
it.each([
  ["the shop, with its own calibration", knowledgeFolder(undefined), "judging.jsonl", { right: 0.578, recall1: 0.608 }],
  [
    "a library, with the built-in one",
    join(EVALUATION, "trades/library"),
    "trades/library.jsonl",
    { right: 0.809, recall1: 0.824 },
  ],
])(
  "answers rightly, and rightly not, as often as before: %s",
  { timeout: 240_000 },
  async (_who, folder, file, reached) => {
    const { right, ways, questions, unanswerable } = await judge(folder, file);
    expect(right).toBeGreaterThanOrEqual(reached.right - SLACK / questions);
    expect(ways.combined.recall1).toBeGreaterThanOrEqual(reached.recall1 - SLACK / (questions - unanswerable));
    // Words beside meaning shall help, never harm.
    expect(ways.combined.recall1).toBeGreaterThanOrEqual(ways.vector.recall1);
    expect(ways.combined.recall1).toBeGreaterThanOrEqual(ways.lexical.recall1);
  },
);
