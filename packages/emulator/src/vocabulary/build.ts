import { alternativesOf, parseGrammar, say } from "./grammar.js";
import { languageModel, type WeightedSentence } from "./language-model.js";
import { pronunciationsOf, type Pronunciations } from "./pronunciation.js";
import { sentencesOf, spokenWords } from "./spoken.js";

export interface VocabularySources {
  /** What callers say, in the JSpeech Grammar Format: rules `turn`, `given` and `family` (names) at least. */
  grammar: string;
  /** The knowledge base: Markdown whose headings are questions. */
  knowledge: readonly string[];
  /** The words that the tools take and tell: services, statuses. */
  terms: readonly string[];
  /** Dictionaries of pronunciations, the one that is asked first in front. */
  dictionaries: readonly Pronunciations[];
  /** Numbers from 0 to below 1; with the same ones the result is the same. */
  random: () => number;
}

/** A language model (ARPA) and a pronunciation dictionary (CMUdict's format), as the texts of their files. */
export interface VocabularyFiles {
  languageModel: string;
  dictionary: string;
}

/** How many turns are drawn from the grammar. */
const DRAWS = 60_000;

/** What one drawn turn counts, which decides how much of the model's probability is left for what was never drawn. */
const DRAW_WEIGHT = 0.5;

/** A question or a statement of the knowledge base as often as it stands there. */
const QUESTION_WEIGHT = 12;
const STATEMENT_WEIGHT = 1.5;

/** A tool's word alone, as an answer to "What is it for?". */
const TERM_WEIGHT = 20;

/** What all questions count together at most, and all statements: more texts do not drown what callers say. */
const QUESTIONS_WEIGHT = 1_100;
const STATEMENTS_WEIGHT = 500;

/** See {@link languageModel}: makes a file that is small enough to be checked in. */
const LEAST_GAIN = 2.8;

/** Letters one by one: "O'Neill" → "o n e i l l". */
const spelled = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z]/g, "")
    .split("")
    .join(" ");

/** Of the ways that each word was written the one that was seen most, the first among equals. */
function usualForms(sentences: readonly WeightedSentence[]): (word: string) => string {
  const forms = new Map<string, Map<string, number>>();
  for (const { words, weight } of sentences) {
    for (const word of words) {
      const key = word.toLowerCase();
      const seen = forms.get(key) ?? forms.set(key, new Map()).get(key)!;
      seen.set(word, (seen.get(word) ?? 0) + weight);
    }
  }
  const usual = new Map([...forms].map(([key, seen]) => [key, [...seen].reduce((a, b) => (b[1] > a[1] ? b : a))[0]]));
  return (word) => usual.get(word.toLowerCase()) ?? word;
}

/** A sentence's first word has a capital because it is the first: small, unless the others know it only large. */
function withoutFirstCapital(sentences: string[][]): string[][] {
  const inside = new Set(sentences.flatMap(([, ...words]) => words));
  return sentences.map(([first = "", ...rest]) => {
    const small = first.toLowerCase();
    return [inside.has(first) && !inside.has(small) ? first : small, ...rest];
  });
}

/** Builds what a recogniser needs to know to understand the callers of one shop. */
export function buildVocabulary({
  grammar,
  knowledge,
  terms,
  dictionaries,
  random,
}: VocabularySources): VocabularyFiles {
  const known = (word: string): boolean => dictionaries.some((dictionary) => dictionary.has(word));
  const texts = knowledge.map(sentencesOf);
  const questions = texts.flatMap((text) => text.questions.map((one) => spokenWords(one, known)));
  const statements = texts.flatMap((text) => text.statements.map((one) => spokenWords(one, known)));
  const proper = withoutFirstCapital([...questions, ...statements]);
  const asked = proper.slice(0, questions.length);
  const stated = proper.slice(questions.length);

  const callers = parseGrammar(grammar);
  const lists = {
    "spelled-given": alternativesOf(callers, "given").map(spelled),
    "spelled-family": alternativesOf(callers, "family").map(spelled),
    question: asked.map((words) => words.join(" ")),
    statement: stated.map((words) => words.join(" ")),
  };
  const drawn = Array.from({ length: DRAWS }, () => ({
    words: say(callers, "turn", random, lists),
    weight: DRAW_WEIGHT,
  }));
  const questionWeight = Math.min(QUESTION_WEIGHT, QUESTIONS_WEIGHT / asked.length);
  const statementWeight = Math.min(STATEMENT_WEIGHT, STATEMENTS_WEIGHT / stated.length);
  const sentences = [
    ...drawn,
    ...asked.map((words) => ({ words, weight: questionWeight })),
    ...stated.map((words) => ({ words, weight: statementWeight })),
    ...terms.map((term) => ({ words: spokenWords(term.toLowerCase(), known), weight: TERM_WEIGHT })),
  ];
  const usual = usualForms(sentences);
  const written = sentences.map(({ words, weight }) => ({ words: words.map(usual), weight }));
  const words = [...new Set(written.flatMap((sentence) => sentence.words))].sort();
  const dictionary = words.flatMap((word) =>
    pronunciationsOf(word, dictionaries).map((phones, i) => `${word}${i === 0 ? "" : `(${i + 1})`} ${phones}\n`),
  );
  return { languageModel: languageModel(written, { leastGain: LEAST_GAIN }), dictionary: dictionary.join("") };
}
