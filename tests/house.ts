import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { readRecording, startEmulator, type Fault, type RecordedSession } from "@bean-brew/emulator";
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
  /** What the house's emulator heard, as JSON texts: all of its connections, in the order in which they were made. */
  heard(): Promise<readonly string[]>;
  /** Waits until one of the messages that it heard matches. */
  hears(pattern: RegExp): Promise<void>;
  /** Waits until the agent's connections, of which there were so many at least, are all closed. */
  agentsAreGone(least: number): Promise<void>;
  /**
   * Ends the relay at once (`kill -9`) and starts it again on the same port, with the same store, to which something
   * may happen meanwhile.
   */
  crash(meanwhile?: (database: InstanceType<typeof DatabaseSync>) => void): Promise<void>;
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
      ? await startEmulator({
          port: 0,
          path: process.env["PATH"],
          vocabulary: VOCABULARY,
          faults: [...faults],
          record: join(dataDir, "recordings"),
        })
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
  const agent = emulator?.url.replace(/^ws/, "http");
  const sessions = async (): Promise<readonly RecordedSession[]> =>
    (await (await fetch(`${agent}/admin/sessions`)).json()) as readonly RecordedSession[];
  const heard = async (): Promise<readonly string[]> => {
    const recordings = (await sessions()).map(({ id }) => readRecording(join(dataDir, "recordings", `${id}.jsonl`)));
    return recordings
      .flat()
      .flatMap((step) => (step.from === "client" && "message" in step ? [JSON.stringify(step.message)] : []));
  };
  return {
    get url() {
      return url;
    },
    get relay() {
      return relay;
    },
    agent,
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
    heard,
    hears: async (pattern) => {
      const deadline = Date.now() + PATIENCE_MS;
      while (!(await heard()).some((text) => pattern.test(text))) {
        if (Date.now() > deadline) throw new Error(`The agent never heard ${String(pattern)}.`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    agentsAreGone: async (least) => {
      const areGone = (all: readonly RecordedSession[]): boolean =>
        all.length >= least && all.every(({ endedAt }) => endedAt !== undefined);
      const deadline = Date.now() + PATIENCE_MS;
      while (!areGone(await sessions())) {
        if (Date.now() > deadline) throw new Error("A connection to the agent was left open.");
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    crash: async (meanwhile) => {
      await relay.kill("SIGKILL");
      if (meanwhile) {
        const database = new DatabaseSync(join(dataDir, "store/shop.sqlite"));
        meanwhile(database);
        database.close();
      }
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
