import type { Evidence } from "./evidence.js";
import type { Nearest } from "./index/nearest.js";
import type { Lexical } from "./lexical.js";

/** How many answers are looked for by meaning, among how many texts at first, as an entry has two, and among how many at most. */
const NEAREST = { answers: 16, texts: 32, most: 1_024 };
/** How much the question with its answer counts beside the better of that and the question alone. */
const ANSWER_WEIGHT = 0.5;
/**
 * What the words' agreement adds to a cosine, the more the more words were asked: that one agrees may be by chance. More
 * lets common words beat the meaning.
 */
const AGREEMENT_WEIGHT = 0.25;
/** What a name or a code adds that the question and the entry share: the vectors do not know it. */
const NAME_WEIGHT = 0.25;
/** What a name adds that so many entries have; one that more have adds less, as it tells less. */
const NAMED_ENTRIES = 5;
/** A question of so many telling words is long; more make no difference. */
const LONG_QUESTION = 8;
/** The entries from this rank to that one are the others that the best stands out of. */
const OTHERS = { from: 3, to: 12 };
/** How the order by words weighs BM25 against what the question and the entry share. */
const LEXICAL = { rank: 0.5, agreement: 0.5, about: 0.5 };

/** An entry with what speaks for it. */
export interface Ranked {
  /** Its place in the list of entries. */
  readonly entry: number;
  /** The chunk of it that lies nearest, where vectors were compared. */
  readonly chunk?: number | undefined;
  readonly evidence: Evidence;
}

export interface Ranking {
  readonly lexical: Lexical;
  /** Whether a term is a name or a code. */
  isName(term: string): boolean;
  /** Which answer each entry gives: those that give the same are no rivals. */
  readonly answerOf: readonly number[];
  readonly semantic?: {
    readonly nearest: Nearest;
    /** The chunk and the entry of each text, and whether it is a question without its answer. */
    readonly chunkOf: readonly number[];
    readonly entryOf: readonly number[];
    readonly isQuestion: readonly boolean[];
    /** The places of each entry's texts. */
    readonly textsOf: readonly (readonly number[])[];
  };
}

/** `vector`: meaning alone; `lexical`: words alone; `combined`: both. */
export type Way = "lexical" | "vector" | "combined";

interface Candidate {
  readonly entry: number;
  readonly cosine: number;
  readonly chunk?: number | undefined;
  readonly agreement: number;
  readonly about: number;
  readonly order: number;
}

/** The entries that may answer, the likeliest first. */
export function rank(ranking: Ranking, terms: readonly string[], vector: Float32Array | undefined, way: Way): Ranked[] {
  const candidates =
    vector === undefined || ranking.semantic === undefined || way === "lexical"
      ? byWords(ranking, terms)
      : byMeaning(ranking, ranking.semantic, terms, vector, way);
  candidates.sort((a, b) => b.order - a.order);
  const [first, second] = bestOfEachAnswer(candidates, ranking);
  const length = lengthOf(terms.length);
  const byCosine = [...candidates].sort((a, b) => b.cosine - a.cosine);
  const usual = usualOf(bestOfEachAnswer(byCosine, ranking).map(({ cosine }) => cosine));
  return candidates.map((candidate) => {
    const { entry, chunk, cosine, agreement, about, order } = candidate;
    const rival = candidate === first ? second : first;
    const margin = order - (rival?.order ?? 0);
    return { entry, chunk, evidence: { cosine, margin, standsOut: cosine - usual, agreement, about, length } };
  });
}

/** Without those that say what one before them says. */
function bestOfEachAnswer(candidates: readonly Candidate[], { answerOf }: Ranking): Candidate[] {
  const told = new Set<number>();
  return candidates.filter(({ entry }) => {
    const answer = answerOf[entry]!;
    return !told.has(answer) && told.add(answer);
  });
}

function byWords({ lexical }: Ranking, terms: readonly string[]): Candidate[] {
  return lexical.search(terms).map(({ entry, rank: score }) => {
    const { anywhere, about } = lexical.agreement(terms, entry);
    const order = LEXICAL.rank * score + LEXICAL.agreement * anywhere + LEXICAL.about * about;
    return { entry, cosine: 0, agreement: anywhere, about, order };
  });
}

function byMeaning(
  { lexical, isName, answerOf }: Ranking,
  semantic: NonNullable<Ranking["semantic"]>,
  terms: readonly string[],
  vector: Float32Array,
  way: Way,
): Candidate[] {
  const entries = nearestTo(vector, semantic, answerOf);
  if (way === "combined") for (const { entry } of lexical.search(terms)) entries.add(entry);
  const names = terms.filter(isName);
  const share = (name: string): number => Math.min(1, NAMED_ENTRIES / lexical.count(name));
  const telling = Math.max(0, ...names.map(share));
  const agreementWeight = (AGREEMENT_WEIGHT * terms.length) / (terms.length + 1);
  return [...entries].map((entry) => {
    const { best, withAnswer, chunk } = cosinesOf(semantic, entry, vector);
    const { anywhere, about } = lexical.agreement(terms, entry);
    if (way === "vector") return { entry, chunk, cosine: best, agreement: anywhere, about, order: best };
    const cosine = best + ANSWER_WEIGHT * (withAnswer - best);
    const named = telling === 0 ? 0 : telling * lexical.agreement(names, entry).anywhere;
    const order = cosine + agreementWeight * anywhere + NAME_WEIGHT * named;
    return { entry, chunk, cosine, agreement: anywhere, about, order };
  });
}

/**
 * The entries whose texts lie nearest. Where few answers have them all, by their phrases or by many rows that say the same,
 * more texts are looked at: the best has to stand out of others.
 */
function nearestTo(
  vector: Float32Array,
  { nearest, entryOf }: NonNullable<Ranking["semantic"]>,
  answerOf: Ranking["answerOf"],
): Set<number> {
  const most = Math.min(NEAREST.most, entryOf.length);
  for (let count = NEAREST.texts; ; count *= 2) {
    const entries = new Set(nearest.search(vector, count).map(({ text }) => entryOf[text]!));
    const answers = new Set([...entries].map((entry) => answerOf[entry]));
    if (answers.size >= NEAREST.answers || count >= most) return entries;
  }
}

/** How near an entry lies: by the best of its texts, and by the best with an answer, which is of this chunk. */
function cosinesOf(
  { nearest, chunkOf, isQuestion, textsOf }: NonNullable<Ranking["semantic"]>,
  entry: number,
  vector: Float32Array,
) {
  let [best, withAnswer] = [-1, -1];
  let chunk: number | undefined;
  for (const text of textsOf[entry] ?? []) {
    const cosine = nearest.cosine(vector, text);
    best = Math.max(best, cosine);
    if (isQuestion[text] || cosine <= withAnswer) continue;
    [withAnswer, chunk] = [cosine, chunkOf[text]];
  }
  // Of what is searched elsewhere only the near texts are known.
  return { best, withAnswer: chunk === undefined ? best : withAnswer, chunk };
}

/** How long a question of so many telling words is, as evidence. */
function lengthOf(terms: number): number {
  return Math.min(terms, LONG_QUESTION);
}

/** How near the others come, that the best stands out of; the nearest first. */
function usualOf(cosines: readonly number[]): number {
  const others = cosines.slice(OTHERS.from, OTHERS.to);
  return others.length === 0 ? 0 : others.reduce((total, cosine) => total + cosine, 0) / others.length;
}
