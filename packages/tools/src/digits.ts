const ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const TEENS = [
  "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]; // prettier-ignore
const TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

const SMALL = new Map<string, number>([
  ...ONES.map((word, value) => [word, value] as const),
  ...TEENS.map((word, index) => [word, index + 10] as const),
  ...TENS.map((word, index) => [word, (index + 2) * 10] as const),
  ["oh", 0],
  ["o", 0],
  ["fourty", 40],
]);
const TIMES = new Map([
  ["double", 2],
  ["triple", 3],
]);
/** The longest text in which words are looked for, in characters. */
const MAX_CHARACTERS = 200;

/**
 * Writes numbers that were said in words as digits: "two one two, five fifty-five" as "2 1 2, 5 55", "double five" as
 * "55", "one hundred and five" as "105". What is no number stays as it is.
 */
export function withDigits(text: string): string {
  if (text.length > MAX_CHARACTERS || !/[a-z]{2}|\bo\b/i.test(text)) return text;
  // Words with what stands before them; runs of number words, a space or a hyphen apart, are numbers.
  return text.replace(/[a-z]+(?:(?: +| *- *)[a-z]+)*/gi, (run) => {
    const words = run.split(/[ -]+/);
    return words.some((word) => isNumberWord(word)) ? said(words).join(" ") : run;
  });
}

/** The number that a text says in digits or in words, if it says nothing else. */
export function numberIn(text: string): number | undefined {
  const trimmed = text.trim();
  const sign = /^(?:minus|-)\s*/i.exec(trimmed)?.[0] ?? "";
  const digits = withDigits(trimmed.slice(sign.length)).replaceAll(",", "");
  if (!/^\d+(?:\.\d+)?$/.test(digits)) return undefined;
  return sign === "" ? Number(digits) : -Number(digits);
}

const isNumberWord = (word: string): boolean => SMALL.has(word.toLowerCase()) || TIMES.has(word.toLowerCase());

function said(words: readonly string[]): string[] {
  const parts: string[] = [];
  for (let at = 0; at < words.length;) {
    const [part, used] = sayNext(words.slice(at).map((word) => word.toLowerCase())) ?? [words[at] ?? "", 1];
    parts.push(part);
    at += used;
  }
  return parts;
}

/** The number that words begin with, in digits, and how many words it takes. */
function sayNext(words: readonly string[]): readonly [string, number] | undefined {
  const [first = "", second = ""] = words;
  const times = TIMES.get(first);
  const digit = SMALL.get(second);
  if (times !== undefined && digit !== undefined && digit < 10) return [String(digit).repeat(times), 2];
  const below = belowHundred(words);
  if (below === undefined) return undefined;
  const [value, used] = below;
  if (value === 0 || value > 99 || words[used] !== "hundred") return [String(value), used];
  const and = words[used + 1] === "and" ? 1 : 0;
  const rest = belowHundred(words.slice(used + 1 + and));
  return rest === undefined
    ? [String(value * 100), used + 1]
    : [String(value * 100 + rest[0]), used + 1 + and + rest[1]];
}

/** "five", "fifteen", "fifty", "fifty five". */
function belowHundred([first = "", second = ""]: readonly string[]): readonly [number, number] | undefined {
  const value = SMALL.get(first);
  if (value === undefined) return undefined;
  const ones = SMALL.get(second);
  return value >= 20 && ones !== undefined && ones > 0 && ones < 10 ? [value + ones, 2] : [value, 1];
}
