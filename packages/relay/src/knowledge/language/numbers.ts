const SMALL: ReadonlyMap<string, number> = new Map(
  (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen " +
    "seventeen eighteen nineteen"
  )
    .split(" ")
    .map((word, value) => [word, value]),
);
const TENS: ReadonlyMap<string, number> = new Map(
  "twenty thirty forty fifty sixty seventy eighty ninety".split(" ").map((word, n) => [word, (n + 2) * 10]),
);
const SCALES: ReadonlyMap<string, number> = new Map([
  ["hundred", 100],
  ["thousand", 1_000],
  ["million", 1_000_000],
]);
/** So many digits in a row are a code that is spelled, not several numbers. */
const MIN_SPELLED = 3;

const isNumber = (word: string): boolean => SMALL.has(word) || TENS.has(word);

/** The words with their numbers in digits: "twelve hundred" is 1200, "one oh four two" is 1042. */
export function withDigits(words: readonly string[]): string[] {
  const out: string[] = [];
  for (let at = 0; at < words.length;) {
    const spelled = spelledFrom(words, at);
    if (spelled.length >= MIN_SPELLED) {
      out.push(spelled.join(""));
      at += spelled.length;
      continue;
    }
    const { value, next } = numberFrom(words, at);
    out.push(value ?? words[at]!);
    at = next;
  }
  return out;
}

/** Digits one by one; "oh" is one of them within a code only. */
function spelledFrom(words: readonly string[], start: number): number[] {
  const digits: number[] = [];
  for (const word of words.slice(start)) {
    const digit = word === "oh" && digits.length > 0 ? 0 : (SMALL.get(word) ?? NaN);
    if (!(digit <= 9)) break;
    digits.push(digit);
  }
  return digits;
}

function numberFrom(words: readonly string[], start: number): { value?: string; next: number } {
  if (!isNumber(words[start]!)) return { next: start + 1 };
  let total = 0;
  let part = 0;
  let at = start;
  let room = Infinity;
  for (; at < words.length; at += 1) {
    const word = words[at]!;
    const scale = SCALES.get(word);
    const value = SMALL.get(word) ?? TENS.get(word);
    if (scale !== undefined && part > 0) {
      if (scale === 100) part *= scale;
      else {
        total += part * scale;
        part = 0;
      }
      room = Infinity;
    } else if (value !== undefined && value < room) {
      part += value;
      // After "forty" comes a digit; after a digit or "eleven", another number.
      room = value >= 20 ? 10 : 0;
    } else break;
    if (scale === 100) room = 100;
  }
  return { value: String(total + part), next: at };
}
