import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { slugOf, type Entry, type FileContent } from "./entry.js";
import { readHtml } from "./formats/html.js";
import { readMarkdown } from "./formats/markdown.js";
import { readPlain } from "./formats/plain.js";
import { firstOf } from "./formats/problems.js";
import { readCsv, readJson } from "./formats/records.js";
import { readPhrases, withPhrases } from "./phrases.js";

/** The largest file in the folder, in bytes. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;
/** The most entries that are loaded. */
export const MAX_ENTRIES = 100_000;
/** The most files that are read. */
export const MAX_FILES = 10_000;

/** Files in the folder that are about the texts. */
export const SYNONYMS_FILE = "synonyms.json";
export const CALIBRATION_FILE = "calibration.json";
export const PHRASES_FILE = "phrases.json";

const FORMATS: Readonly<Record<string, (source: string, text: string) => FileContent>> = {
  ".md": readMarkdown,
  ".markdown": readMarkdown,
  ".json": readJson,
  ".csv": readCsv,
  ".tsv": readCsv,
  ".html": readHtml,
  ".htm": readHtml,
  ".txt": readPlain,
};
const NOT_TEXTS = new Set([SYNONYMS_FILE, CALIBRATION_FILE, PHRASES_FILE]);

interface Bounds {
  readonly maxFiles?: number;
  readonly maxEntries?: number;
}

/**
 * The entries of every file in a folder and the folders in it, with callers' phrases for them. What cannot be taken is left
 * out, and said.
 * @throws Error in a sentence when the folder cannot be read.
 */
export function readFolder(folder: string, bounds: Bounds = {}): FileContent {
  const { entries, problems } = readTexts(folder, bounds);
  const said = [...problems];
  const phrases = readAside(folder, PHRASES_FILE, readPhrases, said);
  if (phrases === undefined) return { entries, problems: said };
  const asked = withPhrases(entries, phrases, PHRASES_FILE);
  return { entries: asked.entries, problems: [...said, ...asked.problems] };
}

/** Reads a file in the folder that is about the texts, if there is one; why it cannot be used is added to `problems`. */
export function readAside<T>(
  folder: string,
  name: string,
  read: (text: string) => T,
  problems: string[],
): T | undefined {
  const path = join(folder, name);
  if (!existsSync(path)) return undefined;
  try {
    if (statSync(path).size > MAX_FILE_BYTES) throw new Error(`it is larger than ${MAX_FILE_BYTES} bytes`);
    return read(readFileSync(path, "utf8"));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    problems.push(`The file ${name} in the knowledge folder is not used: ${why}.`);
    return undefined;
  }
}

function readTexts(folder: string, { maxFiles = MAX_FILES, maxEntries = MAX_ENTRIES }: Bounds): FileContent {
  const entries = new Map<string, Entry>();
  const numbers = new Map<string, number>();
  const problems: string[] = [];
  for (const file of filesIn(folder, maxFiles, problems)) {
    const source = relative(folder, file).split(sep).join("/");
    const found = readFile(source, file);
    problems.push(...found.problems);
    const repeated: string[] = [];
    for (const entry of found.entries) {
      if (entries.size >= maxEntries) {
        problems.push(`The knowledge folder has more than ${maxEntries} entries: the rest is left out.`);
        return { entries: [...entries.values()], problems };
      }
      const twin = entries.get(entry.id);
      if (twin === undefined) entries.set(entry.id, entry);
      else if (isSame(twin, entry)) repeated.push(`"${entry.question}" stands twice in ${source}: once is enough.`);
      else {
        const id = freeIdOf(entry, entries, numbers);
        entries.set(id, { ...entry, id });
        // Sections of one name under different headings are nothing to mend.
        if (twin.question === entry.question || !entry.id.startsWith(`${source}#`))
          repeated.push(`"${entry.question}" in ${source} has the id of another (${entry.id}): it is ${id} here.`);
      }
    }
    problems.push(...firstOf(repeated, source));
  }
  return { entries: [...entries.values()], problems };
}

function isSame(a: Entry, b: Entry): boolean {
  return a.source === b.source && a.question === b.question && a.answer === b.answer;
}

/**
 * An id that is not taken: the file's with what the entry is called there, else a number, too. `numbers` has how many of
 * each name there are.
 */
function freeIdOf({ id, source, question }: Entry, taken: ReadonlyMap<string, unknown>, numbers: Map<string, number>) {
  const named = `${source}#${id.startsWith(`${source}#`) ? slugOf(question) : id}`;
  for (;;) {
    const n = (numbers.get(named) ?? 0) + 1;
    numbers.set(named, n);
    const free = n === 1 ? named : `${named}-${n}`;
    if (!taken.has(free)) return free;
  }
}

function filesIn(folder: string, maxFiles: number, problems: string[]): string[] {
  let found: string[];
  try {
    found = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((item) => (item.isFile() || item.isSymbolicLink()) && isText(item.name))
      .map((item) => join(item.parentPath, item.name))
      .filter((file) => !isHidden(relative(folder, file)))
      .sort();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The knowledge folder ${folder} cannot be read (${why}): name one that can with KNOWLEDGE_DIR.`, {
      cause: error,
    });
  }
  if (found.length > maxFiles) {
    problems.push(`The knowledge folder has more than ${maxFiles} files: the rest is left out.`);
  }
  return found.slice(0, maxFiles);
}

/** Files and folders whose names begin with a point are for programs: where versions, locks and mounts are kept. */
function isHidden(path: string): boolean {
  return path.split(sep).some((name) => name.startsWith("."));
}

function isText(name: string): boolean {
  if (NOT_TEXTS.has(name) || /^readme\./i.test(name)) return false;
  return Object.hasOwn(FORMATS, extname(name).toLowerCase());
}

function readFile(source: string, file: string): FileContent {
  const refused = (why: string): FileContent => ({ entries: [], problems: [`The knowledge file ${source} ${why}.`] });
  try {
    if (statSync(file).size > MAX_FILE_BYTES) return refused(`is larger than ${MAX_FILE_BYTES} bytes: split it`);
    const bytes = readFileSync(file);
    if (bytes.includes(0)) return refused("is not text");
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return FORMATS[extname(file).toLowerCase()]!(source, text);
  } catch (error) {
    if (error instanceof TypeError) return refused("is not UTF-8 text");
    return refused(`cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}
