import { z } from "zod";
import { slugOf, type Entry } from "./entry.js";
import type { Way } from "./rank.js";
import type { Finding } from "./searcher.js";

/** The most questions that one file may have. */
export const MAX_QUESTIONS = 100_000;
const WAYS = ["lexical", "vector", "combined"] as const satisfies readonly Way[];
/** Without a model. */
const BY_WORDS: readonly Way[] = ["lexical"];
/** How many findings are looked at for the right one. */
const LOOKED_AT = 10;

/** A question as a caller says it, and the entries that answer it, by id or title; none when the texts do not. */
export interface Labelled {
  readonly question: string;
  readonly expect: readonly string[];
}

const labelled = z.object({ question: z.string().min(1), expect: z.array(z.string()) });

/** How good one way of searching is. */
export interface WayMeasures {
  /** The share of questions that can be answered whose right entry comes first, and among the first three. */
  readonly recall1: number;
  readonly recall3: number;
  /** The mean of one over the right entry's rank. */
  readonly mrr: number;
  /** How well the best entry's score tells what can be answered from what cannot: 0.5 is by chance. */
  readonly auc: number;
}

export interface Evaluation {
  readonly questions: number;
  readonly unanswerable: number;
  /** Without a model there is nothing to measure but searches by words. */
  readonly ways: {
    readonly lexical: WayMeasures;
    readonly vector: WayMeasures | null;
    readonly combined: WayMeasures | null;
  };
  readonly threshold: number;
  /** The share of all questions that are answered rightly, or rightly not. */
  readonly right: number;
  readonly wrongAmongAnswers: number;
  /** The share of all questions that are answered. */
  readonly answered: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Searches in one way, or, without one, in the best that there is. */
export type Find = (question: string, limit: number, way?: Way) => Promise<readonly Finding[]>;

/**
 * Reads questions, one JSON object a line.
 * @throws Error in a sentence that names the line.
 */
export function readQuestions(text: string): Labelled[] {
  const lines = text.split(/\r?\n/).flatMap((line, n) => (line.trim() === "" ? [] : [{ line, n: n + 1 }]));
  if (lines.length === 0) throw new Error("it has no questions");
  if (lines.length > MAX_QUESTIONS) throw new Error(`it has more than ${MAX_QUESTIONS} questions`);
  return lines.map(({ line, n }) => {
    try {
      return labelled.parse(JSON.parse(line));
    } catch (error) {
      throw new Error(`line ${n} is not {"question": "…", "expect": ["entry id or title", …]}`, { cause: error });
    }
  });
}

/** What a label may name an entry by. */
type Named = Pick<Entry, "id" | "title" | "question">;

/**
 * Whether a finding is what a question expects: by its id, the end of it, its question, its own heading of that, or its
 * file's title, which stands for all that is in the file; however it is spelled.
 */
export function isExpected(found: Named, expect: readonly string[]): boolean {
  const names = namesOf(found);
  return expect.some((name) => spellingsOf(name).some((spelling) => names.includes(spelling)));
}

/**
 * The questions that can be judged, and those whose labels name no entry: whatever is found for them would be wrong. An
 * entry that gives the same answer as one that is expected is expected, too.
 */
export function parted(
  questions: readonly Labelled[],
  entries: readonly Entry[],
): { readonly usable: readonly Labelled[]; readonly stray: readonly Labelled[] } {
  const named = new Map<string, Entry[]>();
  for (const entry of entries) for (const name of namesOf(entry)) put(named, name, entry);
  const answering = new Map<string, Entry[]>();
  for (const entry of entries) put(answering, slugOf(entry.answer), entry);
  const usable: Labelled[] = [];
  const stray: Labelled[] = [];
  for (const one of questions) {
    const { question, expect } = one;
    const expected = expect.flatMap(spellingsOf).flatMap((name) => named.get(name) ?? []);
    const alike = expected.flatMap(({ answer }) => answering.get(slugOf(answer))!).map(({ id }) => id);
    if (expect.length > 0 && expected.length === 0) stray.push(one);
    else usable.push({ question, expect: [...new Set([...expect, ...alike])] });
  }
  return { usable, stray };
}

function put<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function namesOf({ id, title, question }: Named): string[] {
  const heading = question.split(": ").at(-1)!;
  return [id, id.split("#").at(-1)!, question, heading, title, `${title}: ${question}`].flatMap(spellingsOf);
}

/** As it is, and with nothing of it but letters and digits. */
function spellingsOf(name: string): string[] {
  const plain = name.trim().toLowerCase();
  const slug = slugOf(name);
  return slug === "" ? [plain] : [plain, slug];
}

/**
 * Asks every question in every way; without a model by words alone, which then is how they would be answered.
 * `now` is in ms.
 */
export async function evaluate(
  questions: readonly Labelled[],
  { threshold, hasModel }: { readonly threshold: number; readonly hasModel: boolean },
  find: Find,
  now: () => number,
): Promise<Evaluation> {
  const found: Record<Way, (readonly Finding[])[]> = { lexical: [], vector: [], combined: [] };
  const used = hasModel ? "combined" : "lexical";
  const times: number[] = [];
  for (const { question } of questions) {
    for (const way of hasModel ? WAYS : BY_WORDS) {
      const from = now();
      found[way].push(await find(question, LOOKED_AT, way));
      if (way === used) times.push(now() - from);
    }
  }
  const answers = questions.map(({ expect }, n) => {
    const best = found[used][n]?.[0];
    const isAnswered = best !== undefined && best.score >= threshold;
    return { isAnswered, isRight: isAnswered ? isExpected(best, expect) : expect.length === 0 };
  });
  const answered = answers.filter(({ isAnswered }) => isAnswered);
  times.sort((a, b) => a - b);
  return {
    questions: questions.length,
    unanswerable: questions.filter(({ expect }) => expect.length === 0).length,
    ways: {
      lexical: measuresOf(questions, found.lexical, ({ score }) => score),
      vector: hasModel ? measuresOf(questions, found.vector, ({ evidence }) => evidence.cosine) : null,
      combined: hasModel ? measuresOf(questions, found.combined, ({ score }) => score) : null,
    },
    threshold,
    right: share(answers, ({ isRight }) => isRight),
    wrongAmongAnswers: share(answered, ({ isRight }) => !isRight),
    answered: answered.length / questions.length,
    p50Ms: round(times[Math.floor(times.length * 0.5)] ?? 0),
    p99Ms: round(times[Math.floor(times.length * 0.99)] ?? 0),
  };
}

function measuresOf(
  questions: readonly Labelled[],
  found: readonly (readonly Finding[])[],
  scoreOf: (best: Finding) => number,
): WayMeasures {
  const scores = { can: [] as number[], cannot: [] as number[] };
  const ranks: number[] = [];
  questions.forEach(({ expect }, n) => {
    const findings = found[n] ?? [];
    const best = findings[0];
    (expect.length > 0 ? scores.can : scores.cannot).push(best === undefined ? -Infinity : scoreOf(best));
    if (expect.length > 0) ranks.push(findings.findIndex((finding) => isExpected(finding, expect)) + 1 || Infinity);
  });
  return {
    recall1: share(ranks, (rank) => rank === 1),
    recall3: share(ranks, (rank) => rank <= 3),
    mrr: ranks.reduce((sum, rank) => sum + 1 / rank, 0) / Math.max(ranks.length, 1),
    auc: aucOf(scores.can, scores.cannot),
  };
}

/** How often one that can be answered scores above one that cannot; a tie counts half. */
export function aucOf(can: readonly number[], cannot: readonly number[]): number {
  if (can.length === 0 || cannot.length === 0) return 1;
  let wins = 0;
  for (const a of can) for (const b of cannot) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return wins / (can.length * cannot.length);
}

function share<T>(items: readonly T[], is: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(is).length / items.length;
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
