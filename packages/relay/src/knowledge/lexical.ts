import MiniSearch from "minisearch";
import type { Entry } from "./entry.js";
import { MAX_TERMS, type Language } from "./language/language.js";

const FIELDS = ["question", "title", "topic", "answer"] as const;
const BOOST = { question: 3, title: 1.5, topic: 1.5, answer: 1 };
/** How many entries one search gives. */
const MAX_FOUND = 24;
/** Terms that more of the entries have are left out where there are rarer ones and so many entries. */
const COMMON = { share: 0.1, entries: 2_000 };

/** What words alone say of an entry. */
export interface LexicalHit {
  /** Its place in the list of entries. */
  readonly entry: number;
  /** BM25 over the fields, as a share of the best entry's. */
  readonly rank: number;
}

export interface Lexical {
  search(terms: readonly string[]): LexicalHit[];
  /** How much of what was asked an entry has, by how telling each term is, 0 to 1: anywhere, and in what it is about. */
  agreement(terms: readonly string[], entry: number): { readonly anywhere: number; readonly about: number };
  /** How telling a term is: the rarer, the more; one that no entry has, the most. */
  rarity(term: string): number;
  /** How many entries have it. */
  count(term: string): number;
}

/** Searches entries by their words. */
export function lexicalOver(entries: readonly Entry[], language: Language): Lexical {
  const index = new MiniSearch<Record<string, unknown>>({
    fields: [...FIELDS],
    idField: "n",
    tokenize: (text) => text.split(" "),
    processTerm: (term) => term || null,
    searchOptions: { boost: BOOST },
  });
  const counts = new Map<string, number>();
  const about: ReadonlySet<string>[] = [];
  const anywhere: ReadonlySet<string>[] = [];
  entries.forEach((entry, n) => {
    const { phrases = [] } = entry;
    const text = { ...entry, question: [entry.question, ...phrases].join("\n") };
    const terms = Object.fromEntries(FIELDS.map((field) => [field, language.termsOf(text[field])]));
    const head = new Set([...terms["question"]!, ...terms["title"]!, ...terms["topic"]!]);
    const all = new Set([...head, ...terms["answer"]!]);
    about.push(head);
    anywhere.push(all);
    for (const term of all) counts.set(term, (counts.get(term) ?? 0) + 1);
    index.add({ n, ...Object.fromEntries(FIELDS.map((field) => [field, terms[field]!.join(" ")])) });
  });
  const count = (term: string): number => counts.get(term) ?? 0;
  const rarity = (term: string): number => Math.log(1 + entries.length / (1 + count(term)));
  const isCommon = (term: string): boolean =>
    entries.length > COMMON.entries && count(term) > entries.length * COMMON.share;

  return {
    count,
    rarity,
    search(terms) {
      const known = terms.filter((term) => count(term) > 0).slice(0, MAX_TERMS);
      const telling = known.filter((term) => !isCommon(term));
      const hits = index.search((telling.length > 0 ? telling : known).join(" "));
      const best = hits[0]?.score ?? 1;
      return hits.slice(0, MAX_FOUND).map(({ id, score }) => ({ entry: Number(id), rank: score / best }));
    },
    agreement(terms, entry) {
      const asked = sum(terms.map(rarity));
      if (asked === 0) return { anywhere: 0, about: 0 };
      const share = (has: ReadonlySet<string> | undefined): number =>
        sum(terms.filter((term) => has?.has(term)).map(rarity)) / asked;
      return { anywhere: share(anywhere[entry]), about: share(about[entry]) };
    },
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
