import type { AtlasCollection, AtlasText } from "./atlas.js";

type Stage = Readonly<Record<string, Record<string, unknown>>>;

/** Answers as Atlas does what the driver's `aggregate` is given; it knows no other stages than are sent. */
export function fakeCollection(stored: readonly AtlasText[]): AtlasCollection & { readonly sent: Stage[][] } {
  const sent: Stage[][] = [];
  return {
    sent,
    aggregate(pipeline) {
      sent.push([...pipeline] as Stage[]);
      const { $vectorSearch: search } = pipeline[0] as Stage;
      return {
        toArray: async () => {
          if (search === undefined)
            return [...new Set(stored.map(({ topic }) => topic))].sort().map((_id) => ({ _id }));
          const vector = search["queryVector"] as number[];
          return stored
            .map(({ vector: of, ...text }) => ({
              ...text,
              similarity: (1 + of.reduce((sum, v, n) => sum + v * vector[n]!, 0)) / 2,
            }))
            .sort((a, b) => b.similarity - a.similarity)
            .slice(0, search["limit"] as number);
        },
      };
    },
  };
}
