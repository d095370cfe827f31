import { z } from "zod";
import { defineTool } from "../tool.js";
import { choiceSchema } from "./choice.js";

const FAREWELLS = {
  thanks: "Thank you for calling! Have a great day!",
  general: "Goodbye! Have a nice day!",
  help: "I'm glad I could help! Have a wonderful day!",
} as const;

/** Ends the call once the farewell was heard. */
export const endCall = defineTool({
  name: "end_call",
  description:
    "End the call, when the caller says goodbye or wants nothing more. Not after a pause, and not while a question is " +
    "open. Then say the farewell that it gives.",
  label: "Saying goodbye",
  kind: "end",
  schema: z.object({
    farewell_type: choiceSchema(
      ["thanks", "general", "help"],
      "thanks: the caller said thank you; help: you solved something; general: anything else.",
    ),
  }),
  run({ farewell_type }) {
    const message = FAREWELLS[farewell_type];
    return { result: { status: "closing", message }, follow: { do: "end", farewell: message } };
  },
});
