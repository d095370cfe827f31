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
/** Below a line of text, which it makes a heading. */
const UNDERLINE = /^ {0,3}([=-])\1*[ \t]*$/;
/** Between paragraphs. */
const RULE = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;
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
  const paragraph = (): void => {
    const text = lines.join("\n").trim();
    if (text !== "") blocks.push({ text });
    lines = [];
  };
  for (const { line, isCode } of linesOf(markdown)) {
    const [, marks, heading] = (isCode ? null : HEADING.exec(line)) ?? [];
    const under = isCode ? undefined : UNDERLINE.exec(line)?.[1];
    if (marks !== undefined && heading !== undefined) {
      paragraph();
      blocks.push({ heading: plain(heading), level: marks.length });
    } else if (under !== undefined && lines.length === 1) {
      blocks.push({ heading: lines[0]!, level: under === "=" ? 1 : 2 });
      lines = [];
    } else if (line.trim() === "" || (!isCode && RULE.test(line))) paragraph();
    else lines.push(isCode ? line : plain(line));
  }
  paragraph();
  return blocks;
}

/** Without comments, which are for who writes. */
function* linesOf(markdown: string): Generator<{ line: string; isCode: boolean }> {
  let isCode = false;
  let isComment = false;
  for (const written of markdown.split(/\r?\n/)) {
    if (!isComment && CODE.test(written)) isCode = !isCode;
    if (isCode) {
      yield { line: written, isCode };
      continue;
    }
    let line = "";
    for (let rest = written; rest !== "";) {
      const mark = isComment ? "-->" : "<!--";
      const at = rest.indexOf(mark);
      if (!isComment) line += at === -1 ? rest : rest.slice(0, at);
      rest = at === -1 ? "" : rest.slice(at + mark.length);
      if (at !== -1) isComment = !isComment;
    }
    // A comment by itself is no end of a paragraph.
    if (line.trim() !== "" || written.trim() === "") yield { line, isCode };
  }
}

/** Without what is for the eye: links are their words, emphasis is gone. */
function plain(line: string): string {
  return line
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, "$2")
    .replace(/(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?!\w)/g, "$1");
}
