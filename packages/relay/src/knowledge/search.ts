import type { Passage } from "@bean-brew/tools";
import MiniSearch from "minisearch";
import type { Entry } from "./entries.js";
import { termOf, wordsOf } from "./words.js";

/** Below this score, from 0 to 1, an entry does not answer the question. */
export const MIN_SCORE = 0.35;
/** What a word counts for that only the answer has, not what the entry is about. */
const ONLY_MENTIONED = 0.7;
/** How many of a query's terms are looked at. */
export const MAX_TERMS = 32;

const FIELDS = ["question", "title", "topic", "answer"] as const;
const BOOST = { question: 3, title: 1.5, topic: 1.5, answer: 1 };
/** A word that is only alike counts for less. */
const WEIGHTS = { fuzzy: 0.4, prefix: 0.5 };

/** Searches entries by their words; what it gives has scores from 0 to 1, the best first. */
export type Search = (query: string, limit: number) => Passage[];

export function searchOver(entries: readonly Entry[]): Search {
  const index = new MiniSearch<Entry>({
    fields: [...FIELDS],
    tokenize: wordsOf,
    processTerm: (term) => termOf(term) ?? null,
    searchOptions: {
      boost: BOOST,
      weights: WEIGHTS,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      prefix: (term) => term.length > 3,
    },
  });
  index.addAll(entries);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const rarity = rarityOver(entries);

  return (query, limit) => {
    const terms = [...new Set(termsOf(query))].slice(0, MAX_TERMS);
    const asked = sum(terms.map(rarity));
    if (asked === 0) return [];
    const hits = index.search(terms.join(" "), { tokenize: (text) => text.split(" "), processTerm: (term) => term });
    const passages = hits.flatMap(({ id, score, match, terms: found, queryTerms }) => {
      const entry = byId.get(String(id));
      const isAbout = found.some((term) => match[term]?.some((field) => field !== "answer"));
      // How much of what was asked the entry has, by how telling each word is: an unknown word weighs the most.
      const covered = (sum(queryTerms.map(rarity)) / asked) * (isAbout ? 1 : ONLY_MENTIONED);
      return entry === undefined ? [] : [{ ...entry, rank: score * covered, score: covered }];
    });
    return passages
      .filter(({ score }) => score >= MIN_SCORE)
      .sort((a, b) => b.rank - a.rank)
      .slice(0, limit)
      .map(({ rank: _, ...passage }) => passage);
  };
}

function termsOf(text: string): string[] {
  return wordsOf(text).flatMap((word) => termOf(word) ?? []);
}

/** How telling a term is: the rarer among the entries, the more; one that none has, the most. */
function rarityOver(entries: readonly Entry[]): (term: string) => number {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    const terms = new Set(termsOf(FIELDS.map((field) => entry[field]).join(" ")));
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return (term) => Math.log(1 + entries.length / (1 + (counts.get(term) ?? 0)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
