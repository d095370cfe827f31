/** A sentence, and how much it counts against others. */
export interface WeightedSentence {
  words: readonly string[];
  weight: number;
}

export interface LanguageModelOptions {
  /** Words that the model knows beside those of the sentences. */
  words?: Iterable<string>;
  /**
   * The least that a pair or a triple of words must add, as its weight times what it gains (in nats) over backing off
   * to a shorter context; those that add less are left out. More makes a smaller model.
   */
  leastGain?: number;
}

const START = "<s>";
const END = "</s>";

/** What stands for a probability of zero in an ARPA file, in powers of ten. */
const NEVER = -99;

/** What was seen after a context: how much of each word, and how much in all. */
interface Followers {
  words: Map<string, number>;
  total: number;
}

type Contexts = Map<string, Followers>;

const last = (context: string): string => context.slice(context.indexOf(" ") + 1);

function count(contexts: Contexts, context: string, word: string, weight: number): void {
  let followers = contexts.get(context);
  if (!followers) contexts.set(context, (followers = { words: new Map(), total: 0 }));
  followers.words.set(word, (followers.words.get(word) ?? 0) + weight);
  followers.total += weight;
}

/** Witten-Bell: the more different words followed a context, the more is left for those that never did. */
function smooth(followers: Followers | undefined, word: string, shorter: number): number {
  if (!followers) return shorter;
  const kinds = followers.words.size;
  return ((followers.words.get(word) ?? 0) + kinds * shorter) / (followers.total + kinds);
}

/** For each context the words that are kept, with their probabilities. */
type Kept = Map<string, Map<string, number>>;

type Probability = (context: string, word: string) => number;

/** The n-grams of one order that are worth their place, which `worth` judges by what they gain over `shorter`. */
function keep(contexts: Contexts, shorter: Probability, worth: (ngram: string, gain: number) => boolean): Kept {
  const kept: Kept = new Map();
  for (const [context, followers] of contexts) {
    const words = new Map<string, number>();
    for (const [word, weight] of followers.words) {
      const below = shorter(context, word);
      const probability = smooth(followers, word, below);
      if (worth(`${context} ${word}`, weight * Math.log(probability / below))) words.set(word, probability);
    }
    if (words.size > 0) kept.set(context, words);
  }
  return kept;
}

/** What each context's kept words leave, as a factor for the shorter context's probabilities of the others. */
function backOffs(kept: Kept, shorter: Probability): Map<string, number> {
  const factors = new Map<string, number>();
  for (const [context, words] of kept) {
    let left = 1;
    let leftShorter = 1;
    for (const [word, probability] of words) {
      left -= probability;
      leftShorter -= shorter(context, word);
    }
    factors.set(context, leftShorter > 1e-9 ? Math.max(left, 0) / leftShorter : 1);
  }
  return factors;
}

const logarithm = (probability: number): string => (probability > 0 ? Math.log10(probability) : NEVER).toFixed(3);

const byName = <T>([a]: readonly [string, T], [b]: readonly [string, T]): number => (a < b ? -1 : a > b ? 1 : 0);

/** The lines of one order: log probability, words, and the log back-off weight where something is kept after them. */
function section(kept: Kept, longer: Map<string, number> | undefined): string[] {
  return [...kept].sort(byName).flatMap(([context, words]) =>
    [...words].sort(byName).map(([word, probability]) => {
      const ngram = context === "" ? word : `${context} ${word}`;
      const backOff = longer?.get(ngram);
      return `${logarithm(probability)} ${ngram}${backOff === undefined ? "" : ` ${logarithm(backOff)}`}`;
    }),
  );
}

/**
 * A trigram model with back-off, smoothed after Witten and Bell (interpolated), as the text of an ARPA file.
 *
 * @throws RangeError when there is no sentence.
 */
export function languageModel(
  sentences: Iterable<WeightedSentence>,
  { words: known = [], leastGain = 0 }: LanguageModelOptions = {},
): string {
  const unigrams: Contexts = new Map();
  const bigrams: Contexts = new Map();
  const trigrams: Contexts = new Map();
  for (const { words, weight } of sentences) {
    const padded = [START, ...words, END];
    for (let i = 1; i < padded.length; i++) {
      const word = padded[i]!;
      count(unigrams, "", word, weight);
      count(bigrams, padded[i - 1]!, word, weight);
      if (i > 1) count(trigrams, `${padded[i - 2]} ${padded[i - 1]}`, word, weight);
    }
  }
  const seen = unigrams.get("");
  if (!seen) throw new RangeError("A language model needs at least one sentence.");
  for (const word of known) count(unigrams, "", word, 0);

  const singles = new Map<string, number>();
  for (const word of seen.words.keys()) singles.set(word, smooth(seen, word, 1 / seen.words.size));
  const single = (_context: string, word: string): number => singles.get(word) ?? 0;

  const fullPair = (context: string, word: string): number => smooth(bigrams.get(context), word, single(context, word));
  const three = keep(
    trigrams,
    (context, word) => fullPair(last(context), word),
    (_ngram, gain) => gain > leastGain,
  );
  // A pair that begins a kept triple is kept, too: the file needs a line for its back-off weight.
  const two = keep(bigrams, single, (ngram, gain) => gain > leastGain || three.has(ngram));
  const afterOne = backOffs(two, single);
  const afterTwo = backOffs(three, (context, word) => {
    const one = last(context);
    return two.get(one)?.get(word) ?? (afterOne.get(one) ?? 1) * single(one, word);
  });

  singles.set(START, 0);
  const sections = [section(new Map([["", singles]]), afterOne), section(two, afterTwo), section(three, undefined)];
  const counts = sections.map((lines, i) => `ngram ${i + 1}=${lines.length}`);
  const bodies = sections.map((lines, i) => `\\${i + 1}-grams:\n${lines.join("\n")}\n`);
  return ["\\data\\", ...counts, "", ...bodies, "\\end\\", ""].join("\n");
}
