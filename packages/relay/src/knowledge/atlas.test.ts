import { KnowledgeUnavailable } from "@bean-brew/tools";
import { describe, expect, it } from "vitest";
import { atlasIndex, atlasKnowledge, atlasTexts, type AtlasCollection, type AtlasText } from "./atlas.js";
import { fakeCollection } from "./atlas.testing.js";

const never = new AbortController().signal;
const DIMENSIONS = 24;
const axis = (n: number): number[] => Array.from({ length: DIMENSIONS }, (_, at) => (at === n ? 1 : 0));

/** One topic and one direction for each entry, with its question alone and with its answer. */
const texts: AtlasText[] = Array.from({ length: 20 }, (_, n) =>
  [true, false].map((isQuestion) => ({
    entry: `e${n}`,
    isQuestion,
    title: "Shop",
    topic: `Topic ${n}`,
    question: `What is item${n}?`,
    answer: "A coffee.",
    source: "a.md",
    vector: axis(n),
  })),
).flat();

describe("knowledge in Atlas (against a stand-in for the driver's aggregate)", () => {
  it("asks the index for a vector's neighbours, and gives each entry once", async () => {
    const collection = fakeCollection(texts);
    const knowledge = await atlasKnowledge({ collection, embedQuery: async () => Float32Array.from(axis(7)) });
    const { passages, closest } = await knowledge.search("what is item7", 4, never);
    expect(passages[0]).toMatchObject({ id: "e7", question: "What is item7?", answer: "A coffee.", source: "a.md" });
    expect(passages[0]!.score).toBeGreaterThan(0.9);
    expect(new Set(passages.map(({ id }) => id)).size).toBe(passages.length);
    expect(closest).toEqual([]);
    expect(collection.sent[1]).toEqual([
      { $vectorSearch: { index: "knowledge", path: "vector", queryVector: axis(7), numCandidates: 960, limit: 96 } },
      { $set: { similarity: { $meta: "vectorSearchScore" } } },
      { $unset: ["_id", "vector"] },
    ]);
    expect(atlasIndex(DIMENSIONS)).toEqual({
      name: "knowledge",
      type: "vectorSearch",
      definition: { fields: [{ type: "vector", path: "vector", numDimensions: DIMENSIONS, similarity: "cosine" }] },
    });
    expect(knowledge.topics()).toHaveLength(20);
  });

  it("finds an entry by its phrases, which are embedded and not stored as such, nor crowd the others out", async () => {
    const phrases = Array.from({ length: 40 }, (_, n) => `way ${n}`);
    const entries = texts
      .filter(({ isQuestion }) => isQuestion)
      .map(({ entry, title, topic, question, source }, n) => ({
        ...{ id: entry, title, topic, question, source },
        answer: `Answer ${n}.`,
        ...(n === 7 && { phrases }),
      }));
    // All of them have something in common.
    const vectorOf = (text: string): number[] =>
      axis(text.startsWith("way") ? 7 : Number(/item(\d+)/.exec(text)![1])).map((v, n) => (n === 23 ? 0.6 : 0.8 * v));
    const scoreOver = async (given: typeof entries): Promise<number> => {
      const stored: AtlasText[] = [];
      for await (const text of atlasTexts(given, async (one) => Float32Array.from(vectorOf(one)))) stored.push(text);
      expect(stored.some((text) => "phrases" in text)).toBe(false);
      const asked = axis(22).map((v, n) => (n === 7 ? 0.4 : n === 23 ? 0.3 : Math.sqrt(0.75) * v));
      const embedQuery = async (): Promise<Float32Array> => Float32Array.from(asked);
      const knowledge = await atlasKnowledge({ collection: fakeCollection(stored), embedQuery });
      const [best] = (await knowledge.search("hello", 1, never)).passages;
      expect(best!.id).toBe("e7");
      return best!.score;
    };
    expect(await scoreOver(entries)).toBeCloseTo(await scoreOver(entries.map((entry) => ({ ...entry, phrases: [] }))));
  });

  it("says honestly that nothing answers, and what comes nearest", async () => {
    const embedQuery = async (): Promise<Float32Array> => Float32Array.from(axis(23));
    const knowledge = await atlasKnowledge({ collection: fakeCollection(texts), embedQuery });
    const found = await knowledge.search("who won the game", 4, never);
    expect(found.passages).toEqual([]);
    expect(found.closest).toHaveLength(3);
  });

  it("is not available when the cluster or the model is not", async () => {
    const down: AtlasCollection = {
      aggregate: () => ({ toArray: () => Promise.reject(new Error("connection refused")) }),
    };
    const embedQuery = (): Promise<Float32Array> => Promise.reject(new Error("no vector"));
    await expect(atlasKnowledge({ collection: down, embedQuery })).rejects.toThrow(KnowledgeUnavailable);
    const knowledge = await atlasKnowledge({ collection: fakeCollection(texts), embedQuery });
    await expect(knowledge.search("hours", 4, never)).rejects.toThrow(KnowledgeUnavailable);
  });
});
