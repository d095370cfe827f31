import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startProbed, type Probed } from "../process/probed.js";
import { agentLine, relayLine, type Line } from "./lines.js";

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const RELAY = fileURLToPath(new URL("dist/cli.js", import.meta.resolve("@bean-brew/relay/package.json")));

/** The one site that the relay serves. */
export const SITE = { origin: "https://shop.example", key: "pk_bench" };
/** More than any bench opens; it bounds, too, how often a minute a token may be asked for. */
const MAX_SESSIONS = "5000";

export const WAYS = ["direct", "pipe", "relay"] as const;
export type WayName = (typeof WAYS)[number];

/** A way from a caller to the agent. */
export interface Way {
  readonly name: WayName;
  open(): Promise<Line>;
  /** What stands in the middle; nothing does on the direct way. */
  readonly middle: Probed | undefined;
  /** What happens beside the audio while it is carried: somebody reads the metrics. */
  scrape(): Promise<void>;
}

/** All ways, to the same agent. */
export interface Ways extends AsyncDisposable {
  readonly of: Readonly<Record<WayName, Way>>;
  readonly agent: Probed;
}

const nothing = async (): Promise<void> => undefined;

export interface RelayProcess extends AsyncDisposable {
  readonly process: Probed;
  open(): Promise<Line>;
  scrape(): Promise<void>;
  /** Resolves once all that was said is in the store: until then the relay has to hold it. */
  stored(): Promise<void>;
}

export interface RelayProcessOptions {
  readonly agentUrl: string;
  readonly nodeOptions?: readonly string[];
  /** What is to be otherwise in its environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What is not in the store yet, by the relay's metrics. */
const BACKLOG = /^bean_brew_journal_(?:waiting_entries|spilled_bytes) (\d+)$/gm;
const LOOK_MS = 50;

/** The relay as it is shipped and run in production: sites, tokens, logs, metrics and the store. */
export const startRelayProcess = async ({
  agentUrl,
  nodeOptions = [],
  env = {},
}: RelayProcessOptions): Promise<RelayProcess> => {
  const folder = await mkdtemp(join(tmpdir(), "bean-brew-bench-"));
  const log = await open(join(folder, "relay.log"), "a");
  const relay = await startProbed(RELAY, {
    nodeOptions,
    log: log.fd,
    env: {
      NODE_ENV: "production",
      PORT: "0",
      DATA_DIR: folder,
      DEEPGRAM_URL: agentUrl,
      DEEPGRAM_API_KEY: "bench",
      RELAY_SITES: JSON.stringify([{ id: "bench", key: SITE.key, origins: [SITE.origin] }]),
      RELAY_TOKEN_SECRET: "a secret of thirty-two characters",
      MAX_SESSIONS,
      MAX_SESSIONS_PER_ADDRESS: MAX_SESSIONS,
      MAX_SOCKETS: MAX_SESSIONS,
      ...env,
    },
  });
  const metrics = async (): Promise<string> => (await fetch(`${relay.url}/metrics`)).text();
  const isStored = async (): Promise<boolean> => {
    const counts = [...(await metrics()).matchAll(BACKLOG)];
    if (counts.length !== 2) throw new Error("The relay's metrics do not tell what is not stored yet.");
    return counts.every(([, count]) => count === "0");
  };
  return {
    process: relay,
    open: () => relayLine({ url: relay.url, site: SITE }),
    scrape: async () => void (await metrics()),
    stored: async () => {
      while (!(await isStored())) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    },
    [Symbol.asyncDispose]: async () => {
      await relay.stop();
      await log.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

export const startAgentProcess = (): Promise<Probed> => startProbed(file("echo-agent-main.js"));

/** Starts what stands on each way. `relayNodeOptions` are for the relay's process, as for a profile. */
export const openWays = async (relayNodeOptions: readonly string[]): Promise<Ways> => {
  const agent = await startAgentProcess();
  const pipe = await startProbed(file("pipe-main.js"), { args: [agent.url] });
  const relay = await startRelayProcess({ agentUrl: agent.url, nodeOptions: relayNodeOptions });
  return {
    agent,
    of: {
      direct: { name: "direct", open: () => agentLine(agent.url), middle: undefined, scrape: nothing },
      pipe: { name: "pipe", open: () => agentLine(pipe.url), middle: pipe, scrape: nothing },
      relay: { name: "relay", open: relay.open, middle: relay.process, scrape: relay.scrape },
    },
    [Symbol.asyncDispose]: async () => {
      await relay[Symbol.asyncDispose]();
      await Promise.all([pipe.stop(), agent.stop()]);
    },
  };
};
