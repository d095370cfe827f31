import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { parseArgs } from "node:util";
import { StartError } from "../errors.js";
import { MAX_PAGE, type Archive, type StoredRecord } from "../stores/archive.js";
import { orUsage } from "./options.js";
import { progressBar, type Progress } from "./progress.js";
import { linesOf, parseLine } from "./record-lines.js";
import { say } from "./terminal.js";
import { withStore } from "./with-store.js";

const USAGE = "import FILE";

interface Line {
  readonly number: number;
  readonly record: StoredRecord;
}

/** Puts what an export holds into the store. What is there to the letter is left alone, so it can be done again. */
export const run = async (args: readonly string[]): Promise<void> => {
  const { positionals } = orUsage(USAGE, () => parseArgs({ args: [...args], allowPositionals: true }));
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) {
    throw new StartError(`"import" takes one file: one that "export" has written. Usage: ${USAGE}`);
  }
  const size = await sizeOf(file);
  await withStore(async ({ archive }) => {
    const bar = progressBar(process.stderr, "importing", size);
    const { read, added } = await importFile(archive, file, bar);
    bar.end();
    say(`${read} records read, ${added} of them new to this store.`);
  });
};

const sizeOf = async (file: string): Promise<number> => {
  try {
    await using handle = await open(file);
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error("it is not a file");
    return stats.size;
  } catch (error) {
    throw new StartError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
};

const importFile = async (
  archive: Archive,
  file: string,
  bar: Progress,
): Promise<{ readonly read: number; readonly added: number }> => {
  let number = 0;
  let read = 0;
  let added = 0;
  let page: Line[] = [];
  const put = async (): Promise<void> => {
    const result = await archive.put(page.map(({ record }) => record));
    if (result.conflict !== undefined) {
      throw new StartError(
        `Line ${page[result.conflict]?.number} of ${file} contradicts what the store holds: another record has its id or one of its claims. Import into an empty store.`,
      );
    }
    read += page.length;
    added += result.added;
    page = [];
  };
  try {
    const chunks = createReadStream(file).on("data", (chunk) => bar.add(chunk.length));
    for await (const line of linesOf(chunks)) {
      number += 1;
      if (line.trim() === "") continue;
      page.push({ number, record: parseLine(line) });
      if (page.length === MAX_PAGE) await put();
    }
  } catch (error) {
    if (!(error instanceof Error) || error instanceof StartError || error.name === "StoreUnavailable") throw error;
    throw new StartError(
      `Line ${Math.max(1, number)} of ${file} cannot be imported: ${error.message.replace(/\.$/, "")}.`,
    );
  }
  if (page.length > 0) await put();
  return { read, added };
};
