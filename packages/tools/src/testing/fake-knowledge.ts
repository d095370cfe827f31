import { KnowledgeUnavailable } from "../errors.js";
import type { KnowledgeBase, Passage } from "../ports.js";

/**
 * Gives the passages that were put in, whatever is asked; without any, nothing is loaded. An empty list answers
 * nothing, and `closest` is told.
 */
export function fakeKnowledge(passages?: readonly Passage[], closest: readonly string[] = []): KnowledgeBase {
  return {
    search(_query, limit) {
      if (passages === undefined) return Promise.reject(new KnowledgeUnavailable("No knowledge base is loaded."));
      return Promise.resolve({ passages: passages.slice(0, limit), closest: passages.length > 0 ? [] : closest });
    },
    topics: () => [...new Set(passages?.map((passage) => passage.topic))],
  };
}
