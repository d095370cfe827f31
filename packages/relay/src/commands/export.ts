import { open, rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { StartError } from "../errors.js";
import { allRecords, type Archive } from "../stores/archive.js";
import { orUsage } from "./options.js";
import { progressBar, type Progress } from "./progress.js";
import { toLine } from "./record-lines.js";
import { say } from "./terminal.js";
import { withStore } from "./with-store.js";

const USAGE = "export [FILE]";

/** Writes all that the store holds as JSON Lines: counters, customers, appointments, orders, conversations. */
export const run = async (args: readonly string[]): Promise<void> => {
  const { positionals } = orUsage(USAGE, () => parseArgs({ args: [...args], allowPositionals: true }));
  const [file] = positionals;
  if (positionals.length > 1) throw new StartError(`"export" takes one file at most. Usage: ${USAGE}`);
  await withStore(async ({ archive }) => {
    const bar = progressBar(process.stderr, "exporting", await archive.count());
    const lines = (): Readable => Readable.from(linesFrom(archive, bar));
    if (file === undefined) await toStandardOutput(lines());
    else await toFile(lines(), file);
    bar.end();
    if (file !== undefined) say(`The store is exported to ${file}.`);
  });
};

async function* linesFrom(archive: Archive, bar: Progress): AsyncGenerator<string> {
  for await (const record of allRecords(archive)) {
    yield toLine(record);
    bar.add(1);
  }
}

const toStandardOutput = async (lines: Readable): Promise<void> => {
  try {
    await pipeline(lines, process.stdout, { end: false });
  } catch (error) {
    // Whoever reads has had enough.
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
  }
};

/** Under another name until it is whole: what has the file's name is a whole export. */
const toFile = async (lines: Readable, file: string): Promise<void> => {
  const part = `${file}.part`;
  try {
    // Open before anything can fail: a stream that opens its file itself may do so after a failure has removed it.
    const opened = await open(part, "w", 0o600);
    await pipeline(lines, opened.createWriteStream());
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    if (!(error instanceof Error) || !("syscall" in error)) throw error;
    throw new StartError(`${file} cannot be written: ${error.message}.`);
  }
};
