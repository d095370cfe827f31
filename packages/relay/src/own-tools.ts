import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ShopPorts, Tool } from "@bean-brew/tools";
import { z } from "zod";
import { StartError } from "./errors.js";

/** The most tools of its own that a shop may have. */
const MAX_OWN_TOOLS = 50;

const toolSchema = z.looseObject(
  {
    name: z
      .string({ error: "must be a text" })
      .regex(/^[a-z][a-z0-9_]{0,63}$/, { error: "must have lower-case letters, digits and underscores, at most 64" }),
    description: z.string({ error: "must be a text" }).min(1, { error: "must not be empty" }),
    label: z.string({ error: "must be a text" }),
    kind: z.enum(["read", "write", "speak", "end"], { error: "must be read, write, speak or end" }),
    scope: z.enum(["public", "staff"], { error: "must be public or staff" }),
    timeLimit: z.number({ error: "must be a number of milliseconds" }).positive(),
    schema: z.custom<Tool["schema"]>((value) => value instanceof z.ZodObject, { error: "must be an object of zod 4" }),
    run: z.custom<Tool["run"]>((value) => typeof value === "function", { error: "must be a function" }),
  },
  { error: "must be what defineTool gives" },
);
const toolsSchema = z
  .array(toolSchema, { error: "its default export must return a list of tools" })
  .max(MAX_OWN_TOOLS, { error: `it must return at most ${MAX_OWN_TOOLS} tools` });

/** A module of a shop's own: its default export makes tools of what the shop's own tools are made of. */
const moduleSchema = z.object({
  default: z.custom<(ports: ShopPorts) => unknown>((value) => typeof value === "function"),
});

/**
 * Loads a shop's own tools from a module's file.
 * @throws StartError naming the file and what is wrong with it.
 */
export const loadOwnTools = async (
  path: string,
  ports: ShopPorts,
  shops: readonly Tool[],
): Promise<readonly Tool[]> => {
  const refuse = (why: string, cause?: unknown): StartError =>
    new StartError(`TOOLS_MODULE=${path} is not valid: ${why}.`, { cause });
  const given: unknown = await import(pathToFileURL(resolve(path)).href).catch((error: unknown) => {
    throw refuse(`it cannot be loaded: ${error instanceof Error ? error.message : String(error)}`, error);
  });
  const { success, data } = moduleSchema.safeParse(given);
  if (!success) throw refuse("its default export must be a function that returns a list of tools");
  const made: unknown = await data.default(ports);
  const parsed = toolsSchema.safeParse(made);
  if (!parsed.success) throw refuse(sentenceOf(made, parsed.error.issues[0]!));
  const tools = parsed.data;
  const names = [...shops, ...tools].map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw refuse(`there are two tools called ${twice}`);
  return tools;
};

const sentenceOf = (made: unknown, { path: [index, ...field], message }: z.core.$ZodIssue): string => {
  if (index === undefined) return message;
  const tool: unknown = Array.isArray(made) ? made[Number(index)] : undefined;
  const name = typeof tool === "object" && tool !== null && "name" in tool ? String(tool.name) : "";
  const which = name === "" ? `the tool number ${Number(index) + 1}` : `the tool ${name}`;
  return field.length === 0 ? `${which} ${message}` : `${which}: its ${field.join(".")} ${message}`;
};
