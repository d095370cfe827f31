import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { encode } from "./encoding.js";
import { heardText } from "./heard.js";
import type { Hearing, Recogniser } from "./recogniser.js";
import type { Vocabulary } from "./vocabulary.js";

const PROGRAM = "pocketsphinx_continuous";

/** How long the program may take after the end of a turn, in milliseconds. */
export const MAX_RECOGNITION_MS = 10_000;

/** How many turns are heard at the same time; further ones are not understood. */
export const MAX_HEARINGS = 16;

/** The longest text of one turn, in characters. */
export const MAX_HEARD_CHARACTERS = 2_000;

/** Silence after the last word, so that the decoder closes it: 200 ms. */
const TAIL = new Int16Array(3_200);

const deaf: Hearing = { write: () => undefined, finish: async () => "", cancel: () => undefined };

/** Where the program is, if it is on the path. */
export function findPocketsphinx(path: string): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, PROGRAM))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** The words of the program's output, which is a line for each stretch between pauses. */
export function wordsOf(output: string): string {
  return output.replace(/\s+/g, " ").trim().slice(0, MAX_HEARD_CHARACTERS);
}

/**
 * With a vocabulary of a few thousand words the search may keep more of what looks unlikely at first than the program's
 * own beams (1e-48, 7e-29) do: measured a tenth fewer wrong words, and still much faster than speech.
 */
const WIDE_BEAMS = ["-beam", "1e-70", "-pbeam", "1e-70", "-wbeam", "1e-50"];

export interface PocketsphinxOptions {
  /** What callers say, where that is known; all of English without it. */
  vocabulary?: Vocabulary | undefined;
}

/**
 * Hears with an installed pocketsphinx (Debian: `pocketsphinx`, `pocketsphinx-en-us`).
 *
 * Each turn has a process of its own, fed while the user speaks, so that when the turn ends only its last pass is left
 * to do, and nothing is carried over from other callers.
 *
 * @param program the path of `pocketsphinx_continuous`
 * @param log told of what goes wrong
 * @param options the vocabulary, if there is one
 */
export function pocketsphinx(
  program: string,
  log: (line: string) => void,
  { vocabulary }: PocketsphinxOptions = {},
): Recogniser {
  const models = vocabulary ? ["-lm", vocabulary.languageModel, "-dict", vocabulary.dictionary, ...WIDE_BEAMS] : [];
  let open = 0;
  const hear = (): Hearing => {
    if (open >= MAX_HEARINGS) {
      log(`more than ${MAX_HEARINGS} turns are heard at once: one is not understood`);
      return deaf;
    }
    open++;
    // The program opens its input by name, which Node's own pipes (sockets) do not allow; those of the shell do.
    const command = `cat | exec "$0" -infile /dev/stdin "$@"`;
    const child = spawn("/bin/sh", ["-c", command, program, ...models], {
      stdio: ["pipe", "pipe", "ignore"],
      detached: true, // a group of its own, so that it can be ended as a whole
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (output.length < MAX_HEARD_CHARACTERS) output += text;
    });
    child.stdin.on("error", () => undefined); // a program that ended early: what it said so far counts
    const ended = new Promise<void>((resolve) => {
      child.on("error", (cause) => {
        log(`${program} does not start: ${cause.message}`);
        resolve();
      });
      child.on("close", () => resolve());
    });
    void ended.then(() => open--);
    const cancel = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        // It has ended already.
      }
    };
    return {
      write: (samples) => {
        if (child.stdin.writable) child.stdin.write(encode(samples, "linear16"));
      },
      finish: async () => {
        const late = setTimeout(() => {
          log(`${PROGRAM} took longer than ${MAX_RECOGNITION_MS} ms and was ended`);
          cancel();
        }, MAX_RECOGNITION_MS);
        child.stdin.end(encode(TAIL, "linear16"));
        await ended;
        clearTimeout(late);
        return wordsOf(heardText(output));
      },
      cancel,
    };
  };
  return { name: "pocketsphinx", hear };
}
