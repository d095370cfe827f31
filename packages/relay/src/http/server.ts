import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { StartError } from "../errors.js";

/** How long a client has to send a request's headers, and the whole of it, in ms. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 15_000;
/** How long connections have to close when the relay stops, in ms. */
const CLOSE_MS = 1_000;

export const openServer = (app: RequestListener): Server =>
  createServer({ headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS }, app);

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

/** Takes no connections any more, and cuts those that do not end by themselves. */
export const closeServer = async (server: Server): Promise<void> => {
  const closed = new Promise((resolve) => server.close(resolve));
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
  await closed;
  clearTimeout(cut);
};
