import type { Passage } from "@bean-brew/tools";
import { probabilityOf, type Calibration, type Line } from "./calibration.js";
import { chunksOf, textsOf, type Chunk, type Text } from "./chunks.js";
import { slugOf, type Entry } from "./entry.js";
import type { Evidence } from "./evidence.js";
import type { Nearest } from "./index/nearest.js";
import { languageOf, MAX_TERMS, type Language } from "./language/language.js";
import { namesIn } from "./language/names.js";
import type { Synonyms } from "./language/synonyms.js";
import { stemOf } from "./language/words.js";
import { lexicalOver, type Lexical } from "./lexical.js";
import { excerptOf } from "./sentences.js";
import { rank, type Ranking, type Way } from "./rank.js";

/** Where vectors do not say which chunk of an entry is meant, so many of them are read for it. */
const MAX_CHUNKS_READ = 64;

/** A passage, its score the probability that it answers, and what that was made of. */
export interface Finding extends Passage {
  readonly evidence: Evidence;
}

export interface Searcher {
  readonly texts: readonly Text[];
  /** How many chunks the texts are of. */
  readonly chunks: number;
  /** A question with its slips mended, as it is best embedded. */
  mend(query: string): string;
  /** By words alone without a vector, and until there is an index of vectors. */
  search(query: string, vector: Float32Array | undefined, limit: number, way?: Way): Finding[];
  /** From now on searches by meaning, too; scores by this line where the calibration's does not hold for its vectors. */
  use(nearest: Nearest, line?: Line): void;
}

export interface SearcherOptions {
  readonly calibration: Calibration;
  readonly synonyms: Synonyms;
  readonly english: ReadonlySet<string>;
  /** Of a longer answer the part that fits the question best is given, in characters; of none when not given. */
  readonly answerCharacters?: number | undefined;
}

export function searcherOver(entries: readonly Entry[], options: SearcherOptions): Searcher {
  const { calibration, synonyms, english, answerCharacters = Infinity } = options;
  const isEnglish = (word: string): boolean => english.has(word);
  const language = languageOf(entries, { synonyms, isEnglish });
  const names = namesIn(
    entries.map(({ question, answer }) => `${question}\n${answer}`),
    isEnglish,
  );
  const namedTerms = new Set([...names].map(stemOf));
  const chunks = chunksOf(entries);
  const texts = textsOf(entries, chunks);
  const chunksAt: number[][] = entries.map(() => []);
  chunks.forEach(({ entry }, n) => void (chunksAt[entry]!.length < MAX_CHUNKS_READ && chunksAt[entry]!.push(n)));
  const lexical = lexicalOver(entries, language);
  let { combined } = calibration;
  let ranking: Ranking = {
    lexical,
    isName: (term) => namedTerms.has(term),
    answerOf: answersOf(entries),
  };

  return {
    texts,
    chunks: chunks.length,
    mend: language.mend,
    use(nearest, line = calibration.combined) {
      combined = line;
      ranking = { ...ranking, semantic: { nearest, ...placesOf(entries, chunks, texts) } };
    },
    search(query, vector, limit, way = "combined") {
      const terms = [...new Set(language.termsOf(language.mend(query)))].slice(0, MAX_TERMS);
      const isByWords = way === "lexical" || vector === undefined || ranking.semantic === undefined;
      const line = isByWords ? calibration.lexical : combined;
      return rank(ranking, terms, vector, way)
        .slice(0, limit)
        .map(({ entry, chunk, evidence }) => {
          const { phrases: _, ...found } = entries[entry]!;
          const worth = worthFor(terms, language, lexical);
          const piece = chunk ?? bestOf(chunksAt[entry]!, (n) => worth(chunks[n]!.answer));
          const answer = excerptOf(chunks[piece]!.answer, answerCharacters, worth);
          return { ...found, answer, score: probabilityOf(line, evidence), evidence };
        });
    },
  };
}

/** How much of what was asked a part of an answer has. */
export const worthFor =
  (terms: readonly string[], language: Language, lexical: Lexical) =>
  (part: string): number => {
    const has = new Set(language.termsOf(part));
    return terms.reduce((sum, term) => sum + (has.has(term) ? lexical.rarity(term) : 0), 0);
  };

/** What is worth the most, the first of it; what is alone is not weighed. */
function bestOf(items: readonly number[], worth: (item: number) => number): number {
  if (items.length === 1) return items[0]!;
  const worths = items.map(worth);
  return items[worths.indexOf(Math.max(...worths))]!;
}

/** Which answer each entry gives: the same number for the same words. */
export function answersOf(entries: readonly Entry[]): number[] {
  const numbers = new Map<string, number>();
  return entries.map(({ answer }) => {
    const said = slugOf(answer);
    const number = numbers.get(said) ?? numbers.size;
    numbers.set(said, number);
    return number;
  });
}

function placesOf(entries: readonly Entry[], chunks: readonly Chunk[], texts: readonly Text[]) {
  const chunkOf = texts.map(({ chunk }) => chunk);
  const entryOf = chunkOf.map((chunk) => chunks[chunk]!.entry);
  const textsOf: number[][] = entries.map(() => []);
  entryOf.forEach((entry, text) => textsOf[entry]!.push(text));
  return { chunkOf, entryOf, isQuestion: texts.map(({ isQuestion }) => isQuestion), textsOf };
}
