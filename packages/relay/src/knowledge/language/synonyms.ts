import { z } from "zod";
import { valueOf } from "../json.js";
import { wordsOf } from "./words.js";

/** The most groups of words that a folder may have. */
export const MAX_GROUPS = 2_000;

const groupsSchema = z.array(z.array(z.string().min(1).max(100)).min(2).max(50)).max(MAX_GROUPS);

/** Takes callers' words for the texts'. */
export interface Synonyms {
  /** Gives the words back with each word and phrase of a group as the group's first. */
  replace(words: readonly string[]): string[];
  /** Whether a word stands in a group, by itself or in a phrase. */
  has(word: string): boolean;
}

export const noSynonyms: Synonyms = { replace: (words) => [...words], has: () => false };

interface Phrase {
  readonly words: readonly string[];
  readonly as: readonly string[];
}

/**
 * Reads `synonyms.json`: a list of groups, each a list of words and phrases that mean the same, `["class", "course"]`.
 * @throws Error in a sentence when it is not that.
 */
export function readSynonyms(text: string): Synonyms {
  const parsed = groupsSchema.safeParse(valueOf(text));
  if (!parsed.success) throw new Error(`it is not a list of lists of words, such as [["class", "course"]]`);
  return readGroups(parsed.data);
}

/** Of groups of words and phrases that mean the same; each is taken for the first of its group. */
export function readGroups(groups: readonly (readonly string[])[]): Synonyms {
  // By their first words, the longest before those that they begin with.
  const phrases = new Map<string, Phrase[]>();
  for (const [first = "", ...others] of groups) {
    for (const other of others) {
      const words = wordsOf(other);
      if (words[0] === undefined) continue;
      const alike = [...(phrases.get(words[0]) ?? []), { words, as: wordsOf(first) }];
      phrases.set(
        words[0],
        alike.sort((a, b) => b.words.length - a.words.length),
      );
    }
  }
  const words = new Set(groups.flat().flatMap(wordsOf));
  return {
    has: (word) => words.has(word),
    replace(words) {
      const out: string[] = [];
      for (let at = 0; at < words.length;) {
        const here = at;
        const found = phrases
          .get(words[at]!)
          ?.find((phrase) => phrase.words.every((word, n) => words[here + n] === word));
        out.push(...(found?.as ?? [words[at]!]));
        at += found?.words.length ?? 1;
      }
      return out;
    },
  };
}
