import type { KnowledgeBase } from "../ports.js";
import { defineTool } from "../tool.js";
import { MAX_PASSAGES_TOLD, querySchema, QUOTED_NOTE, tellNothing, tellPassage } from "./passages.js";

/** Searches the shop's texts. What they say reaches the model as quoted material with its source. */
export function searchKnowledgeBase({ knowledge }: { knowledge: KnowledgeBase }) {
  return defineTool({
    name: "search_knowledge_base",
    description:
      "Search the shop's own texts: what it sells and does, for whom, when, where and at what price, and its terms. " +
      "Call it before answering any question about the shop, and answer only from what it gives. If nothing is found, say so and offer to have somebody call back.",
    label: "Looking it up",
    kind: "read",
    schema: querySchema,
    async run({ query }, { signal }) {
      const { passages, closest } = await knowledge.search(query, MAX_PASSAGES_TOLD, signal);
      const results = passages.map(tellPassage);
      const [best] = results;
      if (best === undefined) return { result: tellNothing(closest) };
      return { result: { found: true, note: QUOTED_NOTE, ...best, results } };
    },
  });
}
