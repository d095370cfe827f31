import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { StartError } from "./errors.js";

const READY = /^emulator listening on (ws:\/\/\S+)$/;
const NO_AGENT =
  "There is no DEEPGRAM_API_KEY, and the emulator is not installed: set the key, or install @bean-brew/emulator.";

/** What the shop's callers say, for the emulator's recogniser. */
const VOCABULARY = fileURLToPath(new URL("../vocabulary/shop.json", import.meta.url));

export interface EmulatorProcess {
  readonly url: string;
  stop(): void;
}

const findBin = (): string => {
  const require = createRequire(import.meta.url);
  try {
    const path = require.resolve("@bean-brew/emulator/package.json");
    const { bin } = require(path) as { bin: Record<string, string> };
    return join(dirname(path), Object.values(bin)[0]!);
  } catch {
    throw new StartError(NO_AGENT);
  }
};

/**
 * Starts the emulator's program beside the relay, on a port of its own. It ends when its standard input does, so
 * that it never outlives the relay, however that ends.
 * @throws StartError when it is not installed or does not start.
 */
export const startEmulatorProcess = (onExit: () => void): Promise<EmulatorProcess> =>
  new Promise((resolve, reject) => {
    const args = [findBin(), "--port", "0", "--watch-stdin", "--vocabulary", VOCABULARY];
    const child = spawn(process.execPath, args, {
      stdio: ["pipe", "pipe", "inherit"],
      // Of its own group: a Ctrl-C in the terminal is the relay's to answer, whose calls still need it.
      detached: true,
    });
    let ready = false;
    child.once("error", () => reject(new StartError("The emulator could not be started.")));
    child.once("exit", () => {
      if (ready) onExit();
      else reject(new StartError("The emulator ended before it was ready."));
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      const url = READY.exec(line)?.[1];
      if (url === undefined) return;
      ready = true;
      resolve({ url, stop: () => child.stdin.end() });
    });
  });
