import { mkdir, open, readdir, readFile, rm, stat, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "pino";
import { StartError } from "../errors.js";
import type { Entry } from "./journal.js";

/** What the files may hold in all, in bytes. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Past this a new file is begun, in bytes: a file is read as a whole. */
const FILE_BYTES = 4 * 1024 * 1024;
const SUFFIX = ".jsonl";
const DIGITS = 12;

/** Some entries of one session, in order. */
export interface Group {
  readonly session: string;
  readonly entries: readonly Entry[];
}

/** Groups of entries on this machine's disk, until the store takes them. They outlive the process. */
export interface Spill {
  /** What the files hold. */
  readonly bytes: number;
  /** Resolves once the group is written, so that it outlives this process. False when it cannot be: the disk is full. */
  add(group: Group): Promise<boolean>;
  /**
   * Gives all groups to `put`, oldest first, and forgets each that it took.
   * @throws what `put` throws; the rest is kept.
   */
  drain(put: (group: Group) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export interface SpillOptions {
  readonly folder: string;
  readonly log: Logger;
  readonly maxBytes?: number;
}

interface Waiting {
  readonly line: Buffer;
  resolve(written: boolean): void;
}

const isGroup = (value: unknown): value is Group =>
  typeof value === "object" &&
  value !== null &&
  "session" in value &&
  "entries" in value &&
  Array.isArray(value.entries);

/** The groups of a file. Its last line is cut when the process died, or the disk was full, while it was written. */
const groupsOf = (text: string): { readonly groups: readonly Group[]; readonly broken: number } => {
  const lines = text.split("\n").filter((line) => line !== "");
  const groups = lines.flatMap((line): Group[] => {
    try {
      const value: unknown = JSON.parse(line);
      return isGroup(value) ? [value] : [];
    } catch {
      return [];
    }
  });
  return { groups, broken: lines.length - groups.length };
};

/** The files that an earlier process left in the folder, oldest first, with their size. */
const filesIn = async (folder: string): Promise<Map<string, number>> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = (await readdir(folder)).filter((each) => each.endsWith(SUFFIX)).sort();
  return new Map(await Promise.all(names.map(async (name) => [name, (await stat(join(folder, name))).size] as const)));
};

/**
 * Opens the folder, with what an earlier process left in it.
 * @throws StartError when the folder cannot be used.
 */
export const openSpill = async ({ folder, log, maxBytes = MAX_BYTES }: SpillOptions): Promise<Spill> => {
  /** Files that nothing is written to any more. */
  const sealed = await filesIn(folder).catch((error: NodeJS.ErrnoException) => {
    const why = error.code ?? error.message;
    throw new StartError(`The data folder ${folder} cannot be used (${why}): name one that can with DATA_DIR.`);
  });
  let last = Math.max(0, ...[...sealed.keys()].map((name) => Number.parseInt(name, 10) || 0));
  let current: { readonly name: string; readonly file: FileHandle; bytes: number } | undefined;
  let waiting: Waiting[] = [];
  /** What is done to the file that is written to is done one after the other. */
  let turn: Promise<unknown> = Promise.resolve();
  /** Of the oldest file, so many groups were taken already. */
  let taken = 0;

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };

  const bytes = (): number => [...sealed.values()].reduce((sum, size) => sum + size, current?.bytes ?? 0);

  const seal = async (): Promise<void> => {
    const done = current;
    if (!done) return;
    current = undefined;
    sealed.set(done.name, done.bytes);
    await done.file.close();
  };

  const write = async (lines: Buffer): Promise<void> => {
    if (bytes() + lines.length > maxBytes) throw new Error(`More than ${maxBytes} bytes wait for the store.`);
    if (!current) {
      last += 1;
      const name = `${String(last).padStart(DIGITS, "0")}${SUFFIX}`;
      current = { name, file: await open(join(folder, name), "ax", 0o600), bytes: 0 };
    }
    await current.file.appendFile(lines);
    current.bytes += lines.length;
    if (current.bytes >= FILE_BYTES) await seal();
  };

  const writeWaiting = async (): Promise<void> => {
    const groups = waiting;
    waiting = [];
    if (groups.length === 0) return;
    try {
      await write(Buffer.concat(groups.map(({ line }) => line)));
      groups.forEach(({ resolve }) => resolve(true));
    } catch (error) {
      log.debug({ err: error, folder }, "the disk does not take what the store does not");
      // What was written of it may be half a line, which nothing may follow.
      await seal().catch(() => undefined);
      groups.forEach(({ resolve }) => resolve(false));
    }
  };

  const read = async (name: string): Promise<string> => {
    try {
      return await readFile(join(folder, name), "utf8");
    } catch (error) {
      log.error({ err: error, file: name }, "a file of spilled conversations cannot be read: it is left where it is");
      return "";
    }
  };

  const drainFile = async (name: string, put: (group: Group) => Promise<void>): Promise<void> => {
    const text = await read(name);
    const { groups, broken } = groupsOf(text);
    for (const group of groups.slice(taken)) {
      await put(group);
      taken += 1;
    }
    if (broken > 0) log.warn({ file: name, lines: broken }, "lines of spilled conversations could not be read");
    if (text !== "" || sealed.get(name) === 0) await rm(join(folder, name), { force: true });
    sealed.delete(name);
    taken = 0;
  };

  return {
    get bytes() {
      return bytes();
    },
    add: (group) =>
      new Promise((resolve) => {
        waiting.push({ line: Buffer.from(`${JSON.stringify(group)}\n`), resolve });
        if (waiting.length === 1) void inTurn(writeWaiting);
      }),
    drain: async (put) => {
      for (;;) {
        await inTurn(async () => (sealed.size === 0 ? seal() : undefined));
        const [oldest] = sealed.keys();
        if (oldest === undefined) return;
        await drainFile(oldest, put);
      }
    },
    close: () => inTurn(seal),
  };
};
