import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { StartError } from "../errors.js";

/** A question that the shop's texts answer. */
export interface Entry {
  /** `delivery.md#do-you-ship-abroad` */
  readonly id: string;
  /** The file's title. */
  readonly title: string;
  readonly topic: string;
  readonly question: string;
  readonly answer: string;
  /** The file's path in the knowledge folder. */
  readonly source: string;
}

const frontMatter = z.object({
  title: z.string().min(1),
  topic: z.string().min(1),
  updated: z.union([z.iso.date(), z.date()]),
  /** Who may hear it. What is for the staff is not loaded. */
  audience: z.enum(["everyone", "staff"]),
});

const FENCED = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;
const QUESTION = /^##[ \t]+(.+?)[ \t#]*$/;

/**
 * The entries of one Markdown file: front matter, then each `## Question` with its paragraphs.
 * @throws StartError naming the file and what is wrong with it.
 */
export function entriesOf(source: string, text: string): Entry[] {
  const { title, topic, audience } = readFrontMatter(source, text);
  if (audience !== "everyone") return [];
  const entries: Entry[] = [];
  const ids = new Set<string>();
  for (const { question, answer } of sectionsOf(text.replace(FENCED, ""))) {
    if (answer === "")
      throw new StartError(`The question "${question}" in the knowledge file ${source} has no answer.`);
    const id = `${source}#${slugOf(question)}`;
    if (ids.has(id)) throw new StartError(`The knowledge file ${source} asks "${question}" twice.`);
    ids.add(id);
    entries.push({ id, title, topic, question, answer, source });
  }
  return entries;
}

function readFrontMatter(source: string, text: string): z.infer<typeof frontMatter> {
  const yaml = FENCED.exec(text)?.[1];
  if (yaml === undefined) {
    throw new StartError(
      `The knowledge file ${source} does not begin with front matter: title, topic, updated, audience.`,
    );
  }
  let value: unknown;
  try {
    value = parseYaml(yaml);
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new StartError(`The front matter of the knowledge file ${source} is not valid YAML: ${why}`);
  }
  const parsed = frontMatter.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".") || "it"}: ${issue.message}`).join("; ");
  throw new StartError(`The front matter of the knowledge file ${source} is not valid: ${problems}.`);
}

function sectionsOf(markdown: string): { question: string; answer: string }[] {
  const sections: { question: string; lines: string[] }[] = [];
  for (const line of markdown.split(/\r?\n/)) {
    const question = QUESTION.exec(line)?.[1];
    if (question !== undefined) sections.push({ question, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections.map(({ question, lines }) => ({ question, answer: lines.join("\n").trim() }));
}

function slugOf(question: string): string {
  return question
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}
