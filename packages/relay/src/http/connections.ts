import type { Server } from "node:http";
import type { Socket } from "node:net";
import { addressKey, peerAddress } from "../auth/address.js";

/** TCP connections that an address may have beside those of its calls: many pages' requests, kept alive. */
export const MORE_CONNECTIONS_PER_ADDRESS = 250;

export interface ConnectionsOptions {
  /** How many an address may have. */
  readonly perAddress: number;
  /** Addresses that stand for any number of people: of proxies that are believed, of this machine. */
  readonly isShared: (address: string) => boolean;
  /** Told of each connection that was one too many. */
  readonly dropped: () => void;
}

/** Closes connections as they come of which their address has too many, whether they ask for anything or not. */
export const boundConnections = (server: Server, { perAddress, isShared, dropped }: ConnectionsOptions): void => {
  const open = new Map<string, Set<Socket>>();
  server.on("connection", (socket: Socket) => {
    const address = peerAddress(socket);
    if (isShared(address)) return;
    const key = addressKey(address);
    const sockets = open.get(key) ?? new Set();
    // It was given back after a request to upgrade it.
    if (sockets.has(socket)) return;
    if (sockets.size >= perAddress) {
      dropped();
      socket.destroy();
      return;
    }
    open.set(key, sockets.add(socket));
    socket.once("close", () => {
      sockets.delete(socket);
      if (sockets.size === 0) open.delete(key);
    });
  });
};
