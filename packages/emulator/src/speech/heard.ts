/** So many letters said one after another are a word spelled out. */
const LEAST_LETTERS = 3;

const LETTER = /^[a-z]$/i;

/** The spelling alphabet of radio, whose words are told from others by their company. */
const CODE_WORDS = new Map(
  (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo " +
    "sierra tango uniform victor whiskey x-ray yankee zulu"
  )
    .split(" ")
    .map((word) => [word, word[0]!]),
);

const COUNTS = new Map([
  ["double", 2],
  ["triple", 3],
]);

/** The letters that words begin with, as far as they spell, and how many words that took. */
function spelling(words: readonly string[]): { letters: string; taken: number; codes: boolean } {
  let letters = "";
  let taken = 0;
  let codes = false;
  while (taken < words.length) {
    const word = words[taken]!;
    const next = words[taken + 1] ?? "";
    const count = COUNTS.get(word);
    const code = CODE_WORDS.get(word.toLowerCase());
    if (LETTER.test(word)) {
      letters += word;
      // "b as in bravo", "b for bravo": the word repeats its letter.
      const asIn = next === "as" && words[taken + 2] === "in" ? words[taken + 3] : undefined;
      const forWord = next === "for" ? words[taken + 2] : undefined;
      const example = asIn ?? forWord;
      const explained = example?.toLowerCase().startsWith(word.toLowerCase()) && example.length > 1;
      if (explained) codes = true;
      taken += explained ? (asIn === undefined ? 3 : 4) : 1;
    } else if (count !== undefined && LETTER.test(next)) {
      letters += next.repeat(count);
      taken += 2;
    } else if (code !== undefined && (codes || CODE_WORDS.has(next.toLowerCase()))) {
      letters += code;
      taken += 1;
      codes = true;
    } else break;
  }
  return { letters, taken, codes };
}

/** Rows of spoken letters as one word of capitals with hyphens: "o n e i l l" → "O-N-E-I-L-L". */
function joinLetters(words: readonly string[]): string[] {
  const out: string[] = [];
  for (let at = 0; at < words.length;) {
    const { letters, taken, codes } = spelling(words.slice(at));
    const article = /^[ai]$/i.test(words[at]!) && words[at + 1] !== "as" && letters.length < LEAST_LETTERS;
    if (letters.length >= LEAST_LETTERS || (codes && !article)) {
      out.push(letters.toUpperCase().split("").join("-"));
      at += taken;
    } else out.push(words[at++]!);
  }
  return out;
}

/** The spelled part of an address, or the word as it is. */
const unspelled = (word: string): string =>
  /^[A-Z](?:-[A-Z])+$/.test(word) ? word.replaceAll("-", "").toLowerCase() : word;

/** Spelled parts of an address ("l e e dot a n n at m a i l dot com") as words, so that it reads as it is written. */
function joinAddress(words: readonly string[]): string[] {
  const out = [...words];
  const join = (from: number, step: 1 | -1): void => {
    for (let at = from; out[at] !== undefined; at += 2 * step) {
      out[at] = unspelled(out[at]!);
      if (out[at + step] !== "dot") break;
    }
  };
  words.forEach((word, at) => {
    if (word !== "at" || words[at + 2] !== "dot") return;
    join(at - 1, -1);
    join(at + 1, 1);
  });
  return out;
}

/**
 * A recogniser's words as text: rows of letters joined, also those told by example ("b as in bravo") or in the spelling
 * alphabet, "a m" and "p m" as written, the first letter of "I" large. Numbers stay in words.
 */
export function heardText(output: string): string {
  const text = output
    .replace(/\s+/g, " ")
    .trim()
    .replace(/\b([ap])\.? m\b\.?/gi, "$1.m.");
  const words = joinAddress(joinLetters(text === "" ? [] : text.split(" ")));
  return words.map((word) => (/^i(?:'\w+)?$/.test(word) ? word.replace("i", "I") : word)).join(" ");
}
