import { cpSync, mkdtempSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { knowledgeFolder, SHIPPED_INDEX } from "../built-in-knowledge.js";
import { evaluate, readQuestions, type Evaluation } from "./evaluate.js";
import { CALIBRATION_FILE } from "./folder.js";
import { openKnowledge } from "./knowledge.js";

const EVALUATION = fileURLToPath(new URL("../../evaluation/", import.meta.url));
/** The model's arithmetic differs between processors by little: so many questions of a file may come out otherwise. */
const SLACK = 4;
const SHOP = knowledgeFolder(undefined);
const trade = (name: string): string => join(EVALUATION, "trades", name);

/** The shop's texts as a folder without a calibration of its own. */
const UNCALIBRATED = mkdtempSync(join(tmpdir(), "evaluation-shop-"));
cpSync(SHOP, UNCALIBRATED, { recursive: true, filter: (path) => basename(path) !== CALIBRATION_FILE });
afterAll(() => rm(UNCALIBRATED, { recursive: true }));

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
      { threshold, hasModel: knowledge.model() !== undefined },
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
  ["the shop, with its own calibration", SHOP, "judging.jsonl", { right: 0.587, recall1: 0.612 }],
  ["the shop, with the built-in one", UNCALIBRATED, "judging.jsonl", { right: 0.596, recall1: 0.612 }],
  ["bicycles", trade("bicycle"), "trades/bicycle.jsonl", { right: 0.654, recall1: 0.792 }],
  ["a dentist", trade("dental"), "trades/dental.jsonl", { right: 0.781, recall1: 0.82 }],
  ["hosting", trade("hosting"), "trades/hosting.jsonl", { right: 0.747, recall1: 0.869 }],
  ["a hotel", trade("hotel"), "trades/hotel.jsonl", { right: 0.678, recall1: 0.756 }],
  ["a library", trade("library"), "trades/library.jsonl", { right: 0.809, recall1: 0.824 }],
])(
  "answers rightly, and rightly not, as often as before: %s",
  { timeout: 240_000 },
  async (_who, folder, file, reached) => {
    const { right, ways, questions, unanswerable } = await judge(folder, file);
    const [combined, vector] = [ways.combined!, ways.vector!];
    expect(right).toBeGreaterThanOrEqual(reached.right - SLACK / questions);
    expect(combined.recall1).toBeGreaterThanOrEqual(reached.recall1 - SLACK / (questions - unanswerable));
    // Words beside meaning shall help, never harm.
    expect(combined.recall1).toBeGreaterThanOrEqual(vector.recall1);
    expect(combined.recall1).toBeGreaterThanOrEqual(ways.lexical.recall1);
  },
);
