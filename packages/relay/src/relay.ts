import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { answer, seedDemo, shopTools, writesOf, type ShopPorts } from "@bean-brew/tools";
import type { Resume, StartData } from "@bean-brew/widget/protocol";
import type { Logger } from "pino";
import { connectAgent } from "./agent/connection.js";
import { watchAgent } from "./agent/watch.js";
import { loadTemplates } from "./agent/templates.js";
import { openEntrance } from "./auth/entrance.js";
import { isLoopback } from "./auth/loopback.js";
import type { Visitor } from "./auth/gate.js";
import { knowledgeFolder, SHIPPED_INDEX } from "./built-in-knowledge.js";
import { calendarOf } from "./calendar-file.js";
import type { Config } from "./config.js";
import { errorOf, StartError } from "./errors.js";
import { httpApp } from "./http/app.js";
import { closeServer, listen, openServer, urlOf } from "./http/server.js";
import { sharedCheck } from "./http/shared-check.js";
import { browserSockets } from "./http/socket.js";
import { openKnowledge } from "./knowledge/knowledge.js";
import { eachTenth } from "./telemetry/tenths.js";
import { loadOwnTools } from "./own-tools.js";
import { openStore } from "./open-store.js";
import { LAST_WRITES_MS, runningWrites } from "./running-writes.js";
import { admit, checkTemplates, startProblem, type AdmissionOptions } from "./session/admission.js";
import { openDoor } from "./session/door.js";
import { openDoubts } from "./session/doubts.js";
import { GOODBYE_MS } from "./session/farewell.js";
import { openReception } from "./session/reception.js";
import { openRetention } from "./session/retention.js";
import { safeJournal } from "./session/safe-journal.js";
import type { Browser } from "./session/session.js";
import { openSpill } from "./session/spill.js";
import { once, until } from "./stopping.js";
import { openCosts } from "./telemetry/costs.js";
import { meteredAnswer, meteredConnect } from "./telemetry/metered.js";
import { openMetrics } from "./telemetry/metrics.js";
import { openRefusals } from "./telemetry/refusals.js";

/** All deadlines of all sessions hang on this one tick, in ms. */
const TICK_MS = 100;

/** For so many ticks what the last writes did may be on its way to the journal when the relay stops. */
const LAST_TICKS = 10;

/** Under this name the use of calls is counted where there are no sites. */
const NO_SITE = "none";

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };

export interface Relay {
  /** `http://HOST:PORT` */
  readonly url: string;
  /** Calls that live. */
  readonly sessions: number;
  /** Lets nobody in any more, and stops once the calls are over, or have had `DRAIN_SECONDS`. */
  drain(): Promise<void>;
  /** Ends every call, and stops. */
  close(): Promise<void>;
}

export interface RelayOptions {
  readonly config: Config;
  readonly apiKey: string;
  readonly agentUrl: string;
  readonly log: Logger;
  readonly now: () => number;
}

/**
 * Starts the relay: store, knowledge, tools, sockets and HTTP, joined.
 * @throws StartError when the surroundings do not let it start.
 */
