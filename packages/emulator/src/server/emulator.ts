import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { WebSocketServer, type WebSocket } from "ws";
import { chooseRecogniser, type RecogniserChoice } from "../speech/choose.js";
import { createSynthesiser } from "../speech/synthesiser.js";
import { createVoiceDetector } from "../speech/voice-activity.js";
import type { Fault, Trouble } from "../taps/fault.js";
import { createFaultPlan } from "../taps/fault-plan.js";
import { createLedger } from "../taps/ledger.js";
import type { Line, Server } from "../taps/line.js";
import { createRecorder } from "../taps/recording.js";
import { readRecording, startReplay } from "../taps/replay.js";
import { troubledLine } from "../taps/trouble.js";
import { openUpstream, type UpstreamRefusal } from "../taps/upstream.js";
import { offlineMind } from "../think/offline.js";
import { openaiMind, type ChatEndpoint } from "../think/openai.js";
import { createAdmin } from "./admin.js";
import { cableOf } from "./cable.js";
import { CLOCKS, type Clocks } from "./clocks.js";
import { startSession } from "./session.js";
import { authorizationOf, refusalOf, refuse } from "./upgrade.js";

/** The largest frame that is taken, in bytes. */
export const MAX_FRAME_BYTES = 1024 * 1024;

/** How many conversations are held at once; further ones are refused with 429. */
export const MAX_SESSIONS = 200;

/** How long clients have to part when the emulator ends, in milliseconds. */
export const CLOSE_MS = 1_000;

export interface EmulatorOptions extends RecogniserChoice {
  /** 0, the default, is any free one. */
  port?: number;
  /** The address to listen on: 127.0.0.1 unless said otherwise. */
  host?: string;
  /** A language model that thinks instead of the offline dialogue. */
  think?: ChatEndpoint | undefined;
  /** What goes wrong in the next sessions. */
  faults?: readonly Fault[];
  /** A folder in which every session is recorded. */
  record?: string | undefined;
  /** A recording whose server's side is played instead of holding conversations; `speed` times as fast. */
  replay?: { file: string; speed?: number } | undefined;
  /** A service (`wss://agent.deepgram.com`) to pass everything on to instead, for recordings of it and faults before it. */
  upstream?: string | undefined;
  /** The time in milliseconds. */
  now?(): number;
  /** Makes ids of requests and calls. */
  id?(): string;
  /** The service's time limits, where they are to differ. */
  clocks?: Partial<Clocks>;
  /** Told what the person who started it should know. */
  log?(line: string): void;
}

export interface Emulator {
  /** `ws://127.0.0.1:PORT` */
  url: string;
  /** The name of the recogniser, or `none` as long as there is none. */
  readonly recogniser: string;
  /** Settles when no other recogniser will come: one whose model is fetched first comes after the start. */
  settled: Promise<void>;
  /** Sets what goes wrong in the next sessions, instead of what was set before. */
  setFaults(faults: readonly Fault[]): void;
  close(): Promise<void>;
}

/** What serves a connection; made anew for each. */
type Serve = (line: Line, session: string) => Server;

/**
 * Starts a stand-in for Deepgram's Voice Agent API at `/v1/agent/converse`.
 *
 * @throws Error when the port cannot be listened on, the recogniser is not there, or a file cannot be used
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, host = "127.0.0.1", now = Date.now, id = randomUUID, log = () => undefined, replay } = options;
  const hearer = await chooseRecogniser(options);
  const steps = replay && readRecording(replay.file);
  const recorder = options.record === undefined ? undefined : createRecorder({ folder: options.record, now, log });
  const ledger = createLedger(now);
  const faults = createFaultPlan(options.faults);
  const clocks = { ...CLOCKS, ...options.clocks };
  const synthesiser = createSynthesiser();
  const servers = new Map<WebSocket, Server>();
  /** Connections to another service that are not open yet. */
  const connecting = new Set<AbortController>();
  const admin = createAdmin({ ledger, faults, recorder });
  const http = createServer((request, response) => {
    if (!/^\/admin(?:\/|$)/.test(request.url ?? "")) return void response.writeHead(404).end();
    admin(request, response).catch((cause: unknown) => {
      log(`an admin request failed: ${String(cause)}`);
      response.destroy();
    });
  });
  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    autoPong: false,
  });

  const serve: Serve = (line, session) => {
    if (steps) return startReplay(line, { steps, ...replay });
    return startSession({
      session,
      line,
      mind: ({ prompt, functions, greeting, context }, warn) =>
        options.think
          ? openaiMind({ ...options.think, greeting, context, warn: (why) => warn("THINK_REQUEST_FAILED", why) })
          : offlineMind({ prompt, functions, greeting, context, now }),
      synthesiser,
      hearer,
      now,
      id,
      clocks,
    });
  };

  function connected(socket: WebSocket, troubles: readonly Trouble[], serving: Serve): void {
    const session = id();
    const taps = [ledger.open(session), ...(recorder ? [recorder.open(session)] : [])];
    const cable = cableOf(socket, taps, (frame) => line.receive(frame));
    const line = troubledLine(cable, troubles, (frame) => server.receive(frame));
    socket.on("error", (cause) => log(`a connection failed: ${cause.message}`));
    socket.on("close", (code, reason) => {
      servers.delete(socket);
      for (const tap of taps) {
        tap.close("client", code, reason.toString("utf8"));
        tap.end();
      }
      line.end();
      server.end();
    });
    const server = serving(line, session);
    servers.set(socket, server);
  }

  http.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const status = refusalOf(request) ?? (servers.size + connecting.size >= MAX_SESSIONS ? 429 : undefined);
    if (status !== undefined) return refuse(socket, status);
    const troubles = faults.next();
    const [first] = troubles;
    if (first?.fault === "refuse") return refuse(socket, first.status);
    const take = (serving: Serve): void =>
      webSockets.handleUpgrade(request, socket, head, (client) => connected(client, troubles, serving));
    if (options.upstream === undefined || steps) return take(serve);
    const gone = new AbortController();
    connecting.add(gone);
    socket.once("close", () => gone.abort());
    openUpstream(options.upstream, authorizationOf(request), gone.signal)
      .then(take, (cause: UpstreamRefusal) => {
        log(cause.message);
        refuse(socket, cause.status);
      })
      .finally(() => connecting.delete(gone));
  });

  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(port, host, resolve);
  });
  // Both are ready before the first caller is.
  await Promise.all([
    synthesiser.speak("Ready.", { sampleRate: 16_000 }),
    createVoiceDetector().then((detector) => detector.close()),
  ]);

  const address = http.address();
  const listening = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `ws://${host.includes(":") ? `[${host}]` : host}:${listening}`,
    get recogniser() {
      return hearer.recogniser()?.name ?? "none";
    },
    settled: hearer.settled,
    setFaults: (list) => faults.set(list),
    close: async () => {
      const closed = new Promise((resolve) => http.close(resolve));
      for (const [socket, server] of servers) {
        server.goAway();
        if (socket.isPaused) socket.terminate();
      }
      for (const gone of connecting) gone.abort();
      http.closeIdleConnections();
      // What a client is sent late would keep it for as long.
      const limit = setTimeout(() => {
        for (const socket of servers.keys()) socket.terminate();
        http.closeAllConnections();
      }, CLOSE_MS);
      hearer.close();
      await synthesiser.close();
      await closed;
      clearTimeout(limit);
    },
  };
}
