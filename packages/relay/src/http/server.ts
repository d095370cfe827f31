import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { isIPv6, type AddressInfo, type Socket } from "node:net";
import { StartError } from "../errors.js";
import { boundConnections, MORE_CONNECTIONS_PER_ADDRESS, type ConnectionsOptions } from "./connections.js";

/** How long a client has to send a request's head, and the whole of it, in ms; and how often that is looked at. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 15_000;
const LOOK_MS = 1_000;
/** Connections that may be open beside those that have become WebSockets, or may yet. */
const MORE_CONNECTIONS = 1_000;
/** How long connections have to close when the relay stops, in ms. */
const CLOSE_MS = 1_000;

export interface ServerOptions extends Pick<ConnectionsOptions, "isShared" | "dropped"> {
  readonly app: RequestListener;
  /** WebSockets that may be open at once. */
  readonly maxSockets: number;
  /** Calls that an address may have at once. */
  readonly sessionsPerAddress: number;
}

export const openServer = ({ app, maxSockets, sessionsPerAddress, isShared, dropped }: ServerOptions): Server => {
  const limits = { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, connectionsCheckingInterval: LOOK_MS };
  const server = createServer(limits, app);
  server.maxConnections = maxSockets + MORE_CONNECTIONS;
  server.on("drop", dropped);
  boundConnections(server, { perAddress: sessionsPerAddress + MORE_CONNECTIONS_PER_ADDRESS, isShared, dropped });
  return server;
};

/** What a request says of its connection, which is no other request's. */
const OF_CONNECTION: ReadonlySet<string> = new Set(["connection", "upgrade", "http2-settings"]);

/**
 * Serves a request that would upgrade to what is not spoken here (`h2c`, for which Java's own client asks first) as
 * HTTP allows: as if it had not asked. Node has given its connection away by then: it is given back, with the request.
 */
export const serveWithoutUpgrade = (server: Server, request: IncomingMessage, stream: Socket, rest: Buffer): void => {
  const { method = "", url = "", rawHeaders } = request;
  const fields = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && !OF_CONNECTION.has(name.toLowerCase()) ? [`${name}: ${rawHeaders[index + 1]}`] : [],
  );
  const head = [`${method} ${url} HTTP/1.1`, ...fields, "Connection: close", "\r\n"].join("\r\n");
  stream.unshift(Buffer.concat([Buffer.from(head, "latin1"), rest]));
  server.emit("connection", stream);
};

/** @throws StartError when that cannot be. */
export const listen = (server: Server, port: number, host: string): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why =
        error.code === "EADDRINUSE" ? "is in use: choose another with PORT" : `cannot be listened on (${error.code})`;
      reject(new StartError(`The port ${port} on ${host} ${why}.`));
    });
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });

/** Where a browser finds it: an IPv6 address stands in brackets. */
export const urlOf = (host: string, port: number): string => `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;

/** Takes no connections any more, and cuts those that do not end by themselves. */
export const closeServer = async (server: Server): Promise<void> => {
  const closed = new Promise((resolve) => server.close(resolve));
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
  await closed;
  clearTimeout(cut);
};
