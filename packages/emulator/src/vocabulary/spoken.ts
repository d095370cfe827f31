const ONES = (
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen " +
  "eighteen nineteen"
).split(" ");
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** A whole number below a million as it is read out. */
export function numberInWords(value: number): string {
  if (value < 20) return ONES[value]!;
  if (value < 100) return TENS[Math.floor(value / 10) - 2]! + (value % 10 ? ` ${ONES[value % 10]}` : "");
  const [unit, name] = value < 1000 ? [100, "hundred"] : [1000, "thousand"];
  const rest = value % unit;
  return `${numberInWords(Math.floor(value / unit))} ${name}${rest ? ` ${numberInWords(rest)}` : ""}`;
}

/** A year as it is read out: `2011` → "twenty eleven". */
function yearInWords(value: number): string {
  const rest = value % 100;
  return `${numberInWords(Math.floor(value / 100))} ${rest < 10 ? `oh ${ONES[rest]}` : numberInWords(rest)}`;
}

const digitsInWords = (digits: string): string =>
  [...digits.replace(/\D/g, "")].map((digit) => (digit === "0" ? "oh" : ONES[Number(digit)])).join(" ");

/**
 * The words of a written sentence as they are said: figures in words, capitals of abbreviations one by one, no signs.
 * Keeps the case of letters. Hyphens stay in words that `known` has with them.
 */
export function spokenWords(sentence: string, known: (word: string) => boolean = () => false): string[] {
  return sentence
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replaceAll("’", "'")
    .replace(/\be-mail\b/gi, "email")
    .replace(/\b\d{3}[ -]\d{3}[ -]\d{4}\b/g, digitsInWords)
    .replace(/(\d),(?=\d{3}\b)/g, "$1")
    .replace(/\b20[1-9]\d\b/g, (year) => yearInWords(Number(year)))
    .replace(/\b([A-Z]+)(?=\d)/g, "$1 ")
    .replace(/\b[A-Z]{2,}\b/g, (letters) => letters.toLowerCase().split("").join(" "))
    .replace(/\d{1,6}/g, (number) => ` ${numberInWords(Number(number))} `)
    .split(/[^A-Za-z'-]+/)
    .flatMap((word) => (known(word.toLowerCase()) ? [word] : word.split("-")))
    .map((word) => word.replace(/^'+|'+$/g, ""))
    .filter((word) => word !== "");
}

export interface KnowledgeText {
  questions: string[];
  statements: string[];
}

/** The sentences of a knowledge base's Markdown file: its headings are questions, the rest answers them. */
export function sentencesOf(markdown: string): KnowledgeText {
  const lines = markdown.replace(/^---\n[\s\S]*?\n---\n/, "").split("\n");
  const headings = lines.filter((line) => /^#+ /.test(line)).map((line) => line.replace(/^#+ /, ""));
  const text = lines.filter((line) => !/^#+ /.test(line)).join("\n");
  const sentences = (whole: string): string[] =>
    whole
      .split(/(?<=[.?!:;])\s+|\n\n+/)
      .map((one) => one.trim())
      .filter((one) => one !== "");
  return { questions: headings.flatMap(sentences), statements: sentences(text) };
}
