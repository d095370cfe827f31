import { isStopWord, withoutPlural, WORD, wordOf } from "./words.js";

/** So many digits are a code or an amount that a caller means exactly. */
const MIN_CODE_DIGITS = 3;
/** After these a capital says nothing. */
const STARTS = /(?:^|[.!?:\n"“(]\s*)$/;

/**
 * Finds names and codes, which a sentence model does not know: words that the texts write with a capital wherever they
 * stand and that are no English words nor many of one ("Tuesdays"), and what has digits in it.
 */
export function namesIn(texts: readonly string[], isEnglish: (word: string) => boolean): ReadonlySet<string> {
  const capital = new Set<string>();
  const small = new Set<string>();
  for (const given of texts) {
    const text = given.normalize();
    for (const { 0: word, index } of text.matchAll(WORD)) {
      const lower = wordOf(word);
      if (isCode(lower)) capital.add(lower);
      else if (word === word.toLowerCase()) small.add(lower);
      else if (!STARTS.test(text.slice(Math.max(0, index - 3), index))) capital.add(lower);
    }
  }
  const isName = (word: string): boolean => !isStopWord(word) && ![word, withoutPlural(word)].some(isEnglish);
  return new Set([...capital].filter((word) => !small.has(word) && (isCode(word) || isName(word))));
}

function isCode(word: string): boolean {
  return /\d/.test(word) && (/\p{L}/u.test(word) || word.length >= MIN_CODE_DIGITS);
}
