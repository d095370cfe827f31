import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { knowledgeFolder, SHIPPED_INDEX } from "../built-in-knowledge.js";
import { readConfig } from "../config.js";
import { StartError } from "../errors.js";
import { calibrate } from "../knowledge/calibrate.js";
import { evaluate, parted, readQuestions, type Evaluation, type Find, type Labelled } from "../knowledge/evaluate.js";
import { readCalibration } from "../knowledge/calibration.js";
import { CALIBRATION_FILE, readFolder } from "../knowledge/folder.js";
import { openKnowledge, type Knowledge } from "../knowledge/knowledge.js";
import { progressOn } from "./progress.js";
import { say } from "./terminal.js";

const USAGE = `knowledge build | query "…" | eval FILE | calibrate FILE | topics  [--json]`;
/** Nobody is on the line: a busy machine shall not turn a search by meaning into one by words, in ms. */
const PATIENCE_MS = 60_000;
/** How many entries a query shows. */
const SHOWN = 5;
/** How many questions are named whose labels name no entry. */
const NAMED = 3;

interface Work {
  readonly knowledge: Knowledge;
  readonly folder: string;
  readonly find: Find;
  /** Says what is not the answer, where answers are not read. */
  note(line: string): void;
}

/** What a command says to a program, and to a person. */
interface Said {
  readonly json: unknown;
  readonly lines: readonly string[];
}

interface Subcommand {
  /** What it wants after its name. */
  readonly wants?: string;
  run(work: Work, argument: string): Promise<Said>;
}

const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
  build: { run: build },
  query: { wants: "a question", run: query },
  eval: { wants: "a file of labelled questions", run: evaluateFile },
  calibrate: { wants: "a file of labelled questions", run: calibrateFile },
  topics: { run: topics },
};

/** Builds, asks, measures and calibrates the knowledge. */
export const run = async (args: readonly string[]): Promise<void> => {
  const { isJson, subcommand, argument } = read(args);
  const config = readConfig(process.env);
  const folder = knowledgeFolder(config.KNOWLEDGE_DIR);
  const note = (line: string): void => void process.stderr.write(`${line}\n`);
  const progress = progressOn(process.stderr);
  const knowledge = await openKnowledge({
    folder,
    dataDir: config.DATA_DIR,
    model: config.EMBEDDING_MODEL,
    shipped: [SHIPPED_INDEX],
    embedLimitMs: PATIENCE_MS,
    onProblem: note,
    onProgress: progress.tell,
  }).catch(refuse);
  try {
    await knowledge.indexed();
    progress.end();
    const never = new AbortController().signal;
    const find: Find = (question, limit, way) => knowledge.find(question, limit, never, way);
    const { json, lines } = await subcommand.run({ knowledge, folder, find, note }, argument).catch(refuse);
    if (isJson) say(JSON.stringify(json, null, 2));
    else lines.forEach(say);
  } finally {
    await knowledge.close();
  }
};

