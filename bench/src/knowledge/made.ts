import type { Entry, Vectors } from "@bean-brew/relay/knowledge";

const DIMENSIONS = 384;
/** Vectors of texts lie in groups: so many, each with so much noise of its own. */
const GROUPS = 500;
const NOISE = 0.6;
const WORDS = 5_000;

/** A word of six letters and more, as most are that are misspelled. */
function wordOf(n: number): string {
  // The last digit comes first: words begin with all letters.
  const letters = [...n.toString(26).padStart(4, "0")]
    .reverse()
    .map((digit) => String.fromCharCode(97 + parseInt(digit, 26)));
  return `${letters.join("")}en`;
}

export type Made = ReturnType<typeof madeKnowledge>;

/** Entries, their vectors and questions near to some of them, made by a generator of numbers from 0 to 1. */
export function madeKnowledge(chunks: number, random: () => number) {
  const word = (): string => wordOf(Math.floor(WORDS * random() ** 3));
  const words = (count: number): string => Array.from({ length: count }, word).join(" ");
  const entries: Entry[] = Array.from({ length: chunks }, (_, n) => ({
    id: `e${n}`,
    title: `Part ${n % 50}`,
    topic: `Part ${n % 50}`,
    question: `${words(8)}?`,
    answer: words(60),
    source: `${n % 50}.md`,
  }));
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const centres = Array.from({ length: GROUPS }, () => Float32Array.from({ length: DIMENSIONS }, normal));
  const put = (into: Float32Array, near: Float32Array, noise: number): void => {
    for (let n = 0; n < DIMENSIONS; n += 1) into[n] = near[n]! + noise * normal();
    const length = Math.hypot(...into);
    for (let n = 0; n < DIMENSIONS; n += 1) into[n]! /= length;
  };
  // Two texts an entry: its question, and its question with its answer.
  const data = new Float32Array(2 * chunks * DIMENSIONS);
  const at = (text: number): Float32Array => data.subarray(text * DIMENSIONS, (text + 1) * DIMENSIONS);
  for (let n = 0; n < chunks; n += 1) {
    put(at(2 * n), centres[n % GROUPS]!, NOISE);
    put(at(2 * n + 1), at(2 * n), 0.03);
  }
  const vectors: Vectors = { data, dimensions: DIMENSIONS };
  const question = () => {
    const entry = Math.floor(random() * chunks);
    const vector = new Float32Array(DIMENSIONS);
    put(vector, at(2 * entry), 0.03);
    const said = entries[entry]!.question.split(" ").slice(0, 4).join(" ");
    // One word of it is misspelled: to be mended, it is compared with those of the texts.
    const slip = word();
    return { text: `${said} ${slip.slice(0, -2)}${slip.at(-1)}${slip.at(-2)} please`, vector };
  };
  return { entries, vectors, question };
}
