import { NodeType, parse, type HTMLElement, type Node } from "node-html-parser";
import type { FileContent } from "../entry.js";
import { entriesOfBlocks, type Block } from "./sections.js";

/** What is no text of the page. */
const LEFT_OUT = new Set(["HEAD", "SCRIPT", "STYLE", "NAV", "TEMPLATE", "NOSCRIPT", "SVG", "FORM", "IFRAME", "BUTTON"]);
/** What stands within a line. */
const INLINE = new Set(
  "A ABBR B BDI CITE CODE DATA DEL DFN EM I INS KBD LABEL MARK Q S SAMP SMALL SPAN STRONG SUB SUP TIME U VAR".split(
    " ",
  ),
);
const DOCTYPE = /^\s*<!doctype[^>]*>/i;
/** A question in a list of questions is smaller than every heading. */
const QUESTION_LEVEL = 7;

/** A page: headings, and the questions of lists of definitions and of what unfolds, with the text under them. */
export function readHtml(source: string, text: string): FileContent {
  // The parser takes it for text.
  const page = parse(text.replace(DOCTYPE, ""), { comment: false });
  const title = page.querySelector("title")?.text.trim() || undefined;
  const blocks: Block[] = [];
  let line = "";
  const paragraph = (): void => {
    const text = line.replace(/\s+/g, " ").trim();
    if (text !== "") blocks.push({ text });
    line = "";
  };
  const visit = (node: Node): void => {
    if (node.nodeType === NodeType.TEXT_NODE) {
      line += node.text;
      return;
    }
    const element = node as HTMLElement;
    const tag = element.tagName ?? "";
    if (LEFT_OUT.has(tag)) return;
    const level = levelOf(tag);
    if (level !== undefined) {
      paragraph();
      const heading = element.text.replace(/\s+/g, " ").trim();
      if (heading !== "") blocks.push({ heading, level });
      return;
    }
    if (INLINE.has(tag)) {
      element.childNodes.forEach(visit);
      return;
    }
    if (tag === "TD" || tag === "TH" || tag === "BR") line += " ";
    else paragraph();
    element.childNodes.forEach(visit);
    if (tag !== "TD" && tag !== "TH" && tag !== "BR") paragraph();
  };
  visit(page);
  paragraph();
  return entriesOfBlocks(source, blocks, { title });
}

function levelOf(tag: string): number | undefined {
  if (/^H[1-6]$/.test(tag)) return Number(tag[1]);
  return tag === "DT" || tag === "SUMMARY" ? QUESTION_LEVEL : undefined;
}
