import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { knowledgeFolder, SHIPPED_INDEX } from "../built-in-knowledge.js";
import { readConfig } from "../config.js";
import { StartError } from "../errors.js";
import { calibrate } from "../knowledge/calibrate.js";
import { evaluate, readQuestions, type Evaluation, type Find, type Labelled } from "../knowledge/evaluate.js";
import { CALIBRATION_FILE } from "../knowledge/folder.js";
import { openKnowledge, type Knowledge } from "../knowledge/knowledge.js";
import { say } from "./terminal.js";

const USAGE = `knowledge build | query "…" | eval FILE | calibrate FILE | topics  [--json]`;
/** Nobody is on the line: a busy machine shall not turn a search by meaning into one by words, in ms. */
const PATIENCE_MS = 60_000;
/** How many entries a query shows. */
const SHOWN = 5;

interface Work {
  readonly knowledge: Knowledge;
  readonly folder: string;
  readonly find: Find;
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
  const isSeen = process.stderr.isTTY;
  const knowledge = await openKnowledge({
    folder,
    dataDir: config.DATA_DIR,
    model: config.EMBEDDING_MODEL,
    shipped: [SHIPPED_INDEX],
    embedLimitMs: PATIENCE_MS,
    onProblem: note,
    onProgress: (line) => void (isSeen && process.stderr.write(`\r\x1b[K${line}`)),
  }).catch(refuse);
  try {
    await knowledge.indexed();
    if (isSeen) process.stderr.write("\r\x1b[K");
    const never = new AbortController().signal;
    const find: Find = (question, limit, way) => knowledge.find(question, limit, never, way);
    const { json, lines } = await subcommand.run({ knowledge, folder, find }, argument).catch(refuse);
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
  const found = await find(question, SHOWN, "combined");
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

async function evaluateFile({ knowledge, find }: Work, file: string): Promise<Said> {
  const measured = await evaluate(questionsIn(file), knowledge.loaded.threshold, find, () => performance.now());
  return { json: measured, lines: describe(measured) };
}

async function calibrateFile({ knowledge, folder, find }: Work, file: string): Promise<Said> {
  const questions = questionsIn(file);
  const measure = (): Promise<Evaluation> =>
    evaluate(questions, knowledge.loaded.threshold, find, () => performance.now());
  const before = await measure();
  const calibration = await calibrate(questions, find);
  const path = join(folder, CALIBRATION_FILE);
  writeFileSync(`${path}.part`, `${JSON.stringify(calibration, null, 2)}\n`);
  renameSync(`${path}.part`, path);
  await knowledge.reload();
  const after = await measure();
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

function describe({ ways, ...all }: Evaluation): string[] {
  const rows = Object.entries(ways).map(([way, measures]) => [
    way,
    ...[measures.recall1, measures.recall3, measures.mrr, measures.auc].map((value) => value.toFixed(3)),
  ]);
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
