import { z } from "zod";
import { KnowledgeUnavailable } from "../errors.js";
import type { KnowledgeBase } from "../ports.js";
import { defineTool } from "../tool.js";
import { capped, harmless, QUOTED_NOTE } from "./passages.js";

/** How many topics one answer tells. */
export const MAX_TOPICS_TOLD = 20;
/** How much of a topic's title is told, in characters. */
export const MAX_TOPIC_CHARACTERS = 80;

/** Tells what the shop's texts are about. */
export function getKnowledgeBaseTopics({ knowledge }: { knowledge: KnowledgeBase }) {
  return defineTool({
    name: "get_knowledge_base_topics",
    description:
      "List what the shop's own texts are about. Use it when the caller asks what you can help with or know about; " +
      "name a few topics, not all.",
    label: "Looking it up",
    kind: "read",
    schema: z.object({}),
    run() {
      const topics = knowledge.topics();
      if (topics.length === 0) throw new KnowledgeUnavailable("There are no texts that are about anything.");
      const told = topics.slice(0, MAX_TOPICS_TOLD).map((topic) => capped(harmless(topic), MAX_TOPIC_CHARACTERS));
      return { result: { note: QUOTED_NOTE, topics: told, total_topics: topics.length } };
    },
  });
}
