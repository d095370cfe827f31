import { WebSocket } from "ws";
import type { Frame, Line, Server } from "./line.js";

/** How long the service may take to take the connection, in milliseconds. */
export const CONNECT_MS = 10_000;

/** What waits for the connection, in bytes; with more, the client's connection is closed. */
export const MAX_WAITING_BYTES = 1024 * 1024;

/** The largest frame of the service that is passed on, in bytes. */
const MAX_FRAME_BYTES = 4 * 1024 * 1024;

/** Codes that only tell how a connection ended cannot be sent. */
export function sendableCode(code: number): number {
  return code === 1004 || code === 1005 || code === 1006 || code === 1015 ? 1000 : code;
}

/**
 * Passes everything on to another service and back, so that it can be recorded or made to fail.
 *
 * @param url `wss://agent.deepgram.com`
 * @param authorization the client's own, which is passed on
 */
export function startUpstream(line: Line, url: string, authorization: string | undefined): Server {
  const socket = new WebSocket(`${url.replace(/\/+$/, "")}/v1/agent/converse`, {
    headers: authorization === undefined ? {} : { authorization },
    perMessageDeflate: false,
    handshakeTimeout: CONNECT_MS,
    maxPayload: MAX_FRAME_BYTES,
  });
  let waiting: Frame[] = [];
  let bytes = 0;
  socket.on("open", () => {
    for (const frame of waiting) socket.send(frame);
    waiting = [];
  });
  socket.on("message", (data: Buffer, isBinary) => line.send(isBinary ? data : data.toString("utf8")));
  socket.on("error", (cause) => line.close(1011, cause.message.slice(0, 100)));
  socket.on("close", (code, reason) => line.close(sendableCode(code), reason.toString("utf8")));
  return {
    receive(frame) {
      if (socket.readyState === WebSocket.OPEN) return socket.send(frame);
      bytes += frame.length;
      if (bytes > MAX_WAITING_BYTES) return line.close(1011, "Too much waits for the service.");
      waiting.push(frame);
    },
    goAway: () => line.close(1001, "The emulator ends."),
    end: () => (socket.readyState === WebSocket.OPEN ? socket.close(1000) : socket.terminate()),
  };
}
