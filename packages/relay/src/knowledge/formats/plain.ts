import type { FileContent } from "../entry.js";
import { entriesOfBlocks, type Block } from "./sections.js";

/** The longest line that may be a heading, in characters. */
const MAX_HEADING_CHARACTERS = 100;
const ASKED = /^Q(?:uestion)?\s*[:.)]\s*(.+)$/i;
const ANSWERED = /^A(?:nswer)?\s*[:.)]\s*(.*)$/i;
/** `====` and `----` below a heading. */
const UNDERLINE = /^(?:=+|-+)$/;

/**
 * Paragraphs between empty lines. A line that ends like a question, or a short one without an end above a paragraph, is a heading;
 * `Q:` and `A:` say it themselves.
 */
export function readPlain(source: string, text: string): FileContent {
  const blocks: Block[] = [];
  const paragraphs = text.replace(/^\uFEFF/, "").split(/\r?\n[ \t]*(?:\r?\n[ \t]*)+/);
  paragraphs.forEach((paragraph, n) => {
    const lines = paragraph
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "");
    const [first, second] = lines;
    if (first === undefined) return;
    const asked = ASKED.exec(first)?.[1];
    const isUnderlined = second !== undefined && UNDERLINE.test(second);
    const hasTextBelow = lines.length > 1 || n < paragraphs.length - 1;
    if (asked === undefined && !isUnderlined && !(hasTextBelow && isHeading(first))) {
      blocks.push({ text: lines.join("\n") });
      return;
    }
    // Underlined by "=" names what follows; the rest are on one level.
    blocks.push({ heading: asked ?? first, level: isUnderlined && second.startsWith("=") ? 1 : 2 });
    const rest = lines.slice(isUnderlined ? 2 : 1).map((line) => ANSWERED.exec(line)?.[1] ?? line);
    if (rest.length > 0) blocks.push({ text: rest.join("\n") });
  });
  return entriesOfBlocks(source, blocks);
}

function isHeading(line: string): boolean {
  return (
    line.length <= MAX_HEADING_CHARACTERS && (line.endsWith("?") || !/[.!:;,]$/.test(line)) && !/^[-*•\d]/.test(line)
  );
}
