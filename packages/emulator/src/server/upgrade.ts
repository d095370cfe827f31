import { STATUS_CODES, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

const PATH = "/v1/agent/converse";

/** The key in the header, or in the subprotocols where a browser has to put it. */
function hasKey({ headers }: IncomingMessage): boolean {
  if (/^(?:token|bearer) \S+/i.test(headers.authorization ?? "")) return true;
  const [scheme, key] = (headers["sec-websocket-protocol"] ?? "").split(",").map((one) => one.trim());
  return /^(?:token|bearer)$/i.test(scheme ?? "") && (key ?? "") !== "";
}

/** The HTTP status with which a connection is refused; undefined when it is taken. */
export function refusalOf(request: IncomingMessage): number | undefined {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  if (pathname !== PATH) return 404;
  return hasKey(request) ? undefined : 401;
}

/** Answers an upgrade with a status instead. */
export function refuse(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Refused"}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
