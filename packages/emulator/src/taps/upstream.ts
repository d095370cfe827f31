import { WebSocket } from "ws";
import type { Line, Server } from "./line.js";

/** How long the service may take to take the connection, in milliseconds. */
export const CONNECT_MS = 10_000;

/** The largest frame of the service that is passed on, in bytes. */
const MAX_FRAME_BYTES = 4 * 1024 * 1024;

/** What is said of a service that cannot be reached. */
const BAD_GATEWAY = 502;

/** Codes that only tell how a connection ended cannot be sent. */
export function sendableCode(code: number): number {
  return code === 1004 || code === 1005 || code === 1006 || code === 1015 ? 1000 : code;
}

/** The service does not take the connection. */
export class UpstreamRefusal extends Error {
  /** The HTTP status that the client is to be refused with: the service's own, where it has one. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Opens a connection to another service, to and from which everything is passed on, so that it can be recorded or made
 * to fail.
 *
 * @param url `wss://agent.deepgram.com`
 * @param authorization the client's own, which is passed on
 * @param signal the client is gone
 * @returns what serves the client's line by it
 * @throws UpstreamRefusal
 */
export async function openUpstream(
  url: string,
  authorization: string | undefined,
  signal: AbortSignal,
): Promise<(line: Line) => Server> {
  const socket = new WebSocket(`${url.replace(/\/+$/, "")}/v1/agent/converse`, {
    headers: authorization === undefined ? {} : { authorization },
    perMessageDeflate: false,
    handshakeTimeout: CONNECT_MS,
    maxPayload: MAX_FRAME_BYTES,
  });
  const abandon = (): void => socket.terminate();
  signal.addEventListener("abort", abandon);
  await new Promise<void>((resolve, reject) => {
    socket.on("error", (cause) => reject(new UpstreamRefusal(BAD_GATEWAY, `${url} is not reached: ${cause.message}`)));
    socket.once("unexpected-response", (_, { statusCode = BAD_GATEWAY }) => {
      reject(new UpstreamRefusal(statusCode, `${url} refuses the connection: ${statusCode}`));
      socket.terminate();
    });
    socket.once("open", () => {
      socket.pause(); // until there is somebody to pass it on to
      resolve();
    });
  });
  return (line) => {
    signal.removeEventListener("abort", abandon);
    socket.on("message", (data: Buffer, isBinary) => line.send(isBinary ? data : data.toString("utf8")));
    socket.on("error", (cause) => line.close(1011, cause.message.slice(0, 100)));
    socket.on("close", (code, reason) => line.close(sendableCode(code), reason.toString("utf8")));
    socket.resume();
    return {
      receive: (frame) => socket.send(frame, () => undefined), // one that is closing takes nothing more
      goAway: () => line.close(1001, "The emulator ends."),
      end: () => (socket.readyState === WebSocket.OPEN ? socket.close(1000) : socket.terminate()),
    };
  };
}
