import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import { findPocketsphinx, pocketsphinx } from "../speech/pocketsphinx.js";
import type { Recogniser } from "../speech/recogniser.js";
import { createSynthesiser } from "../speech/synthesiser.js";
import { createVoiceDetector } from "../speech/voice-activity.js";
import { CLOCKS, type Clocks } from "./clocks.js";
import { startSession } from "./session.js";

const PATH = "/v1/agent/converse";

/** The largest frame that is taken, in bytes. */
export const MAX_FRAME_BYTES = 1024 * 1024;

/** How many conversations are held at once; further ones are refused with 429. */
export const MAX_SESSIONS = 200;

/** How long a client has for its part of the closing handshake, in milliseconds. */
const CLOSE_MS = 1_000;

export interface EmulatorOptions {
  /** 0, the default, is any free one. */
  port?: number;
  /** The address to listen on: 127.0.0.1 unless said otherwise. */
  host?: string;
  /** `auto`: pocketsphinx when it is on the path, else none. */
  recogniser?: "auto" | "pocketsphinx" | "none" | Recogniser;
  /** Where programs are looked for, as in PATH. */
  path?: string;
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
  /** The name of the recogniser, or `none`. */
  recogniser: string;
  close(): Promise<void>;
}

function chooseRecogniser({
  recogniser = "auto",
  path = "",
  log = () => undefined,
}: EmulatorOptions): Recogniser | undefined {
  if (typeof recogniser === "object") return recogniser;
  if (recogniser === "none") return undefined;
  const program = findPocketsphinx(path);
  if (program !== undefined) return pocketsphinx(program, log);
  if (recogniser === "auto") return undefined;
  throw new Error(
    "pocketsphinx_continuous is not on the path: install pocketsphinx and pocketsphinx-en-us, or choose another recogniser.",
  );
}

/** The key in the header, or in the subprotocols where a browser has to put it. */
function hasKey({ headers }: IncomingMessage): boolean {
  if (/^(?:token|bearer) \S+/i.test(headers.authorization ?? "")) return true;
  const [scheme, key] = (headers["sec-websocket-protocol"] ?? "").split(",").map((one) => one.trim());
  return /^(?:token|bearer)$/i.test(scheme ?? "") && (key ?? "") !== "";
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/**
 * Starts a stand-in for Deepgram's Voice Agent API at `/v1/agent/converse`.
 *
 * @throws Error when the port cannot be listened on, or the recogniser is not there.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, host = "127.0.0.1", now = Date.now, id = randomUUID, log = () => undefined } = options;
  const recogniser = chooseRecogniser(options);
  const clocks = { ...CLOCKS, ...options.clocks };
  const synthesiser = createSynthesiser();
  const sockets = new Set<WebSocket>();
  const server = createServer((_, response) => response.writeHead(404).end());
  const webSockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });

  function close(socket: WebSocket, code: number, reason: string): void {
    socket.close(code, reason);
    setTimeout(() => socket.terminate(), CLOSE_MS).unref();
  }

  webSockets.on("connection", (socket: WebSocket) => {
    sockets.add(socket);
    const session = startSession({
      send: (message) => socket.send(JSON.stringify(message)),
      sendAudio: (frame) => socket.send(frame),
      buffered: () => socket.bufferedAmount,
      close: (code, reason) => close(socket, code, reason),
      synthesiser,
      recogniser,
      now,
      id,
      clocks,
    });
    socket.on("message", (data: Buffer, isBinary) =>
      isBinary ? session.audio(data) : session.text(data.toString("utf8")),
    );
    socket.on("error", (cause) => log(`a connection failed: ${cause.message}`));
    socket.on("close", () => {
      sockets.delete(socket);
      session.end();
    });
  });

  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname !== PATH) return refuse(socket, "404 Not Found");
    if (!hasKey(request)) return refuse(socket, "401 Unauthorized");
    if (sockets.size >= MAX_SESSIONS) return refuse(socket, "429 Too Many Requests");
    webSockets.handleUpgrade(request, socket, head, (client) => webSockets.emit("connection", client, request));
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  // Both are ready before the first caller is.
  await Promise.all([
    synthesiser.speak("Ready.", { sampleRate: 16_000 }),
    createVoiceDetector().then((detector) => detector.close()),
  ]);

  const address = server.address();
  const listening = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `ws://${host.includes(":") ? `[${host}]` : host}:${listening}`,
    recogniser: recogniser?.name ?? "none",
    close: async () => {
      for (const socket of sockets) close(socket, 1001, "The emulator ends.");
      const closed = new Promise((resolve) => server.close(resolve));
      await synthesiser.close();
      await closed;
    },
  };
}
