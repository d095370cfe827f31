import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach } from "vitest";
import WebSocket, { WebSocketServer } from "ws";
import type { ServerMessage } from "../protocol/index.js";
import { connect } from "./client.js";
import type { Client, ClientOptions } from "./contract.js";
import type { ClientEvent } from "./events.js";

export const STARTED: ServerMessage = {
  type: "session_started",
  sessionId: "s1",
  resumeToken: "r1",
  resumed: false,
  audio: { input: { encoding: "linear16", sampleRate: 16_000 }, output: { encoding: "linear16", sampleRate: 24_000 } },
  agent: { name: "Bean & Brew", voice: "aura-2-thalia-en" },
  limits: { idleSeconds: 120, maxSeconds: 900, resumeSeconds: 30 },
};

/** A list that can be awaited: items are taken in the order in which they came. */
export function mailbox<T>(): { put(item: T): void; take(): Promise<T> } {
  const items: T[] = [];
  const waiting: ((item: T) => void)[] = [];
  return {
    put: (item) => (waiting.length > 0 ? waiting.shift()!(item) : void items.push(item)),
    take: () => (items.length > 0 ? Promise.resolve(items.shift()!) : new Promise((resolve) => waiting.push(resolve))),
  };
}

export let server: WebSocketServer;
export let url: string;
export const clients: Client[] = [];

beforeEach(async () => {
  server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`;
});
afterEach(async () => {
  clients.splice(0).forEach((client) => client.stop());
  server.clients.forEach((socket) => socket.terminate());
  await new Promise((resolve) => server.close(resolve));
});

export const after: ClientOptions["after"] = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

export const random: ClientOptions["random"] = () => 1;

/** Connects, and gives both ends with what each has received. */
export async function call(options: Partial<ClientOptions> = {}) {
  const connection = once(server, "connection") as Promise<[WebSocket]>;
  const client = connect({ url, after, random, open: (to, protocols) => new WebSocket(to, protocols), ...options });
  clients.push(client);
  const events = mailbox<ClientEvent>();
  client.subscribe(events.put);
  const [relay] = await connection;
  const received = mailbox<string | Buffer>();
  relay.on("message", (data: Buffer, binary) => received.put(binary ? data : data.toString()));
  return {
    client,
    relay,
    events,
    received,
    tell: (message: unknown) => relay.send(typeof message === "string" ? message : JSON.stringify(message)),
  };
}
