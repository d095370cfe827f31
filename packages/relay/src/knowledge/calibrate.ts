import { BUILT_IN_CALIBRATION } from "./built-in-calibration.js";
import { THRESHOLD, type Line, type OwnCalibration } from "./calibration.js";
import { isExpected, type Find, type Labelled } from "./evaluate.js";
import type { Feature } from "./evidence.js";
import { fitLine, type Sample } from "./fit.js";
import type { Way } from "./rank.js";

/** With fewer questions a folder's own calibration would be worse than the built-in one. */
export const MIN_QUESTIONS = 20;

/** What each kind of search has to say about its best entry. */
export const FEATURES = {
  combined: ["cosine", "standsOut", "margin", "agreement", "about", "length"],
  lexical: ["margin", "agreement", "about"],
} as const satisfies Record<string, readonly Feature[]>;

/**
 * How many questions the built-in calibration outweighs, about. Measured on folders that it was not fitted to: half of it
 * wins as little with twenty questions, and twice as much hardly adapts to a folder unlike others.
 */
const STRENGTH = 32;

/**
 * How much more than the other kind of questions, those with an answer and those without, one kind counts at most: a file
 * with hardly any of one kind says little of when to answer, and nothing of how often.
 */
const MOST_OF_A_KIND = 2;

/**
 * What spoke for the entry that came first, question by question. Where the texts answer but another entry came first, an
 * answer and none would both be wrong: that says nothing about when to answer, and is left out.
 */
export async function samplesOf(questions: readonly Labelled[], find: Find, way: Way): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const { question, expect } of questions) {
    const [best] = await find(question, 1, way);
    if (best === undefined) continue;
    const isRight = isExpected(best, expect);
    if (isRight || expect.length === 0) samples.push({ evidence: best.evidence, isRight });
  }
  return samples;
}

/** Samples with so much weight that no kind counts for more than it may. */
function evened(samples: readonly Sample[]): Sample[] {
  const right = samples.filter(({ isRight }) => isRight).length;
  const wrong = samples.length - right;
  const weightOf = (own: number, other: number): number => Math.min(1, (MOST_OF_A_KIND * other) / own);
  return samples.map((sample) => ({
    ...sample,
    weight: sample.isRight ? weightOf(right, wrong) : weightOf(wrong, right),
  }));
}

/**
 * Fits a folder's own calibration to its labelled questions, starting from the built-in one.
 * `model` names the model that embeds them; without one only searches by words are fitted. What `own` has of another kind
 * of search, and its threshold, stays.
 * @throws Error in a sentence when there are too few questions, or none of one kind.
 */
export async function calibrate(
  questions: readonly Labelled[],
  find: Find,
  { model, own }: { readonly model: string | undefined; readonly own?: OwnCalibration | undefined },
): Promise<OwnCalibration> {
  const unanswerable = questions.filter(({ expect }) => expect.length === 0).length;
  if (questions.length < MIN_QUESTIONS || unanswerable === 0 || unanswerable === questions.length) {
    throw new Error(
      `To calibrate, at least ${MIN_QUESTIONS} questions are needed, some of which the texts answer and some not ` +
        `(an empty "expect"): these are ${questions.length}, ${unanswerable} of them without an answer.`,
    );
  }
  const lineOf = async (way: "combined" | "lexical"): Promise<Line> => {
    const samples = evened(await samplesOf(questions, find, way));
    return rounded(fitLine(samples, { features: FEATURES[way], strength: STRENGTH, prior: BUILT_IN_CALIBRATION[way] }));
  };
  const byMeaning =
    model === undefined
      ? { combined: own?.combined, model: own?.model }
      : { combined: await lineOf("combined"), model };
  const { threshold = THRESHOLD } = own ?? {};
  return { ...byMeaning, lexical: await lineOf("lexical"), threshold, questions: questions.length };
}

/** So that a person can read it. */
function rounded({ bias, weights }: Line): Line {
  const round = (value: number): number => Math.round(value * 1_000) / 1_000;
  return { bias: round(bias), weights: Object.fromEntries(Object.entries(weights).map(([k, v]) => [k, round(v)])) };
}
