import { STATUS_CODES, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

const PATH = "/v1/agent/converse";

/** The key in the header, or in the subprotocols where a browser has to put it: as an `Authorization` header has it. */
export function authorizationOf({ headers }: IncomingMessage): string | undefined {
  if (/^(?:token|bearer) \S+/i.test(headers.authorization ?? "")) return headers.authorization;
  const [scheme = "", key = ""] = (headers["sec-websocket-protocol"] ?? "").split(",").map((one) => one.trim());
  if (key === "" || !/^(?:token|bearer)$/i.test(scheme)) return undefined;
  return `${/^token$/i.test(scheme) ? "Token" : "Bearer"} ${key}`;
}

/** The HTTP status with which a connection is refused; undefined when it is taken. */
export function refusalOf(request: IncomingMessage): number | undefined {
  // A target need not be an address (`//`), so it is not read as one.
  const [path] = (request.url ?? "").split("?");
  if (path !== PATH) return 404;
  return authorizationOf(request) === undefined ? 401 : undefined;
}

/** Answers an upgrade with a status instead. */
export function refuse(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Refused"}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
