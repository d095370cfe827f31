import { plainOf, WORD } from "./words.js";

/** Shorter words are too much like others to be mended. */
const MIN_LETTERS = 5;
/** The shortest half of a compound. */
const MIN_HALF = 3;
/** From so many letters on, two slips are forgiven. */
const LONG = 10;
/** How many words of the texts one word is compared with. */
const MAX_COMPARED = 5_000;
/** How many words' meanings are remembered: a question is looked at twice, and callers use the same words. */
const MAX_REMEMBERED = 10_000;

/** Gives a question back, words of it that nobody knows as the words of the texts that they are likely meant for. */
export type Mend = (question: string) => string;

/**
 * Mends against the vocabulary of the texts: slips of a letter or two, and compounds written together or apart.
 * `isRight` tells words that are right as they are, though the texts do not have them.
 */
export function mendAgainst(vocabulary: ReadonlyMap<string, number>, isRight: (word: string) => boolean): Mend {
  const byStart = new Map<string, { readonly known: string; readonly letters: number }[]>();
  for (const known of vocabulary.keys()) {
    if (known.length < MIN_LETTERS || /\d/.test(known)) continue;
    const alike = byStart.get(known[0]!) ?? [];
    byStart.set(known[0]!, alike);
    alike.push({ known, letters: lettersOf(known) });
  }
  const nearest = (word: string): string | undefined => {
    const most = word.length >= LONG ? 2 : 1;
    let best: string | undefined;
    let bestSlips = most + 1;
    let compared = 0;
    const own = lettersOf(word);
    for (const { known, letters } of byStart.get(word[0]!) ?? []) {
      if (Math.abs(known.length - word.length) > most) continue;
      // A slip takes one letter away and brings one in, at most.
      if (bitsIn(own ^ letters) > 2 * most) continue;
      if ((compared += 1) > MAX_COMPARED) break;
      const slips = slipsBetween(word, known, Math.min(most, bestSlips));
      if (slips > most) continue;
      const isCommoner = slips === bestSlips && (vocabulary.get(known) ?? 0) > (vocabulary.get(best ?? "") ?? 0);
      if (slips < bestSlips || isCommoner) [best, bestSlips] = [known, slips];
    }
    return best;
  };
  /** Halves that were heard as two words: one of them means nothing here. */
  const isCompound = (one: string, two: string): boolean =>
    one.length >= MIN_HALF &&
    two.length >= MIN_HALF &&
    vocabulary.has(one + two) &&
    !(vocabulary.has(one) && vocabulary.has(two));
  const remembered = new Map<string, string | undefined>();
  const meantBy = (word: string): string | undefined => {
    if (remembered.has(word)) return remembered.get(word);
    const meant = lookedUp(word);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(word, meant);
    return meant;
  };
  const lookedUp = (word: string): string | undefined => {
    if (vocabulary.has(word) || word.length < MIN_LETTERS || /\d/.test(word) || isRight(word)) return undefined;
    return halvesOf(word, vocabulary)?.join(" ") ?? nearest(word);
  };

  return (said) => {
    // An accent that stands by itself would part a word.
    const question = said.normalize();
    const words = [...question.matchAll(WORD)].map(({ 0: word, index }) => ({
      word: plainOf(word),
      from: index,
      to: index + word.length,
    }));
    let out = "";
    let end = 0;
    for (let at = 0; at < words.length; at += 1) {
      const { word, from, to } = words[at]!;
      const next = words[at + 1];
      const isApart = next !== undefined && /^[ -]$/.test(question.slice(to, next.from)) && isCompound(word, next.word);
      const meant = isApart ? word + next.word : meantBy(word);
      if (meant === undefined) continue;
      // All else stays as it was said, with its marks.
      out += question.slice(end, from) + meant;
      end = isApart ? next.to : to;
      if (isApart) at += 1;
    }
    return out + question.slice(end);
  };
}

/** Which letters a word has, a bit for each; several may share one. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

function bitsIn(number: number): number {
  let bits = 0;
  for (let rest = number; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
}

/** "oatmilk" as "oat milk", where the texts write it so. */
function halvesOf(word: string, vocabulary: ReadonlyMap<string, number>): string[] | undefined {
  for (let cut = MIN_HALF; cut <= word.length - MIN_HALF; cut += 1) {
    const halves = [word.slice(0, cut), word.slice(cut)];
    if (halves.every((half) => vocabulary.has(half))) return halves;
  }
  return undefined;
}

/** Letters added, left out, exchanged or swapped with the next, up to `most`; more are `most + 1`. */
export function slipsBetween(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let slips = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) slips = Math.min(slips, before[j - 2]! + 1);
      row.push(slips);
    }
    if (Math.min(...row) > most) return most + 1;
    before = last;
    last = row;
  }
  return Math.min(last[b.length]!, most + 1);
}
