/** Words that say nothing of what is asked. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a about all also am an and any anything are as at be been but by can could d did do does doing don for from get " +
    "give had has have hello hey hi how i if in into is it its just kind know let like ll m many may me might much my " +
    "need no not of off on one or our out please re s say she he so some something t tell than thank thanks that the " +
    "their them then there these they thing this those to too up us ve want was we well were what when where which " +
    "while who whom whose why will wish with would yes you your"
  ).split(" "),
);

/** Words that callers say for words of the texts; each counts as the other wherever it stands. */
const SAME_AS: ReadonlyMap<string, string> = new Map(
  [
    ["hours", "late"],
    ["saturday", "weekend", "weekends"],
    ["fresh", "stale", "freshness"],
    ["training", "learn", "teach"],
    ["class", "lesson", "lessons", "course", "courses", "workshop", "workshops"],
    ["cost", "price", "prices", "expensive"],
    ["ship", "send", "parcel"],
  ].flatMap(([word, ...others]) => others.map((other) => [other, word!] as const)),
);

/** The words of a text, in lower case without accents. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A word as it is indexed and sought: its stem, or nothing for a stop word. */
export function termOf(word: string): string | undefined {
  return STOP_WORDS.has(word) ? undefined : stemOf(SAME_AS.get(word) ?? word);
}

/** Lightly: plurals, -ing, -ed, -ly; so that "roasted", "roasting" and "roasts" meet. */
function stemOf(word: string): string {
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
