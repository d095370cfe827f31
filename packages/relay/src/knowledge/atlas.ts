import { KnowledgeUnavailable, MAX_ANSWER_CHARACTERS, type KnowledgeBase, type Passage } from "@bean-brew/tools";
import { BUILT_IN_CALIBRATION } from "./built-in-calibration.js";
import { probabilityOf, type Calibration } from "./calibration.js";
import { chunksOf, textsOf } from "./chunks.js";
import type { Entry } from "./entry.js";
import { languageOf, MAX_TERMS } from "./language/language.js";
import { lexicalOver } from "./lexical.js";
import { rank, type Ranking } from "./rank.js";
import { answersOf, worthFor } from "./searcher.js";
import { excerptOf } from "./sentences.js";
import { toldOf } from "./told.js";

/** How many texts a search looks at for each that it gives: more find better and take longer. */
const CANDIDATES_PER_TEXT = 10;
/** How many texts a search gives: an entry has two, and as many again as it has phrases; the others are what the best stands out of. */
const TEXTS = 96;
/** How many topics are told. */
const MAX_TOPICS = 1_000;

/** The vector search index that the collection needs: `collection.createSearchIndex(atlasIndex(384))`. */
export const atlasIndex = (dimensions: number, name = "knowledge") => ({
  name,
  type: "vectorSearch" as const,
  definition: { fields: [{ type: "vector", path: "vector", numDimensions: dimensions, similarity: "cosine" }] },
});

/** A document of the collection: a text of an entry, its question alone or with its answer, with the vector. */
export interface AtlasText extends Omit<Passage, "score" | "id"> {
  readonly entry: string;
  readonly isQuestion: boolean;
  readonly vector: readonly number[];
}

/**
 * The documents that a folder's entries (`readFolder`) are in the collection: what it is filled with.
 * `embedText` gives a text's vector, by the model that questions are embedded with.
 */
export async function* atlasTexts(
  entries: readonly Entry[],
  embedText: (text: string) => Promise<Float32Array>,
): AsyncGenerator<AtlasText> {
  const chunks = chunksOf(entries);
  for (const { chunk, text, isQuestion } of textsOf(entries, chunks)) {
    const { entry: place, answer } = chunks[chunk]!;
    const { id, phrases: _, ...entry } = entries[place]!;
    yield { ...entry, entry: id, answer, isQuestion, vector: [...(await embedText(text))] };
  }
}

/** What of the driver's collection is used. */
export interface AtlasCollection {
  aggregate(
    pipeline: readonly Readonly<Record<string, unknown>>[],
    options?: { readonly signal?: AbortSignal },
  ): { toArray(): Promise<unknown[]> };
}

export interface AtlasOptions {
  readonly collection: AtlasCollection;
  /** The vector of a question, by the model that the texts were embedded with. */
  readonly embedQuery: (query: string, signal: AbortSignal) => Promise<Float32Array>;
  readonly index?: string;
  readonly calibration?: Calibration;
}

interface Hit extends Omit<AtlasText, "vector"> {
  /** (1 + cosine) / 2, as Atlas tells it. */
  readonly similarity: number;
}

/**
 * The shop's texts in MongoDB Atlas, searched by `$vectorSearch`: for texts that many relays share, or that are more than
 * one machine holds. Its words count only among what the vectors find.
 * @throws KnowledgeUnavailable when the cluster does not answer.
 */
export async function atlasKnowledge(options: AtlasOptions): Promise<KnowledgeBase> {
  const { collection, embedQuery, index = "knowledge", calibration = BUILT_IN_CALIBRATION } = options;
  const groups = await ask(collection, [{ $group: { _id: "$topic" } }, { $sort: { _id: 1 } }, { $limit: MAX_TOPICS }]);
  const topics = groups.map(({ _id }) => String(_id));

  return {
    topics: () => topics,
    async search(query, limit, signal) {
      const vector = await embedQuery(query, signal).catch((error: unknown) => {
        throw new KnowledgeUnavailable(messageOf(error));
      });
      const hits = (await ask(collection, pipelineOf(index, vector), signal)) as unknown as Hit[];
      return toldOf(passagesOf(query, hits, calibration), calibration.threshold, limit);
    },
  };
}

function pipelineOf(index: string, vector: Float32Array): Readonly<Record<string, unknown>>[] {
  return [
    {
      $vectorSearch: {
        index,
        path: "vector",
        queryVector: [...vector],
        numCandidates: TEXTS * CANDIDATES_PER_TEXT,
        limit: TEXTS,
      },
    },
    { $set: { similarity: { $meta: "vectorSearchScore" } } },
    { $unset: ["_id", "vector"] },
  ];
}

/** What was found is ranked as a folder's own entries are, by their cosines and their words among each other. */
function passagesOf(query: string, hits: readonly Hit[], calibration: Calibration): Passage[] {
  const places = new Map<string, number>();
  for (const { entry } of hits) if (!places.has(entry)) places.set(entry, places.size);
  const entryOf = hits.map(({ entry }) => places.get(entry)!);
  const textsOf: number[][] = [...places].map(() => []);
  entryOf.forEach((entry, text) => textsOf[entry]!.push(text));
  const entries = textsOf.map((texts): Entry => {
    const { entry, similarity: _, isQuestion: __, ...text } = hits[texts[0]!]!;
    return { id: entry, ...text };
  });
  const language = languageOf(entries);
  const cosineOf = (text: number): number => 2 * hits[text]!.similarity - 1;
  const ranking: Ranking = {
    lexical: lexicalOver(entries, language),
    isName: () => false,
    answerOf: answersOf(entries),
    semantic: {
      nearest: {
        search: () => hits.map((_, text) => ({ text, cosine: cosineOf(text) })),
        cosine: (_, text) => cosineOf(text),
      },
      chunkOf: hits.map((_, text) => text),
      entryOf,
      isQuestion: hits.map(({ isQuestion }) => isQuestion),
      textsOf,
    },
  };
  const terms = [...new Set(language.termsOf(query))].slice(0, MAX_TERMS);
  // The cosines are there; the vector is not looked at again.
  return rank(ranking, terms, new Float32Array(0), "combined").map(({ entry, chunk, evidence }) => {
    const { answer } = chunk === undefined ? entries[entry]! : hits[chunk]!;
    const told = excerptOf(answer, MAX_ANSWER_CHARACTERS, worthFor(terms, language, ranking.lexical));
    return { ...entries[entry]!, answer: told, score: probabilityOf(calibration.combined, evidence) };
  });
}

async function ask(
  collection: AtlasCollection,
  pipeline: readonly Readonly<Record<string, unknown>>[],
  signal?: AbortSignal,
): Promise<Record<string, unknown>[]> {
  try {
    return (await collection.aggregate(pipeline, signal && { signal }).toArray()) as Record<string, unknown>[];
  } catch (error) {
    throw new KnowledgeUnavailable(`The cluster does not answer: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
