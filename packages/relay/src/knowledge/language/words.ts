import { withDigits } from "./numbers.js";

/** Words that say nothing of what is asked. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a about all also am an and any anybody anyone anything are as at be been but by can could d did do does doing don " +
    "for from get give going got had has have hello hey hi how i if im in into is it its ive just kind know let like ll " +
    "lot m many may maybe me might much my need no not of off oh okay on one or our out please possible quick question " +
    "re really s say see she he so some somebody someone something sort still t tell than thank thanks that the their " +
    "them then there these they thing things think this those to too uh um up us ve want wanted was we well were what " +
    "whats when where which while who whom whose why will wish with wonder wondering would yeah yes you your"
  ).split(" "),
);

/** The words of a text, in lower case without accents, numbers in digits. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’']/g, "'").toLowerCase();
  return withDigits(plain.match(/[\p{L}\p{N}]+/gu) ?? []);
}

export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

/** Lightly: plurals, -ing, -ed, -ly; so that "roasted", "roasting" and "roasts" meet. */
export function stemOf(word: string): string {
  const singular = withoutPlural(word);
  const verb = /^(.{3,}?)(?:ing|ed|er|ers)$/.exec(singular)?.[1];
  const stem = verb === undefined ? singular.replace(/^(.{4,})ly$/, "$1") : undoubled(verb);
  return stem.length > 4 ? stem.replace(/e$/, "") : stem;
}

function withoutPlural(word: string): string {
  if (word.length <= 3 || !word.endsWith("s") || /(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(?:ch|sh|x|z|ss)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

function undoubled(stem: string): string {
  return /([bdgmnprt])\1$/.test(stem) ? stem.slice(0, -1) : stem;
}
