import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startEmulator, type Fault } from "@bean-brew/emulator";
import type { StartData } from "@bean-brew/widget/protocol";
import { DatabaseSync } from "@photostructure/sqlite";
import { makeCall, type Call } from "./call.js";

const RELAY = fileURLToPath(import.meta.resolve("@bean-brew/relay/package.json")).replace(
  "package.json",
  "dist/cli.js",
);
const VOCABULARY = fileURLToPath(new URL("vocabulary/shop.json", import.meta.resolve("@bean-brew/relay/package.json")));
const SITE = fileURLToPath(new URL("../examples/script-tag", import.meta.url));
const READY = /^listening on (http:\/\/\S+)$/m;

/** A program that runs, with what it has printed so far. */
export interface Program {
  readonly child: ChildProcess;
  printed(): string;
  /** Waits until what it printed matches. Rejects when it ends before. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** The exit code, or the signal that ended it. */
  ended(): Promise<number | string>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Runs a Node program with nothing of this process's environment but what is named. */
export const run = (script: string, args: readonly string[], env: Readonly<Record<string, string>>): Program => {
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "close") as Promise<[number | null, string | null]>;
  const watchers = new Set<() => void>();
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      text += `${line}\n`;
      watchers.forEach((look) => look());
    });
  }
  const ended = async (): Promise<number | string> => {
    const [code, signal] = await exited;
    return code ?? signal ?? "unknown";
  };
  return {
    child,
    printed: () => text,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(text);
          if (!found) return;
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        void ended().then((how) => reject(new Error(`It ended (${how}) before ${String(pattern)}:\n${text}`)));
        look();
      }),
    ended,
    kill: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
};

export const runRelay = (env: Readonly<Record<string, string>>, args: readonly string[] = []): Program =>
  run(RELAY, args, env);

/** Generous: a database and a browser share busy cores. */
const PATIENCE_MS = 30_000;

/** What the relay has on disk of its conversations, as text. */
export const storedConversations = (dataDir: string): string => {
  const database = new DatabaseSync(join(dataDir, "store/shop.sqlite"), { readOnly: true });
  try {
    const rows = database.prepare("SELECT entry FROM conversations").all();
    return (rows as { entry: string }[]).map(({ entry }) => entry).join("\n");
  } finally {
    database.close();
  }
};

/** Emulator, relay and store, as a test needs them; `await using` closes them all. */
export interface House extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly relay: Program;
  /** The emulator's `http:` address, when the house has one. */
  readonly agent: string | undefined;
  readonly dataDir: string;
  /** Begins a call by the widget's own client. */
  call(start?: StartData): Call;
  /** Waits until the stored conversations say something that matches. */
  journalHas(pattern: RegExp): Promise<void>;
  /** Ends the relay at once (`kill -9`) and starts it again on the same port, with the same store. */
  crash(): Promise<void>;
}

export interface HouseOptions {
  /** More of the relay's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where the relay finds its agent instead of the house's emulator. */
  readonly agentUrl?: string;
  /** What goes wrong with the house's emulator. */
  readonly faults?: readonly Fault[];
}

export const openHouse = async ({ env = {}, agentUrl, faults = [] }: HouseOptions = {}): Promise<House> => {
  const dataDir = await mkdtemp(join(tmpdir(), "bean-brew-house-"));
  const emulator =
    agentUrl === undefined
      ? await startEmulator({ port: 0, path: process.env["PATH"], vocabulary: VOCABULARY, faults: [...faults] })
      : undefined;
  const calls: Call[] = [];
  const start = async (port: string): Promise<readonly [Program, string]> => {
    const program = runRelay({
      PORT: port,
      DATA_DIR: dataDir,
      DEEPGRAM_API_KEY: "test-key",
      DEEPGRAM_URL: agentUrl ?? emulator!.url,
      SITE_DIR: SITE,
      LOG_LEVEL: "warn",
      // Tests of the knowledge ask for the model by an empty name; for the others a second of loading is for nothing.
      EMBEDDING_MODEL: "none",
      // Everybody comes from this machine.
      MAX_SESSIONS_PER_ADDRESS: "500",
      ...env,
    });
    const [, url] = await program.until(READY);
    return [program, url!];
  };
  let [relay, url] = await start("0");
  return {
    get url() {
      return url;
    },
    get relay() {
      return relay;
    },
    agent: emulator?.url.replace(/^ws/, "http"),
    dataDir,
    call: (data) => {
      const call = makeCall(url.replace(/^http/, "ws") + "/ws", data);
      calls.push(call);
      return call;
    },
    journalHas: async (pattern) => {
      const deadline = Date.now() + PATIENCE_MS;
      while (!pattern.test(storedConversations(dataDir))) {
        if (Date.now() > deadline) throw new Error(`The journal never said ${String(pattern)}.`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    crash: async () => {
      await relay.kill("SIGKILL");
      [relay, url] = await start(new URL(url).port);
    },
    [Symbol.asyncDispose]: async () => {
      calls.forEach((call) => call.hangUp());
      await relay.kill("SIGKILL");
      await emulator?.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
