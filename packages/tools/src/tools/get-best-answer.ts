import type { KnowledgeBase } from "../ports.js";
import { defineTool } from "../tool.js";
import { MAX_PASSAGES_TOLD, querySchema, QUOTED_NOTE, tellNothing, tellPassage } from "./passages.js";

/** Gives the one answer that the shop's texts most likely have to a question, if any. */
export function getBestAnswer({ knowledge }: { knowledge: KnowledgeBase }) {
  return defineTool({
    name: "get_best_answer",
    description:
      "Get the single best answer of the shop's own texts to one clear question. Use it when the caller asks " +
      "something that has one answer; answer only from what it gives. If nothing is found, say so and offer to have " +
      "somebody call back.",
    label: "Looking it up",
    kind: "read",
    schema: querySchema,
    async run({ query }, { signal }) {
      const { passages, closest } = await knowledge.search(query, MAX_PASSAGES_TOLD, signal);
      const matches = passages.map(tellPassage).map(({ question, score, source }) => ({ question, score, source }));
      const [best] = passages;
      if (best === undefined) return { result: tellNothing(closest) };
      const { content, question, answer, score, source } = tellPassage(best);
      const result = { found: true, note: QUOTED_NOTE, question, answer, content, score, source, matches };
      return { result: { ...result, total_matches: matches.length } };
    },
  });
}
