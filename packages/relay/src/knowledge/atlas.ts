import { KnowledgeUnavailable, type KnowledgeBase, type Passage } from "@bean-brew/tools";
import { BUILT_IN_CALIBRATION } from "./built-in-calibration.js";
import { probabilityOf, type Calibration } from "./calibration.js";
import { languageOf } from "./language/language.js";
import { lengthOf, usualOf } from "./rank.js";
import { toldOf } from "./told.js";

/** How many texts a search looks at for each that it gives: more find better and take longer. */
const CANDIDATES_PER_TEXT = 10;
/** How many texts a search gives: an entry has two, and the others are what the best stands out of. */
const TEXTS = 32;
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

interface Near {
  readonly hit: Hit;
  readonly cosine: number;
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

function passagesOf(query: string, hits: readonly Hit[], calibration: Calibration): Passage[] {
  const entries = new Map<string, Near>();
  for (const hit of hits) {
    const cosine = 2 * hit.similarity - 1;
    const known = entries.get(hit.entry);
    if (known === undefined || cosine > known.cosine) entries.set(hit.entry, { hit, cosine });
  }
  const near = [...entries.values()].sort((a, b) => b.cosine - a.cosine);
  const usual = usualOf(near.map(({ cosine }) => cosine));
  const language = languageOf(near.map(({ hit }) => ({ id: hit.entry, ...hit })));
  const asked = new Set(language.termsOf(query));
  return near.map(({ hit: { entry, similarity: _, isQuestion: __, ...passage }, cosine }, n) => {
    const has = new Set(language.termsOf(`${passage.question} ${passage.title} ${passage.topic} ${passage.answer}`));
    const agreement = asked.size === 0 ? 0 : [...asked].filter((term) => has.has(term)).length / asked.size;
    const margin = cosine - (near[n === 0 ? 1 : 0]?.cosine ?? 0);
    const evidence = {
      cosine,
      margin,
      standsOut: cosine - usual,
      agreement,
      about: agreement,
      length: lengthOf(asked.size),
    };
    return { id: entry, ...passage, score: probabilityOf(calibration.combined, evidence) };
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