export const startRelay = async ({ config, apiKey, agentUrl, log, now }: RelayOptions): Promise<Relay> => {
  const { store, isNewHere } = await openStore(config, log);
  const spill = await openSpill({ folder: join(config.DATA_DIR, "spill"), log });
  const journal = safeJournal({ journal: store.journal, spill, now, log });
  const knowledge = await openKnowledge({
    folder: knowledgeFolder(config.KNOWLEDGE_DIR),
    dataDir: config.DATA_DIR,
    model: config.EMBEDDING_MODEL,
    shipped: [SHIPPED_INDEX],
    isWatched: true,
    onProblem: (sentence) => log.warn(sentence),
    onProgress: eachTenth((sentence) => log.info(sentence)),
  }).catch(async (error: unknown) => {
    await journal.close();
    await store.close();
    throw new StartError(error instanceof Error ? error.message : String(error));
  });
  const calendar = calendarOf(config);
  const { documents } = store;
  if (isNewHere && config.SEED_DEMO === "true" && config.NODE_ENV !== "production") {
    await seedDemo(documents, now, calendar);
  }
  const ports: ShopPorts = { documents, knowledge, clock: now, calendar, identityPolicy: config.IDENTITY_POLICY };
  const shops = shopTools(ports);
  const own = config.TOOLS_MODULE === undefined ? [] : await loadOwnTools(config.TOOLS_MODULE, ports, shops);
  const writes = runningWrites();
  const tools = [...shops, ...own].map(writes.known);
  const admission: AdmissionOptions = {
    templates: loadTemplates(
      tools.map((tool) => tool.name),
      config.TEMPLATES_DIR,
    ),
    defaultTemplate: "bean-and-brew",
    tools,
    timeZone: config.SHOP_TIME_ZONE,
    resumeSeconds: config.RESUME_SECONDS,
    idlePromptSeconds: config.IDLE_PROMPT_SECONDS,
    idleSeconds: config.IDLE_SECONDS,
    maxSeconds: config.MAX_SECONDS,
    wrapUpSeconds: config.WRAP_UP_SECONDS,
    farewellSeconds: config.FAREWELL_SECONDS,
    fillerMs: config.FILLER_MS,
  };

  const entrance = openEntrance({
    sites: config.RELAY_SITES,
    // Tokens signed with a secret of this process's own are good for as long as it runs.
    secret: config.RELAY_TOKEN_SECRET ?? randomBytes(32).toString("base64"),
    trust: config.TRUST_PROXY,
    sessions: config.MAX_SESSIONS,
    sessionsPerAddress: config.MAX_SESSIONS_PER_ADDRESS,
    now,
  });
  checkTemplates(admission, entrance.sites);
  const costs = openCosts({
    documents,
    dollarsPerMinute: config.DEEPGRAM_DOLLARS_PER_MINUTE,
    timeZone: config.SHOP_TIME_ZONE,
    now,
    log,
  });
  await costs.load(entrance.sites.flatMap(({ id, limits }) => (limits?.dollarsPerDay === undefined ? [] : [id])));

  const metrics = openMetrics({
    sockets: () => sockets.size,
    bufferedBytes: () => sockets.bufferedBytes,
    journal: () => journal,
    costs: () => costs,
  });
  const refused = openRefusals({ count: metrics.refused, now, log });
  const agent = watchAgent((handlers) => connectAgent({ url: agentUrl, apiKey, now }, handlers));
  const names = tools.map((tool) => tool.name);
  const written = (session: string) => writesOf(documents, session);
  const doubts = openDoubts({ answer: meteredAnswer(answer, { names, metrics, now, log }), written, now });
  const reception = openReception({
    connect: meteredConnect(agent.connect, metrics, now),
    answer: doubts.answer,
    written,
    journal,
    admit: (data, at, visitor, again) => admit(admission, data, at, visitor, again),
    moved: metrics.moved,
    dropped: () => void (metrics.dropped.up += 1),
    latency: metrics.turnTook,
    meter: ({ site }) => costs.meter(site?.id ?? NO_SITE),
    hasRoom: (visitor, present) => !entrance.isFull(visitor, present),
    now,
    log,
  });

  const begin = (data: StartData, browser: Browser, visitor: Visitor) => {
    const { id, limits } = visitor.site ?? {};
    const { dollarsPerDay } = limits ?? {};
    const isSpent = id !== undefined && dollarsPerDay !== undefined && costs.isSpent(id, dollarsPerDay);
    const isFull = entrance.isFull(visitor, reception.present);
    const problem = isSpent || isFull ? errorOf("at_capacity") : startProblem(admission, data);
    if (problem) refused(problem.code, { site: id, why: isSpent ? "dollarsPerDay are spent" : undefined });
    return problem ?? reception.begin(data, browser, visitor);
  };

  const resume = async (asked: Resume, browser: Browser, visitor: Visitor) => {
    const found = await reception.resume(asked, browser, visitor);
    if ("type" in found) refused(found.code, { site: visitor.site?.id, why: "a call was to be taken up" });
    return found;
  };

  let state: "starting" | "ready" | "draining" = "starting";
  const startedAt = now();
  const checkDatabase = sharedCheck(
    () =>
      documents.get("customers", "CUST0001").then(
        () => ({ status: "ok" }),
        () => ({ status: "degraded", detail: "The store does not answer." }),
      ),
    now,
  );
  const app = httpApp({
    version: manifest.version,
    siteDir: config.SITE_DIR,
    isReady: () => state === "ready",
    metrics,
    staffSecret: config.STAFF_SECRET,
    reloadKnowledge: knowledge.reload,
    entrance: { ...entrance, refused },
    rating: { rate: entrance.rates.address, give: reception.rate },
    vitals: async () => ({
      version: manifest.version,
      uptimeSeconds: Math.round((now() - startedAt) / 1_000),
      sessions: reception.size,
      checks: {
        database: await checkDatabase(),
        knowledge: knowledge.check(),
        agent: agent.check(),
      },
    }),
  });
  const server = openServer({
    app,
    maxSockets: config.MAX_SOCKETS,
    sessionsPerAddress: config.MAX_SESSIONS_PER_ADDRESS,
    isShared: (address) => isLoopback(address, undefined) || entrance.trust(address, 0),
    dropped: () => refused("at_capacity", { why: "too many connections" }),
  });
  const sockets = browserSockets(server, {
    gate: entrance.gate,
    trust: entrance.trust,
    connections: entrance.rates.connections,
    maxSockets: config.MAX_SOCKETS,
    isDraining: () => state === "draining",
    refused,
    openDoor: (browser, visitor) =>
      openDoor(
        {
          now,
          begin: (data) => begin(data, browser, visitor),
          resume: (asked) => resume(asked, browser, visitor),
          log,
        },
        browser,
      ),
  });
  const retention = openRetention({ journal, days: config.RETENTION_DAYS, now, log });
  const tick = setInterval(() => {
    sockets.tick(TICK_MS);
    reception.tick();
    doubts.tick();
    journal.tick();
    costs.tick();
    retention.tick();
  }, TICK_MS);
  const address = await listen(server, config.PORT, config.HOST).catch(async (error: unknown) => {
    clearInterval(tick);
    await knowledge.close();
    await journal.close();
    await store.close();
    throw error;
  });

  state = "ready";

  const close = once(async () => {
    state = "draining";
    sockets.drain();
    reception.drain();
    await closeServer(server);
    // A write that has started is not cut by who hangs up, nor by the relay's own end.
    if (writes.size > 0) {
      log.info({ writes: writes.size }, "waiting for writes to end");
      await writes.settled(LAST_WRITES_MS);
      // What they did is told a moment later, and then written down.
      await until(() => reception.isDone, TICK_MS, LAST_TICKS * TICK_MS);
    }
    // What is late is still put on disk by the tick.
    await reception.settled();
    clearInterval(tick);
    await retention.close();
    await costs.close();
    await journal.close();
    await knowledge.close();
    await store.close();
  });
  return {
    url: urlOf(config.HOST, address.port),
    get sessions() {
      return reception.size;
    },
    drain: async () => {
      state = "draining";
      sockets.drain();
      reception.warn();
      await until(() => reception.size === 0, TICK_MS, config.DRAIN_SECONDS * 1_000);
      reception.dismiss();
      await until(() => reception.size === 0, TICK_MS, GOODBYE_MS);
      await close();
    },
    close,
  };
};
