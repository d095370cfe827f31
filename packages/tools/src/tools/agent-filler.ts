import { z } from "zod";
import { defineTool } from "../tool.js";
import { choiceSchema } from "./choice.js";

const FILLERS = { lookup: "Let me look that up for you.", general: "One moment, please." } as const;

/** Has the agent say that it needs a moment, while it looks something up. */
export const agentFiller = defineTool({
  name: "agent_filler",
  description:
    "Say a short sentence to bridge a pause. Call it before a lookup that the caller has to wait for, then call the " +
    "lookup at once. Never say such a sentence yourself.",
  label: "One moment",
  kind: "speak",
  schema: z.object({
    message_type: choiceSchema(["lookup", "general"], "lookup: before looking something up; general: anything else."),
  }),
  run({ message_type }) {
    return {
      result: { status: "queued", message_type },
      follow: { do: "say", text: FILLERS[message_type] },
    };
  },
});
