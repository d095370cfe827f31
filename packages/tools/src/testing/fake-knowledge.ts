import { KnowledgeUnavailable } from "../errors.js";
import type { KnowledgeBase, Passage } from "../ports.js";

/** Gives the passages that were put in, whatever is asked; without any, nothing is loaded. */
export function fakeKnowledge(passages?: readonly Passage[]): KnowledgeBase {
  return {
    search(_query, limit) {
      if (passages === undefined) return Promise.reject(new KnowledgeUnavailable("No knowledge base is loaded."));
      return Promise.resolve(passages.slice(0, limit));
    },
    topics: () => [...new Set(passages?.map((passage) => passage.topic))],
  };
}
