import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { KnowledgeBase } from "@bean-brew/tools";
import { StartError } from "../errors.js";
import { entriesOf, type Entry } from "./entries.js";
import { searchOver } from "./search.js";

/** The largest knowledge file, in bytes. */
export const MAX_FILE_BYTES = 1024 * 1024;
/** The most entries that are loaded. */
export const MAX_ENTRIES = 20_000;
/** The longest query that is looked at, in characters. */
export const MAX_QUERY_CHARACTERS = 1_000;

export interface LoadedKnowledge extends KnowledgeBase {
  /** How many questions it answers. */
  readonly size: number;
}

/**
 * Loads the shop's texts: every Markdown file in a folder and the folders in it.
 * @throws StartError naming what is wrong with the folder or a file.
 */
export async function loadKnowledge(folder: string): Promise<LoadedKnowledge> {
  const entries: Entry[] = [];
  for (const file of await markdownFilesIn(folder)) {
    const source = relative(folder, file).split(sep).join("/");
    entries.push(...entriesOf(source, await readText(file)));
    if (entries.length > MAX_ENTRIES) {
      throw new StartError(`The knowledge folder ${folder} has more than ${MAX_ENTRIES} entries.`);
    }
  }
  if (entries.length === 0) {
    throw new StartError(
      `The knowledge folder ${folder} has no entries: it needs Markdown files with "## Question" headings (KNOWLEDGE_DIR).`,
    );
  }
  const search = searchOver(entries);
  const topics = [...new Set(entries.map((entry) => entry.topic))];
  return {
    size: entries.length,
    topics: () => topics,
    async search(query, limit, signal) {
      signal.throwIfAborted();
      return search(query.slice(0, MAX_QUERY_CHARACTERS), limit);
    },
  };
}

async function markdownFilesIn(folder: string): Promise<string[]> {
  try {
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    return found
      .filter((item) => item.isFile() && item.name.endsWith(".md") && item.name.toLowerCase() !== "readme.md")
      .map((item) => join(item.parentPath, item.name))
      .sort();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(
      `The knowledge folder ${folder} cannot be read (${why}): name one that can with KNOWLEDGE_DIR.`,
    );
  }
}

async function readText(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > MAX_FILE_BYTES) {
    throw new StartError(`The knowledge file ${file} is larger than ${MAX_FILE_BYTES} bytes: split it.`);
  }
  return readFile(file, "utf8");
}
