import { parse as parseYaml } from "yaml";
import { z } from "zod";
import type { FileContent } from "../entry.js";
import { entriesOfBlocks, type Block } from "./sections.js";

const frontMatter = z.object({
  title: z.string().min(1).optional(),
  topic: z.string().min(1).optional(),
  updated: z.union([z.iso.date(), z.date()]).optional(),
  /** Who may hear it. What is for the staff is not loaded. */
  audience: z.enum(["everyone", "staff"]).default("everyone"),
});
type FrontMatter = z.output<typeof frontMatter>;

const FENCED = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n?---[ \t]*(?:\r?\n|$)/;
const HEADING = /^(#{1,6})[ \t]+(.+?)[ \t#]*$/;
const CODE = /^[ \t]*(?:```|~~~)/;

/** Front matter, if there is any, then headings with their paragraphs. */
export function readMarkdown(source: string, text: string): FileContent {
  const front = readFrontMatter(text);
  // Who may hear what is in a file is written at its top: what cannot be read there may not be told to anybody.
  if (typeof front === "string") {
    return { entries: [], problems: [`The front matter of the knowledge file ${source} is not valid: ${front}.`] };
  }
  if (front.audience !== "everyone") return { entries: [], problems: [] };
  return entriesOfBlocks(source, blocksOf(text.replace(FENCED, "")), front);
}

/** What stands at the top, or why it is not valid. */
function readFrontMatter(text: string): FrontMatter | string {
  const yaml = FENCED.exec(text)?.[1];
  if (yaml === undefined) {
    return /^\uFEFF?---\r?\n/.test(text) ? "it does not end with ---" : frontMatter.parse({});
  }
  let value: unknown;
  try {
    value = parseYaml(yaml) ?? {};
  } catch (error) {
    return `it is not YAML (${error instanceof Error ? error.message.split("\n")[0] : String(error)})`;
  }
  const parsed = frontMatter.safeParse(value);
  if (parsed.success) return parsed.data;
  return parsed.error.issues.map((issue) => `${issue.path.join(".") || "it"}: ${issue.message}`).join("; ");
}

function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let isCode = false;
  const paragraph = (): void => {
    const text = lines.join("\n").trim();
    if (text !== "") blocks.push({ text });
    lines = [];
  };
  for (const line of markdown.split(/\r?\n/)) {
    if (CODE.test(line)) isCode = !isCode;
    const [, marks, heading] = (isCode ? null : HEADING.exec(line)) ?? [];
    if (marks !== undefined && heading !== undefined) {
      paragraph();
      blocks.push({ heading: plain(heading), level: marks.length });
    } else if (line.trim() === "") paragraph();
    else lines.push(isCode ? line : plain(line));
  }
  paragraph();
  return blocks;
}

/** Without what is for the eye: links are their words, emphasis is gone. */
function plain(line: string): string {
  return line
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, "$2")
    .replace(/(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?!\w)/g, "$1");
}
