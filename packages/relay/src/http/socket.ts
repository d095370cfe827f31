import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import { MAX_FRAME_BYTES, PROTOCOL, type ErrorCode } from "@bean-brew/widget/protocol";
import { WebSocketServer, type WebSocket } from "ws";
import { addressKey, clientAddress, isForwarded, type Trust } from "../auth/address.js";
import type { Gate, Visitor } from "../auth/gate.js";
import type { Rate } from "../auth/rates.js";
import { errorOf, refusalCodeOf } from "../errors.js";
import type { Door } from "../session/door.js";
import type { Browser } from "../session/session.js";
import type { Refused } from "../telemetry/refusals.js";
import { openBudget } from "./message-budget.js";
import { openPulse, type Pulse } from "./pulse.js";
import { serveWithoutUpgrade } from "./server.js";

/** How long a browser has to answer a close frame before its socket is cut, in ms. */
const CLOSE_MS = 800;
/** A socket is pinged so often, and cut if nothing has come of it by the next time, in ms. */
export const HEARTBEAT_MS = 14_000;
/** When a client may try again that found the relay full, in s. */
const FULL_RETRY_SECONDS = 5;

const TOKEN_PROTOCOL = "bean-brew.token.";

export interface SocketOptions {
  readonly gate: Gate;
  readonly trust: Trust;
  /** Sockets that may be open at once. */
  readonly maxSockets: number;
  /** How often an address may connect. */
  readonly connections: Rate;
  /** No new sockets are let in: the relay is about to stop. */
  readonly isDraining: () => boolean;
  readonly openDoor: (browser: Browser, visitor: Visitor) => Door;
  readonly refused: Refused;
}

/** The sockets of all browsers. */
export interface BrowserSockets {
  readonly size: number;
  /** What they have not taken yet. */
  readonly bufferedBytes: number;
  /** Called ten times a second, with the ms that have passed since it was called last. */
  tick(ms: number): void;
  /** Refuses who has come in and not started a conversation yet. */
  drain(): void;
}

const browserOver = (socket: WebSocket): Browser => ({
  resumes: socket.protocol === PROTOCOL,
  unreadBytes: () => socket.bufferedAmount,
  text: (json) => {
    socket.send(json);
  },
  binary: (frame) => {
    socket.send(frame);
  },
  close: (code) => {
    socket.close(code);
  },
});

const pathOf = (request: IncomingMessage): string => (request.url ?? "").split("?", 1)[0]!;

/** The token that a client shows among the subprotocols it offers: it never travels in a URL. */
const tokenOf = (request: IncomingMessage): string | undefined =>
  (request.headers["sec-websocket-protocol"] ?? "")
    .split(",")
    .map((protocol) => protocol.trim())
    .find((protocol) => protocol.startsWith(TOKEN_PROTOCOL))
    ?.slice(TOKEN_PROTOCOL.length);

/** Answers an upgrade with an HTTP error: the cheapest way to say no, which a page cannot read. */
const deny = (stream: Socket, status: string, retrySeconds?: number): void => {
  const retry = retrySeconds === undefined ? "" : `Retry-After: ${retrySeconds}\r\n`;
  stream.end(`HTTP/1.1 ${status}\r\n${retry}Connection: close\r\nContent-Length: 0\r\n\r\n`);
};

/** What is kept of a socket that was let in. */
interface Guest {
  readonly socket: WebSocket;
  readonly stream: Socket;
  readonly door: Door;
  refill(ms: number): void;
  readonly pulse: Pulse;
}

/** `GET /ws`: browsers' sockets, each with a door. */
export const browserSockets = (server: Server, options: SocketOptions): BrowserSockets => {
  const guests = new Set<Guest>();
  let beatIn = HEARTBEAT_MS;
  let arriving = 0;
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    closeTimeout: CLOSE_MS,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });

  const admit = (socket: WebSocket, stream: Socket, visitor: Visitor): void => {
    const door = options.openDoor(browserOver(socket), visitor);
    const { spend, refill } = openBudget();
    const guest: Guest = { socket, stream, door, refill, pulse: openPulse() };
    let isFlooding = false;
    guests.add(guest);
    /** Takes note of something that came; false when that is too much, which the door is told once. */
    const take = (data: Buffer): boolean => {
      guest.pulse.heard();
      if (isFlooding) return false;
      isFlooding = !spend(data.length);
      if (isFlooding) door.flood();
      return !isFlooding;
    };
    socket.on("message", (data: Buffer, isBinary) => {
      if (!take(data)) return;
      if (isBinary) door.audio(data);
      else door.text(data.toString("utf8"));
    });
    socket.on("ping", take);
    socket.on("pong", take);
    socket.on("close", () => {
      guests.delete(guest);
      door.gone();
    });
  };

  /** A page cannot read an HTTP refusal: it is let in, told why, and shown out. */
  const refuse = (socket: WebSocket, code: ErrorCode): void => {
    socket.send(JSON.stringify(errorOf(code)));
    socket.close(refusalCodeOf(code));
  };

  const welcome = async (request: IncomingMessage, stream: Socket, head: Buffer): Promise<void> => {
    const address = clientAddress(request, options.trust);
    const { origin } = request.headers;
    const retry = await options.connections.take(addressKey(address));
    if (retry !== undefined) {
      options.refused("rate_limited", { origin, why: "too many connections of an address" });
      return deny(stream, "429 Too Many Requests", retry);
    }
    if (sockets.clients.size + arriving > options.maxSockets) {
      options.refused("at_capacity", { origin, why: "too many sockets" });
      return deny(stream, "503 Service Unavailable", FULL_RETRY_SECONDS);
    }
    const knock = { address, origin, token: tokenOf(request), forwarded: isForwarded(request) };
    const visitor = options.isDraining() ? { refused: "draining" as const } : await options.gate(knock);
    if ("refused" in visitor) {
      const { refused, ...facts } = visitor;
      options.refused(refused, { origin, ...facts });
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      // What is wrong with a socket (a frame over the bound, bytes that are no WebSocket) ends in its close.
      socket.on("error", () => undefined);
      if ("refused" in visitor) refuse(socket, visitor.refused);
      else admit(socket, stream, visitor);
    });
  };

  server.on("upgrade", (request, duplex, head) => {
    // A server of HTTP over TCP: its streams are sockets.
    const stream = duplex as Socket;
    stream.on("error", () => stream.destroy());
    if (request.headers.upgrade?.toLowerCase() !== "websocket")
      return serveWithoutUpgrade(server, request, stream, head);
    if (pathOf(request) !== "/ws") return deny(stream, "404 Not Found");
    arriving += 1;
    welcome(request, stream, head)
      .catch(() => stream.destroy())
      .finally(() => {
        arriving -= 1;
      });
  });

  const beat = (): void =>
    guests.forEach((guest) => {
      const { bytesWritten, writableLength } = guest.stream;
      if (!guest.pulse.beat(bytesWritten - writableLength, writableLength)) return guest.socket.terminate();
      guest.socket.ping();
    });

  return {
    get size() {
      return sockets.clients.size;
    },
    get bufferedBytes() {
      return [...sockets.clients].reduce((sum, { bufferedAmount }) => sum + bufferedAmount, 0);
    },
    tick: (ms) => {
      guests.forEach(({ door, refill }) => {
        door.tick();
        refill(ms);
      });
      beatIn -= ms;
      if (beatIn > 0) return;
      beatIn = HEARTBEAT_MS;
      beat();
    },
    drain: () => guests.forEach(({ door }) => door.drain()),
  };
};
