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

/** A number in words, and the place of the word after it. */
interface Spoken {
  readonly value: string;
  readonly next: number;
}

/** The words with their numbers in digits: "two hundred and fifty" is 250, "ten forty two" 1042, "one oh four two" too. */
export function withDigits(words: readonly string[]): string[] {
  const out: string[] = [];
  for (let at = 0; at < words.length;) {
    const spoken = spelledFrom(words, at) ?? pairFrom(words, at) ?? numberFrom(words, at);
    out.push(spoken?.value ?? words[at]!);
    at = spoken?.next ?? at + 1;
  }
  return out;
}

/** Digits one by one; "oh" is one of them within a code only. */
function spelledFrom(words: readonly string[], start: number): Spoken | undefined {
  let value = "";
  for (let at = start; at < words.length; at += 1) {
    const word = words[at];
    const digit = word === "oh" && value !== "" ? 0 : (SMALL.get(word ?? "") ?? NaN);
    if (!(digit <= 9)) break;
    value += String(digit);
  }
  return value.length < MIN_SPELLED ? undefined : { value, next: start + value.length };
}

/** Two numbers of two digits that are said for one of four, as codes and years are: "nineteen eighty four". */
function pairFrom(words: readonly string[], start: number): Spoken | undefined {
  const first = twoDigitsFrom(words, start);
  const second = first && twoDigitsFrom(words, first.next);
  if (first === undefined || second === undefined || SCALES.has(words[second.next] ?? "")) return undefined;
  // "Twenty thirty" is about as many; what comes after "forty eleven" nobody says for a code.
  const isCode = Number(second.value) >= 20 && !(isRound(first.value) && isRound(second.value));
  return isCode ? { value: first.value + second.value, next: second.next } : undefined;
}

const isRound = (value: string): boolean => value !== "10" && value.endsWith("0");

/** 10 to 99. */
function twoDigitsFrom(words: readonly string[], start: number): Spoken | undefined {
  const word = words[start] ?? "";
  const small = SMALL.get(word) ?? 0;
  if (small >= 10) return { value: String(small), next: start + 1 };
  const tens = TENS.get(word);
  if (tens === undefined) return undefined;
  const digit = SMALL.get(words[start + 1] ?? "") ?? 0;
  const hasDigit = digit >= 1 && digit <= 9;
  return { value: String(tens + (hasDigit ? digit : 0)), next: start + (hasDigit ? 2 : 1) };
}

function numberFrom(words: readonly string[], start: number): Spoken | undefined {
  // "A hundred" is one hundred; any other "a" is no number.
  const isOne = words[start] === "a" && SCALES.has(words[start + 1] ?? "");
  if (!isOne && !isNumber(words[start]!)) return undefined;
  let total = 0;
  let part = isOne ? 1 : 0;
  let at = isOne ? start + 1 : start;
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
      room = scale === 100 ? 100 : Infinity;
    } else if (value !== undefined && value < room) {
      part += value;
      // After "forty" comes a digit; after a digit or "eleven", another number.
      room = value >= 20 ? 10 : 0;
    } else if (!isJoined(words, at)) break;
  }
  return withPoint(words, { value: String(total + part), next: at });
}

/** Whether an "and" stands within a number: "two hundred and fifty", but not "one hundred and two hundred". */
function isJoined(words: readonly string[], at: number): boolean {
  const scale = SCALES.get(words[at - 1]!);
  if (words[at] !== "and" || scale === undefined || !isNumber(words[at + 1] ?? "")) return false;
  return Number(numberFrom(words, at + 1)?.value) < scale;
}

/** "Four point five" is 4.5. */
function withPoint(words: readonly string[], whole: Spoken): Spoken {
  if (words[whole.next] !== "point") return whole;
  let digits = "";
  let next = whole.next + 1;
  for (; (SMALL.get(words[next] ?? "") ?? 10) <= 9; next += 1) digits += String(SMALL.get(words[next]!));
  return digits === "" ? whole : { value: `${whole.value}.${digits}`, next };
}

function isNumber(word: string): boolean {
  return SMALL.has(word) || TENS.has(word);
}