function read(args: readonly string[]): { isJson: boolean; subcommand: Subcommand; argument: string } {
  let parsed: { values: { json?: boolean | undefined }; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options: { json: { type: "boolean" } }, allowPositionals: true });
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : String(error)}: ${USAGE}`);
  }
  const [name = "", argument, ...more] = parsed.positionals;
  const subcommand = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  if (subcommand === undefined) throw new StartError(`There is no "knowledge ${name}": ${USAGE}`);
  const isComplete = (argument !== undefined) === (subcommand.wants !== undefined) && more.length === 0;
  if (!isComplete) throw new StartError(`"knowledge ${name}" takes ${subcommand.wants ?? "no arguments"}: ${USAGE}`);
  return { isJson: parsed.values.json === true, subcommand, argument: argument ?? "" };
}

async function build({ knowledge, folder }: Work): Promise<Said> {
  const indexed = await knowledge.indexed();
  const { entries, chunks, topics, problems, calibratedOn } = knowledge.loaded;
  const json = {
    folder,
    entries,
    chunks,
    topics: topics.length,
    problems,
    index: indexed?.kind ?? null,
    embedded: indexed?.embedded ?? 0,
    calibration: calibratedOn === undefined ? "built in" : "calibration.json",
  };
  const search =
    indexed === undefined
      ? (knowledge.check().detail ?? "")
      : `searched by meaning and words (${indexed.kind}); ${indexed.embedded} texts embedded anew`;
  return {
    json,
    lines: [
      `${folder}: ${entries} entries in ${chunks} chunks, ${topics.length} topics, ${problems.length} problems`,
      search,
    ],
  };
}

async function query({ knowledge, find }: Work, question: string): Promise<Said> {
  const found = await find(question, SHOWN);
  const { threshold } = knowledge.loaded;
  const isFound = (found[0]?.score ?? 0) >= threshold;
  const rows = found.map(({ score, evidence, question: asked, source }) => [
    score.toFixed(2),
    evidence.cosine.toFixed(2),
    evidence.agreement.toFixed(2),
    source,
    asked,
  ]);
  const answer = isFound ? ["", found[0]!.answer] : ["", `No answer: nothing reaches ${threshold}.`];
  return {
    json: { found: isFound, threshold, results: found },
    lines: [...table(["score", "cosine", "words", "source", "entry"], rows), ...answer],
  };
}

/** Before measuring what would not be how callers are answered. */
function warn({ knowledge, note }: Work, what: string): void {
  if (knowledge.model() === undefined) note(`${what} by words alone: ${knowledge.check().detail}`);
}

async function evaluateFile(work: Work, file: string): Promise<Said> {
  warn(work, "Measured");
  const questions = questionsIn(file);
  usableOf(work, questions, "are wrong whatever is found");
  const measured = await measure(work, questions);
  return { json: measured, lines: describe(measured) };
}

function measure({ knowledge, find }: Work, questions: readonly Labelled[]): Promise<Evaluation> {
  const { threshold } = knowledge.loaded;
  return evaluate(questions, { threshold, hasModel: knowledge.model() !== undefined }, find, () => performance.now());
}

async function calibrateFile(work: Work, file: string): Promise<Said> {
  const { knowledge, folder, find } = work;
  const questions = usableOf(work, questionsIn(file), "are left out");
  warn(work, "Calibrated");
  const before = await measure(work, questions);
  const path = join(folder, CALIBRATION_FILE);
  const own = existsSync(path) ? readCalibration(readFileSync(path, "utf8")) : undefined;
  const calibration = await calibrate(questions, find, { model: knowledge.model(), own });
  writeFileSync(`${path}.part`, `${JSON.stringify(calibration, null, 2)}\n`);
  renameSync(`${path}.part`, path);
  await knowledge.reload();
  const after = await measure(work, questions);
  return {
    json: { file: path, calibration, before, after },
    lines: [
      `${path}: fitted to ${questions.length} questions`,
      `right ${percent(before.right)} before, ${percent(after.right)} now; wrong among answers ${percent(before.wrongAmongAnswers)} before, ${percent(after.wrongAmongAnswers)} now (on the same questions: judge by others)`,
    ],
  };
}

async function topics({ knowledge }: Work): Promise<Said> {
  const topics = knowledge.topics();
  return { json: { topics, total_topics: topics.length }, lines: topics };
}

function questionsIn(file: string): Labelled[] {
  try {
    return readQuestions(readFileSync(file, "utf8"));
  } catch (error) {
    throw new StartError(`The questions in ${file} cannot be used: ${messageOf(error)}.`);
  }
}

/** The questions whose labels name entries that there are; what becomes of the others is noted. */
function usableOf({ folder, note }: Work, questions: readonly Labelled[], fate: string): readonly Labelled[] {
  const { usable, stray } = parted(questions, readFolder(folder).entries);
  if (stray.length > 0) {
    const named = stray.slice(0, NAMED).map(({ question }) => `"${question}"`);
    note(`Questions whose labels name no entry ${fate}: ${stray.length}, among them ${named.join(", ")}.`);
  }
  return usable;
}

function describe({ ways, ...all }: Evaluation): string[] {
  const rows = Object.entries(ways).flatMap(([way, measures]) => {
    if (measures === null) return [];
    const { recall1, recall3, mrr, auc } = measures;
    return [[way, ...[recall1, recall3, mrr, auc].map((value) => value.toFixed(3))]];
  });
  return [
    ...table(["search by", "recall@1", "recall@3", "MRR", "AUC"], rows),
    "",
    `${all.questions} questions, ${all.unanswerable} of them without an answer in the texts; threshold ${all.threshold}`,
    `right ${percent(all.right)}, answered ${percent(all.answered)}, wrong among answers ${percent(all.wrongAmongAnswers)}`,
    `a question takes ${all.p50Ms} ms (p50), ${all.p99Ms} ms (p99)`,
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((name, n) => Math.max(name.length, ...rows.map((row) => row[n]?.length ?? 0)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, n) => cell.padEnd(widths[n]!))
      .join("  ")
      .trimEnd(),
  );
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}

function refuse(error: unknown): never {
  throw error instanceof StartError ? error : new StartError(messageOf(error));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
