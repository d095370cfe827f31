import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { answer, defaultCalendar, seedDemo, shopTools } from "@bean-brew/tools";
import type { Logger } from "pino";
import { connectAgent } from "./agent/connection.js";
import { watchAgent } from "./agent/watch.js";
import { loadTemplates } from "./agent/templates.js";
import type { Config } from "./config.js";
import { StartError } from "./errors.js";
import { httpApp } from "./http/app.js";
import { browserSockets } from "./http/socket.js";
import { loadKnowledge } from "./knowledge/load.js";
import { admit, startProblem, type AdmissionOptions } from "./session/admission.js";
import { openDoor, type DoorPorts } from "./session/door.js";
import { openReception } from "./session/reception.js";
import { openEmbeddedStore } from "./stores/embedded.js";

/** All deadlines of all sessions hang on this one tick, in ms. */
const TICK_MS = 100;
/** How long sockets have to close when the relay stops, in ms. */
const STOP_MS = 1_000;

const BUILT_IN_KNOWLEDGE = fileURLToPath(new URL("../knowledge/", import.meta.url));

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };

export interface Relay {
  /** `http://HOST:PORT` */
  readonly url: string;
  /** Ends every session, and stops. */
  close(): Promise<void>;
}

export interface RelayOptions {
  readonly config: Config;
  readonly apiKey: string;
  readonly agentUrl: string;
  readonly log: Logger;
  readonly now: () => number;
}

const listen = (server: Server, port: number, host: string): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why =
        error.code === "EADDRINUSE" ? "is in use: choose another with PORT" : `cannot be listened on (${error.code})`;
      reject(new StartError(`The port ${port} on ${host} ${why}.`));
    });
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });

/**
 * Starts the relay: store, knowledge, tools, sockets and HTTP, joined.
 * @throws StartError when the surroundings do not let it start.
 */
export const startRelay = async ({ config, apiKey, agentUrl, log, now }: RelayOptions): Promise<Relay> => {
  const store = await openEmbeddedStore(join(config.DATA_DIR, "store"));
  const knowledge = await loadKnowledge(config.KNOWLEDGE_DIR ?? BUILT_IN_KNOWLEDGE);
  const calendar = defaultCalendar(config.SHOP_TIME_ZONE);
  const { documents } = store;
  if (store.isNew && config.SEED_DEMO === "true" && config.NODE_ENV !== "production") {
    await seedDemo(documents, now, calendar);
  }
  const tools = shopTools({ documents, knowledge, clock: now, calendar });
  const admission: AdmissionOptions = {
    templates: loadTemplates(tools.map((tool) => tool.name)),
    defaultTemplate: "bean-and-brew",
    tools,
    timeZone: config.SHOP_TIME_ZONE,
    resumeSeconds: config.RESUME_SECONDS,
    idlePromptSeconds: config.IDLE_PROMPT_SECONDS,
    idleSeconds: config.IDLE_SECONDS,
    maxSeconds: config.MAX_SECONDS,
  };

  const agent = watchAgent((handlers) => connectAgent({ url: agentUrl, apiKey, now }, handlers));

  const reception = openReception({
    connect: agent.connect,
    answer: (call, caller, signal) => answer(tools, call, caller, signal),
    journal: store.journal,
    admit: (data, at, again) => admit(admission, data, at, again),
    now,
    log,
  });

  const startedAt = now();
  const app = httpApp({
    version: manifest.version,
    siteDir: config.SITE_DIR,
    vitals: async () => ({
      version: manifest.version,
      uptimeSeconds: Math.round((now() - startedAt) / 1_000),
      sessions: reception.size,
      checks: {
        database: await documents.get("customers", "CUST0001").then(
          () => ({ status: "ok" as const }),
          () => ({ status: "degraded" as const, detail: "The store does not answer." }),
        ),
        knowledge: { status: "ok", detail: `${knowledge.size} entries` },
        agent: agent.check(),
      },
    }),
  });
  const doorPorts: DoorPorts = {
    now,
    begin: (data, browser) => startProblem(admission, data) ?? reception.begin(data, browser),
    resume: (resume, browser) => reception.resume(resume, browser),
  };
  const server = createServer(app);
  const doors = browserSockets(server, (browser) => openDoor(doorPorts, browser));
  const tick = setInterval(() => {
    doors.forEach((door) => door.tick());
    reception.tick();
  }, TICK_MS);
  const address = await listen(server, config.PORT, config.HOST).catch(async (error: unknown) => {
    clearInterval(tick);
    await store.close();
    throw error;
  });

  return {
    url: `http://${config.HOST}:${address.port}`,
    close: async () => {
      doors.forEach((door) => door.drain());
      reception.drain();
      const closed = new Promise((resolve) => server.close(resolve));
      const cut = setTimeout(() => server.closeAllConnections(), STOP_MS);
      await closed;
      clearTimeout(cut);
      clearInterval(tick);
      await reception.settled();
      await store.close();
    },
  };
};
