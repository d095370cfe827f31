/** A sentence ends at a mark with white space after it, or with its line: "4.50" has no end in it. */
const END = /(?<=[.!?]["'”’)\]]*\s+)(?=\S)|(?<=\n)(?=\S)/;

/** The sentences of a text with the white space after each: together they are the text. */
export function sentencesOf(text: string): string[] {
  return text.split(END);
}

/**
 * As much of a text as fits, in whole sentences where it can be: where `worth` tells most of them, and as early as that.
 * A text that fits is given as it is.
 */
export function excerptOf(text: string, most: number, worth: (sentences: string) => number): string {
  if (text.length <= most) return text;
  const sentences = sentencesOf(text).flatMap((sentence) => cutAtWords(sentence, most));
  let best = "";
  let bestWorth = -Infinity;
  for (let from = 0; from < sentences.length; from += 1) {
    let to = from + 1;
    let excerpt = sentences[from]!;
    while (to < sentences.length && (excerpt + sentences[to]!).trimEnd().length <= most) {
      excerpt += sentences[to]!;
      to += 1;
    }
    const found = worth(excerpt);
    if (found > bestWorth) [best, bestWorth] = [excerpt.trim(), found];
    // What begins later has no more.
    if (to === sentences.length) break;
  }
  return best;
}

/** Pieces of at most so many characters, cut at white space where there is some; together they are the text. */
export function cutAtWords(text: string, most: number): string[] {
  if (text.trimEnd().length <= most) return [text];
  return text.match(new RegExp(`[\\s\\S]{1,${most - 1}}(?:\\s|$)|[\\s\\S]{1,${most}}`, "g")) ?? [];
}
