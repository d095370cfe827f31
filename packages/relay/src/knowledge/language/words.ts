import { withDigits } from "./numbers.js";

/** Words that say nothing of what is asked. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a about all also am an and any anybody anyone anything are as at be been but by can could d did do does doing don folks " +
    "for from get give going gonna got gotta guys had has have hello hey hi how i if im in into is it its ive just kind know let like ll " +
    "lot m many may maybe me might much my need no not of off oh okay on one or our out please possible quick question " +
    "re really s say see she he so some somebody someone something sort still t tell than thank thanks that the their " +
    "them then there these they thing things think this those to too uh um up us ve wanna want wanted was we well were what " +
    "whats when where which while who whom whose why will wish with wonder wondering would yeah yes you your"
  ).split(" "),
);

/** An amount with its marks ("16,900", "4.50") is one word; what has more points is a date or a version. */
export const WORD =
  /(?<![\p{L}\p{N}][.,])(?:\p{N}{1,3}(?:,\p{N}{3})+(?:\.\p{N}+)?|\p{N}+\.\p{N}+)(?![\p{L}\p{N}]|[.,]\p{N})|[\p{L}\p{N}]+/gu;

/** The words of a text, in lower case without accents, numbers in digits without marks. */
export function wordsOf(text: string): string[] {
  return withDigits((withoutAccents(text).match(WORD) ?? []).map(wordOf));
}

/** What stands for a word of a text, as `WORD` finds it. */
export function wordOf(found: string): string {
  return withoutMarks(plainOf(found));
}

/** In lower case without accents. */
export function plainOf(text: string): string {
  return withoutAccents(text).toLowerCase();
}

function withoutAccents(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "");
}

/** "16,900" as 16900, and "4.50" as 4.5, as it is said. */
function withoutMarks(word: string): string {
  if (!/[.,]/.test(word)) return word;
  return word.replaceAll(",", "").replace(/\.?0+$/, (end) => (word.includes(".") ? "" : end));
}

export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

/** Lightly: plurals, -ing, -ed, -ly; so that "roasted", "roasting" and "roasts" meet, and "tries" and "tried". */
export function stemOf(word: string): string {
  const singular = withoutPlural(word).replace(/ied$/, "y");
  const verb = /^(.{2,}?)(?:ing|ed)$/.exec(singular)?.[1];
  const isVerb = verb !== undefined && /[aeiouy]/.test(verb);
  const stem = isVerb ? undoubled(verb) : singular.replace(/^(.{4,})ly$/, "$1");
  return (stem.length > 2 ? stem.replace(/e$/, "") : stem).replace(/ll$/, "l");
}

/** What a word may be a form of: "calories" of "calorie", "reusable" of "reuse", "unplugged" of "plug". */
export function basesOf(word: string): string[] {
  const ends = /^(.{3,}?)(?:s|es|ed|ing|er|ers|est|ly|able|ness|less|y)$/;
  const starts = /^(?:un|re|non|over|under|out)(.{3,})$/;
  const without = [ends.exec(word)?.[1], starts.exec(word)?.[1], ends.exec(starts.exec(word)?.[1] ?? "")?.[1]];
  return without.flatMap((base) => (base === undefined ? [] : [base, `${base}e`, undoubled(base)]));
}

export function withoutPlural(word: string): string {
  if (word.length <= 3 || !word.endsWith("s") || /(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(?:ch|sh|x|z|ss)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

function undoubled(stem: string): string {
  return /..([bdgmnprt])\1$/.test(stem) ? stem.slice(0, -1) : stem;
}
