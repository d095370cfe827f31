import type { Entry } from "../entry.js";
import { everyday } from "./everyday.js";
import { mendAgainst } from "./spelling.js";
import { noSynonyms, type Synonyms } from "./synonyms.js";
import { basesOf, isStopWord, stemOf, wordsOf } from "./words.js";

/** How many of a question's terms are looked at. */
export const MAX_TERMS = 32;

/** What a folder's texts and a question's words are made comparable by. */
export interface Language {
  /** The terms of a text: what is indexed and sought. */
  termsOf(text: string): string[];
  /** A question with its slips mended. */
  mend(query: string): string;
}

export interface LanguageOptions {
  readonly synonyms?: Synonyms;
  /** Whether a word is right as it is, though the texts do not have it. */
  readonly isEnglish?: (word: string) => boolean;
}

export function languageOf(
  entries: readonly Entry[],
  { synonyms = noSynonyms, isEnglish = () => false }: LanguageOptions = {},
): Language {
  const vocabulary = new Map<string, number>();
  for (const { question, title, topic, answer, phrases = [] } of entries) {
    for (const word of wordsOf([question, title, topic, answer, ...phrases].join(" "))) {
      vocabulary.set(word, (vocabulary.get(word) ?? 0) + 1);
    }
  }
  const stems = new Set([...vocabulary.keys()].map(stemOf));
  // Another form of a word that is known is no slip: "refills" where the texts have "refill".
  const isRight = (word: string): boolean =>
    isStopWord(word) ||
    synonyms.has(word) ||
    everyday.has(word) ||
    stems.has(stemOf(word)) ||
    [word, ...basesOf(word)].some(isEnglish);
  return {
    termsOf: (text) =>
      everyday
        .replace(synonyms.replace(wordsOf(text)))
        .filter((word) => !isStopWord(word))
        .map(stemOf),
    mend: mendAgainst(vocabulary, isRight),
  };
}
