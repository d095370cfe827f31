/** Words in small letters with the ways to say each, in the phones of CMUdict. */
export type Pronunciations = ReadonlyMap<string, readonly string[]>;

/** Reads a dictionary in the format of CMUdict: a word a line, further ways to say it as `word(2)`. */
export function readPronunciations(text: string): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const [, word, phones] = /^([^\s#(]+)(?:\(\d+\))?\s+(\S.*?)\s*$/.exec(line) ?? [];
    if (word === undefined || phones === undefined) continue;
    const known = all.get(word.toLowerCase());
    if (known) known.push(phones);
    else all.set(word.toLowerCase(), [phones]);
  }
  return all;
}

/** English spelling to phones, the longest letters first; `^` and `$` are a word's ends. */
const RULES: readonly (readonly [letters: string, phones: string])[] = [
  ["^kn", "N"],
  ["^wr", "R"],
  ["^ps", "S"],
  ["tion", "SH AH N"],
  ["sion", "ZH AH N"],
  ["tch", "CH"],
  ["igh", "AY"],
  ["sch", "SH"],
  ["eigh", "EY"],
  ["ough", "AO"],
  ["augh", "AO"],
  ["ture", "CH ER"],
  ["chr", "K R"],
  ["ch", "CH"],
  ["sh", "SH"],
  ["th", "TH"],
  ["ph", "F"],
  ["wh", "W"],
  ["ck", "K"],
  ["ng$", "NG"],
  ["qu", "K W"],
  ["zz", "T S"],
  ["ce", "S EH"],
  ["ci", "S IH"],
  ["cy", "S IY"],
  ["ge$", "JH"],
  ["gi", "JH IH"],
  ["ai", "EY"],
  ["ay", "EY"],
  ["au", "AO"],
  ["aw", "AO"],
  ["ee", "IY"],
  ["ea", "IY"],
  ["ei", "EY"],
  ["ey$", "IY"],
  ["ie$", "IY"],
  ["oo", "UW"],
  ["ou", "AW"],
  ["ow", "OW"],
  ["oa", "OW"],
  ["oi", "OY"],
  ["oy", "OY"],
  ["ar", "AA R"],
  ["er", "ER"],
  ["ir", "ER"],
  ["ur", "ER"],
  ["or", "AO R"],
  ["es$", "Z"],
  ["e$", ""],
  ["y$", "IY"],
  ["a$", "AH"],
  ["o$", "OW"],
  ["i$", "IY"],
  ["s$", "Z"],
  ["^y", "Y"],
  ["a", "AE"],
  ["b", "B"],
  ["c", "K"],
  ["d", "D"],
  ["e", "EH"],
  ["f", "F"],
  ["g", "G"],
  ["h", "HH"],
  ["i", "IH"],
  ["j", "JH"],
  ["k", "K"],
  ["l", "L"],
  ["m", "M"],
  ["n", "N"],
  ["o", "AA"],
  ["p", "P"],
  ["q", "K"],
  ["r", "R"],
  ["s", "S"],
  ["t", "T"],
  ["u", "AH"],
  ["v", "V"],
  ["w", "W"],
  ["x", "K S"],
  ["y", "IH"],
  ["z", "Z"],
];

/** A guess at how a word is said, from its letters alone; an empty text when it has none. */
export function guessPronunciation(word: string): string {
  const letters = word
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z]/g, "")
    .replace(/([^aeiou])\1/g, (pair, one: string) => (pair === "zz" ? pair : one));
  const phones: string[] = [];
  for (let at = 0; at < letters.length;) {
    const rule = RULES.find(([pattern]) => {
      const plain = pattern.replace(/[\^$]/g, "");
      if (pattern.startsWith("^") && at > 0) return false;
      if (pattern.endsWith("$") && (at === 0 || at + plain.length < letters.length)) return false;
      return letters.startsWith(plain, at);
    })!;
    if (rule[1] !== "") phones.push(rule[1]);
    at += rule[0].replace(/[\^$]/g, "").length;
  }
  return phones.join(" ");
}

/**
 * How a word is said: as one of the dictionaries has it, the first first; else by its parts between hyphens or without
 * a possessive s; else guessed.
 */
export function pronunciationsOf(word: string, dictionaries: readonly Pronunciations[]): readonly string[] {
  const key = word.toLowerCase();
  for (const dictionary of dictionaries) {
    const known = dictionary.get(key);
    if (known) return known;
  }
  if (key.includes("-")) {
    return [
      key
        .split("-")
        .map((part) => pronunciationsOf(part, dictionaries)[0] ?? "")
        .join(" ")
        .trim(),
    ];
  }
  if (/[^s]'s$/.test(key)) return pronunciationsOf(key.slice(0, -2), dictionaries).map((phones) => `${phones} Z`);
  return [guessPronunciation(key)];
}
