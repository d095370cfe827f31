import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, YAMLParseError } from "yaml";
import { z } from "zod";
import { StartError } from "../errors.js";
import { isLanguageTag } from "./languages.js";

const MAX_TEMPLATES = 100;
const MAX_FILE_BYTES = 200_000;
const MAX_LANGUAGES = 40;
/** Of a name, a greeting, a phrase. */
const MAX_TEXT = 1_000;
/** What Deepgram takes is 25 000 characters; the rest is for what the session adds. */
const MAX_PROMPT = 20_000;

const orMissing =
  (what: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    input === undefined ? "is missing" : what;

const textOf = (most: number) =>
  z
    .string({ error: orMissing("must be a text") })
    .trim()
    .min(1, { error: "must not be empty" })
    .max(most, { error: `must have at most ${most} characters` });

const text = textOf(MAX_TEXT);
const objectOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? undefined : orMissing("must have fields of its own")(issue),
  });
const anything = z.record(z.string(), z.unknown(), { error: orMissing("must have fields of its own") });

const language = objectOf({
  greeting: text,
  /** Deepgram's `agent.listen` and `agent.speak`, as they are. */
  listen: objectOf({ provider: anything }),
  speak: objectOf({
    provider: z.looseObject({ model: text }, { error: orMissing("must have fields of its own") }),
  }),
  /** What the relay has the agent say of its own accord. */
  phrases: objectOf({
    filler: text,
    stillThere: text,
    wrapUp: text,
    goodbye: text,
    /** In the place of what `agent_filler` and `end_call` say, which is English. */
    lookup: text.optional(),
    farewell: text.optional(),
  }),
});

const schema = objectOf({
  name: text,
  /** What the widget calls the agent. */
  agent: text,
  /** `staff`: only for sessions that the site's own server says to be of its staff. */
  scope: z.enum(["public", "staff"], { error: "must be public or staff" }).default("public"),
  /** Deepgram's `agent.think` without prompt and functions, as it is. */
  think: objectOf({ provider: anything }),
  tools: z.array(text, { error: orMissing("must be a list of tools") }),
  /** Tools that write only once the caller has agreed. */
  confirm: z.array(text, { error: "must be a list of tools" }).default([]),
  /** By language tag; the first is for whoever speaks none of them. */
  languages: z
    .record(z.string().refine(isLanguageTag), language, {
      error: (issue) =>
        issue.code === "invalid_key"
          ? "is no language tag such as en or pt-BR"
          : orMissing("must have a language tag for each language")(issue),
    })
    .refine((all) => Object.keys(all).length > 0, { error: "must have one language at least" })
    .refine((all) => Object.keys(all).length <= MAX_LANGUAGES, {
      error: `must have at most ${MAX_LANGUAGES} languages`,
    }),
  prompt: textOf(MAX_PROMPT),
});

/** A persona: what the agent is told, how it greets and sounds in each of its languages, and which tools it has. */
export type Template = z.infer<typeof schema>;

/** What a template has for one language. */
export type Language = z.infer<typeof language>;

const BUILT_IN = fileURLToPath(new URL("../../src/agent/templates/", import.meta.url));

/** Names are compared without case, spaces and punctuation. */
export const templateKey = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** "its field languages.es.greeting is missing" */
const problemOf = (issue: z.core.$ZodIssue): string => {
  const path = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    return `there is no field ${[...issue.path, issue.keys[0]].join(".")} in a template`;
  }
  return path === "" ? `it ${issue.message}` : `its field ${path} ${issue.message}`;
};

const readYaml = (path: string, fail: (why: string) => never): unknown => {
  if (statSync(path).size > MAX_FILE_BYTES) fail(`it has more than ${MAX_FILE_BYTES} bytes`);
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (error) {
    const why = error instanceof YAMLParseError ? error.message : String(error);
    return fail(`it is no YAML: ${why.split("\n", 1)[0]!.replace(/[:.]$/, "")}`);
  }
};

const readTemplate = (path: string, tools: readonly string[]): Template => {
  const fail = (why: string): never => {
    throw new StartError(`The template ${path} is not valid: ${why}.`);
  };
  const { data, error } = schema.safeParse(readYaml(path, fail));
  if (!data) return fail(problemOf(error.issues[0]!));
  const unknown = data.tools.findIndex((tool) => !tools.includes(tool));
  if (unknown >= 0) {
    fail(`its field tools.${unknown} names ${data.tools[unknown]}, and the tools are ${tools.join(", ")}`);
  }
  const unoffered = data.confirm.findIndex((tool) => !data.tools.includes(tool));
  if (unoffered >= 0)
    fail(`its field confirm.${unoffered} names ${data.confirm[unoffered]}, which is not among its tools`);
  if (Object.keys(data.languages).length > 1 && !data.prompt.includes("{language}")) {
    fail("its field prompt must say {language}, because the template has several");
  }
  return data;
};

const filesOf = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort();
  } catch {
    throw new StartError(`TEMPLATES_DIR=${folder} is not valid: there is no such folder that can be read.`);
  }
};

const readFolder = (folder: string, tools: readonly string[]): ReadonlyMap<string, Template> => {
  const files = filesOf(folder);
  if (files.length > MAX_TEMPLATES) {
    throw new StartError(`The folder ${folder} has ${files.length} templates; at most ${MAX_TEMPLATES} are read.`);
  }
  const found = new Map<string, Template>();
  for (const file of files) {
    const path = join(folder, file);
    const template = readTemplate(path, tools);
    const key = templateKey(template.name);
    if (found.has(key)) {
      throw new StartError(`The template ${path} is not valid: another one is called ${template.name}, too.`);
    }
    found.set(key, template);
  }
  return found;
};

/**
 * Reads the built-in templates and those of a folder, one YAML file each; one of the folder's takes the place of a
 * built-in one of its name. Every tool that they name must be one of `tools`.
 * @throws StartError naming the file and the field, and what is wrong with it.
 */
export const loadTemplates = (tools: readonly string[], folder?: string): ReadonlyMap<string, Template> =>
  new Map([...readFolder(BUILT_IN, tools), ...(folder === undefined ? [] : readFolder(folder, tools))]);
