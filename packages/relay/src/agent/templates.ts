import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { StartError } from "../errors.js";

const provider = z.object({ provider: z.record(z.string(), z.unknown()) });

const schema = z.strictObject({
  name: z.string().min(1),
  /** What the widget calls the agent. */
  agent: z.string().min(1),
  greeting: z.string().min(1),
  listen: provider,
  think: provider,
  speak: z.object({ provider: z.looseObject({ model: z.string() }) }),
  tools: z.array(z.string()),
  /** What the relay has the agent say of its own accord. */
  phrases: z.strictObject({ filler: z.string(), stillThere: z.string(), wrapUp: z.string() }),
  prompt: z.string().min(1),
});

/** A persona: what the agent is told, how it greets and sounds, and which tools it has. */
export type Template = z.infer<typeof schema>;

const BUILT_IN = fileURLToPath(new URL("../../src/agent/templates/", import.meta.url));

/** Names are compared without case, spaces and punctuation. */
export const templateKey = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/**
 * Reads the templates of a folder, one YAML file each, and checks that every tool they name is one of `tools`.
 * @throws StartError naming the file and what is wrong with it.
 */
export const loadTemplates = (tools: readonly string[], folder = BUILT_IN): ReadonlyMap<string, Template> => {
  const templates = new Map<string, Template>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".yaml"))) {
    const parsed = schema.safeParse(parse(readFileSync(`${folder}/${file}`, "utf8")));
    if (!parsed.success) throw new StartError(`The template ${file} is not valid: ${z.prettifyError(parsed.error)}`);
    const unknown = parsed.data.tools.find((tool) => !tools.includes(tool));
    if (unknown) throw new StartError(`The template ${file} names the tool ${unknown}, which does not exist.`);
    templates.set(templateKey(parsed.data.name), parsed.data);
  }
  return templates;
};
