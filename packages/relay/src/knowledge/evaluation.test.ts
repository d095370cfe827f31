import { cpSync, mkdtempSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { knowledgeFolder } from "../built-in-knowledge.js";
import { BUILT_IN_CALIBRATION } from "./built-in-calibration.js";
import { calibrate } from "./calibrate.js";
import { probabilityOf, THRESHOLD } from "./calibration.js";
import { isExpected, type Find, type Labelled } from "./evaluate.js";
import { EVALUATION, findIn, measured, over, questionsIn, SLACK } from "./evaluation.testing.js";
import { CALIBRATION_FILE, readFolder } from "./folder.js";

const SHOP = knowledgeFolder(undefined);
const trade = (name: string): string => join(EVALUATION, "trades", name);
const plain = (name: string): string => join(EVALUATION, "plain", name);

/** The shop's texts as a folder without a calibration of its own. */
const UNCALIBRATED = mkdtempSync(join(tmpdir(), "evaluation-shop-"));
cpSync(SHOP, UNCALIBRATED, { recursive: true, filter: (path) => basename(path) !== CALIBRATION_FILE });
afterAll(() => rm(UNCALIBRATED, { recursive: true }));

/** What was reached. Better numbers are written here; worse ones need a reason. */
it.each([
  ["the shop, with its own calibration", SHOP, "judging.jsonl", { right: 0.692, recall1: 0.731 }],
  ["the shop, with the built-in one", UNCALIBRATED, "judging.jsonl", { right: 0.689, recall1: 0.731 }],
  ["bicycles", trade("bicycle"), "trades/bicycle.jsonl", { right: 0.654, recall1: 0.792 }],
  ["a dentist", trade("dental"), "trades/dental.jsonl", { right: 0.781, recall1: 0.82 }],
  ["hosting", trade("hosting"), "trades/hosting.jsonl", { right: 0.747, recall1: 0.869 }],
  ["a hotel", trade("hotel"), "trades/hotel.jsonl", { right: 0.678, recall1: 0.756 }],
  ["a library", trade("library"), "trades/library.jsonl", { right: 0.809, recall1: 0.824 }],
  // With phrases, more of what the texts do not know comes near to them, and much more of what they do.
  ["plain questions to the shop", SHOP, "plain/shop.jsonl", { right: 0.924, recall1: 1 }],
  ["the same, with the built-in one", UNCALIBRATED, "plain/shop.jsonl", { right: 0.909, recall1: 1 }],
  ["others that the texts do not know", SHOP, "plain/shop-judging.jsonl", { right: 0.815, recall1: 0.866 }],
  ["the same, with the built-in one", UNCALIBRATED, "plain/shop-judging.jsonl", { right: 0.846, recall1: 0.866 }],
  ["a gym", plain("gym"), "plain/gym.jsonl", { right: 0.863, recall1: 0.913 }],
  ["a vet", plain("vet"), "plain/vet.jsonl", { right: 0.783, recall1: 0.809 }],
])(
  "answers rightly, and rightly not, as often as before: %s",
  { timeout: 240_000 },
  async (_who, folder, file, reached) => {
    const { right, ways, questions, unanswerable } = await over(folder, (knowledge) =>
      measured(knowledge, questionsIn(file)),
    );
    const [combined, vector] = [ways.combined!, ways.vector!];
    expect(right).toBeGreaterThanOrEqual(reached.right - SLACK / questions);
    expect(combined.recall1).toBeGreaterThanOrEqual(reached.recall1 - SLACK / (questions - unanswerable));
    // Words beside meaning shall help, never harm.
    expect(combined.recall1).toBeGreaterThanOrEqual(vector.recall1);
    expect(combined.recall1).toBeGreaterThanOrEqual(ways.lexical.recall1);
  },
);

/** Nothing of any shop, as people ask an assistant all the same. */
const FAR = (
  "who wrote romeo and juliet|how tall is mount everest|what's the capital of france|who won the world cup in 1998|" +
  "how far away is the moon|can you sing me a song|what year did world war two end|how do i solve a quadratic equation|" +
  "who painted the mona lisa|what does photosynthesis mean|how many planets are there|tell me a joke about penguins|" +
  "what's the square root of eighty one|who invented the telephone|translate cheese into latin|is there life on mars|" +
  "how do submarines dive|which is the longest river in africa|who was the first man on the moon|why is the sky blue"
).split("|");
/** Half of them to calibrate with, the other half to judge by. */
const halvesOf = <T>(items: readonly T[]): [T[], T[]] => [
  items.filter((_, n) => n % 2 === 0),
  items.filter((_, n) => n % 2 === 1),
];

it.each([
  ["a gym", plain("gym")],
  ["a dentist", trade("dental")],
  ["a library", trade("library")],
])(
  "is nearly always right where what is asked lies near to the texts or far from them: %s",
  { timeout: 240_000 },
  async (_who, folder) => {
    const copy = await mkdtemp(join(tmpdir(), "evaluation-easy-"));
    cpSync(folder, copy, { recursive: true });
    const near = readFolder(copy).entries.map(({ id, question }) => ({
      question: `hello, ${question.toLowerCase().replace("?", "")} please`,
      expect: [id],
    }));
    const far = FAR.map((question) => ({ question, expect: [] }));
    const [[nearFit, nearJudged], [farFit, farJudged]] = [halvesOf(near), halvesOf(far)];
    await over(copy, async (knowledge) => {
      const judged = [...nearJudged, ...farJudged];
      expect((await measured(knowledge, judged)).right).toBeGreaterThanOrEqual(0.9);
      const own = await calibrate([...nearFit, ...farFit], findIn(knowledge), { model: knowledge.model() });
      await writeFile(join(copy, CALIBRATION_FILE), JSON.stringify(own));
      await knowledge.reload();
      expect(knowledge.loaded.calibratedOn).toBe(nearFit.length + farFit.length);
      expect((await measured(knowledge, judged)).right).toBeGreaterThanOrEqual(0.9);
    });
    await rm(copy, { recursive: true });
  },
);

/** Questions of a file by kind, in an order of their own. */
function kindsOf(questions: readonly Labelled[]): { readonly can: readonly Labelled[]; readonly cannot: Labelled[] } {
  const shuffled = questions.map((question, n) => ({ question, at: (n * 7_919 + 13) % questions.length }));
  shuffled.sort((a, b) => a.at - b.at);
  const ordered = shuffled.map(({ question }) => question);
  return {
    can: ordered.filter(({ expect: entries }) => entries.length > 0),
    cannot: ordered.filter(({ expect: entries }) => entries.length === 0),
  };
}

it(
  "a calibration to few questions, or to hardly any of one kind, is no worse on others than the built-in one",
  { timeout: 240_000 },
  async () => {
    const files = [
      ["dental", trade("dental"), "trades/dental.jsonl"],
      ["hotel", trade("hotel"), "trades/hotel.jsonl"],
      ["gym", plain("gym"), "plain/gym.jsonl"],
      ["vet", plain("vet"), "plain/vet.jsonl"],
    ] as const;
    const mixes = { few: [14, 6], answered: [38, 2], unanswered: [3, 17], half: [24, 10] } as const;
    const lost: Record<string, number[]> = { few: [], answered: [], unanswered: [], half: [] };
    for (const [, folder, file] of files) {
      const questions = questionsIn(file);
      const found = new Map<string, Awaited<ReturnType<Find>>>();
      await over(folder, async (knowledge) => {
        for (const { question } of questions) found.set(question, await findIn(knowledge)(question, 1, "combined"));
      });
      const find: Find = (question) => Promise.resolve(found.get(question)!);
      const { can, cannot } = kindsOf(questions);
      for (const [mix, [answered, unanswered]] of Object.entries(mixes)) {
        const fitted = [...can.slice(0, answered), ...cannot.slice(0, unanswered)];
        const own = await calibrate(fitted, find, { model: "m" });
        const judged = questions.filter((question) => !fitted.includes(question));
        const rightBy = (line: typeof BUILT_IN_CALIBRATION.combined): number =>
          judged.filter(({ question, expect: entries }) => {
            const best = found.get(question)?.[0];
            const isAnswered = best !== undefined && probabilityOf(line, best.evidence) >= THRESHOLD;
            return isAnswered ? isExpected(best, entries) : entries.length === 0;
          }).length / judged.length;
        lost[mix]!.push(rightBy(BUILT_IN_CALIBRATION.combined) - rightBy(own.combined!));
      }
    }
    for (const [mix, shares] of Object.entries(lost)) {
      expect(shares.reduce((sum, share) => sum + share, 0) / shares.length, mix).toBeLessThanOrEqual(0.02);
      expect(Math.max(...shares), mix).toBeLessThanOrEqual(0.06);
    }
  },
);
