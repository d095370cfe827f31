import { slugOf, titleOfFile, type Entry, type FileContent } from "../entry.js";

/** A text as it reads from top to bottom; level 1 is the largest heading. */
export type Block = { readonly heading: string; readonly level: number } | { readonly text: string };

interface Section {
  /** From the largest heading to its own. */
  readonly path: readonly string[];
  readonly paragraphs: string[];
}

/** An entry for each heading that has text of its own under it. */
export function entriesOfBlocks(
  source: string,
  blocks: readonly Block[],
  known: { readonly title?: string | undefined; readonly topic?: string | undefined } = {},
): FileContent {
  const sections = sectionsOf(blocks);
  const name = nameOf(blocks);
  const title = known.title ?? name ?? titleOfFile(source);
  const entries: Entry[] = [];
  const problems: string[] = [];
  sections.forEach(({ path: headings, paragraphs }, n) => {
    const path = headings[0] === name || headings[0] === title ? headings.slice(1) : headings;
    const question = questionOf(path) ?? title;
    const answer = paragraphs.join("\n\n").trim();
    if (answer === "") {
      const hasParts = (sections[n + 1]?.path.length ?? 0) > headings.length;
      if (headings.length > 0 && path.length > 0 && !hasParts)
        problems.push(`"${question}" in the knowledge file ${source} has no answer.`);
      return;
    }
    const topic = known.topic ?? (path.length > 1 ? path[0]! : title);
    entries.push({ id: `${source}#${slugOf(path.at(-1) ?? title)}`, title, topic, question, answer, source });
  });
  return { entries, problems };
}

/** The one largest heading at the top names the file. */
function nameOf(blocks: readonly Block[]): string | undefined {
  const headings = blocks.flatMap((block) => ("heading" in block ? [block] : []));
  const [first, ...others] = headings;
  return first !== undefined && first.level === 1 && others.every(({ level }) => level > 1) ? first.heading : undefined;
}

/** A question stands for itself; any other heading needs those above it. */
function questionOf(path: readonly string[]): string | undefined {
  const own = path.at(-1);
  return own === undefined || own.endsWith("?") ? own : path.join(": ");
}

function sectionsOf(blocks: readonly Block[]): Section[] {
  const sections: Section[] = [{ path: [], paragraphs: [] }];
  const open: { heading: string; level: number }[] = [];
  for (const block of blocks) {
    if ("text" in block) {
      sections.at(-1)!.paragraphs.push(block.text);
      continue;
    }
    while (open.length > 0 && open.at(-1)!.level >= block.level) open.pop();
    open.push(block);
    sections.push({ path: open.map(({ heading }) => heading), paragraphs: [] });
  }
  return sections;
}
