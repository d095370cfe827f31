import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { MAX_FRAME_BYTES } from "@bean-brew/widget/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { trustNobody } from "../auth/address.js";
import type { Knock } from "../auth/gate.js";
import { ratePerMinute } from "../auth/rates.js";
import { MAX_BYTES_AT_ONCE, MAX_MESSAGES_AT_ONCE } from "./message-budget.js";
import { browserSockets, HEARTBEAT_MS, type SocketOptions } from "./socket.js";

let server: Server | undefined;
const clients: WebSocket[] = [];
afterEach(() => {
  clients.splice(0).forEach((client) => client.terminate());
  server?.close();
});

const open = async (over: Partial<SocketOptions> = {}) => {
  const listening = createServer();
  server = listening;
  const seen = { knocks: [] as Knock[], text: 0, audio: 0, floods: 0, drains: 0, refused: [] as unknown[] };
  const left: (() => void)[] = [];
  const gone = new Promise<void>((resolve) => left.push(resolve));
  const sockets = browserSockets(listening, {
    gate: async (knock) => {
      seen.knocks.push(knock);
      return { address: knock.address, scope: "public" };
    },
    trust: trustNobody,
    maxSockets: 100,
    connections: ratePerMinute(100, Date.now),
    isDraining: () => false,
    refused: (...refusal) => void seen.refused.push(refusal),
    openDoor: (browser) => ({
      text: (json) => {
        seen.text += 1;
        if (json === "close me") browser.close(1000);
        if (json === "last") browser.text("heard");
      },
      audio: () => void (seen.audio += 1),
      flood: () => {
        seen.floods += 1;
        browser.text("flood");
      },
      gone: () => left.forEach((leave) => leave()),
      tick: () => undefined,
      drain: () => void (seen.drains += 1),
    }),
    ...over,
  });
  listening.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const url = `ws://127.0.0.1:${(listening.address() as AddressInfo).port}/ws`;
  const connect = (protocols: string[] = [], options: WebSocket.ClientOptions = {}): WebSocket => {
    const client = new WebSocket(url, protocols, options);
    clients.push(client);
    client.on("error", () => undefined);
    return client;
  };
  /** The HTTP status with which an upgrade was not granted. */
  const denied = async (client: WebSocket) => {
    const [, response] = (await once(client, "unexpected-response")) as [
      unknown,
      { statusCode: number; headers: Record<string, string> },
    ];
    return { status: response.statusCode, retryAfter: Number(response.headers["retry-after"]) };
  };
  return { sockets, seen, connect, denied, gone };
};

const toldAndClosed = async (client: WebSocket) => {
  const [[message], [code]] = (await Promise.all([once(client, "message"), once(client, "close")])) as [
    [Buffer],
    [number],
  ];
  return [(JSON.parse(message.toString()) as { code: string }).code, code];
};

describe("a socket", () => {
  it("shows its token among its subprotocols, and gets the protocol's own", async () => {
    const { connect, seen } = await open();
    const client = connect(["bean-brew.v1", "bean-brew.token.a.b-c_d"], { origin: "https://shop.example" });
    await once(client, "open");
    expect(client.protocol).toBe("bean-brew.v1");
    expect(seen.knocks).toEqual([
      { address: "127.0.0.1", origin: "https://shop.example", token: "a.b-c_d", forwarded: false },
    ]);
  });

  it.each([
    ["unauthorized", 1008],
    ["origin_not_allowed", 1008],
  ] as const)("that the gate refuses is told %s and closed with %i", async (refusal, code) => {
    const { connect, seen } = await open({ gate: async () => ({ refused: refusal, why: "for the log" }) });
    expect(await toldAndClosed(connect())).toEqual([refusal, code]);
    expect(seen.refused).toEqual([[refusal, { why: "for the log" }]]);
  });

  it("that comes while the relay drains is told so, and its token is not used up", async () => {
    const { connect, seen } = await open({ isDraining: () => true });
    expect(await toldAndClosed(connect())).toEqual(["draining", 1012]);
    expect(seen.knocks).toEqual([]);
  });

  it("that is one too many for the relay is denied before it costs anything, and let in once there is room", async () => {
    const { connect, denied, gone, seen } = await open({ maxSockets: 1 });
    const first = connect();
    await once(first, "open");
    expect(await denied(connect())).toEqual({ status: 503, retryAfter: 5 });
    expect(seen.refused).toEqual([["at_capacity", { why: "too many sockets" }]]);
    first.close();
    await gone;
    await once(connect(), "open");
  });

  it("of an address that connects too often is denied", async () => {
    const { connect, denied, seen } = await open({ connections: ratePerMinute(1, Date.now) });
    await once(connect(), "open");
    const { status, retryAfter } = await denied(connect());
    expect(status).toBe(429);
    expect(retryAfter).toBeGreaterThan(0);
    expect(seen.knocks).toHaveLength(1);
    expect(seen.refused).toEqual([["rate_limited", { why: "too many connections of an address" }]]);
  });

  it("that sends too much, text and audio together, is told once and heard no more; another is heard", async () => {
    const { connect, seen, sockets } = await open();
    const [client, other] = [connect(), connect()];
    await Promise.all([once(client, "open"), once(other, "open")]);
    for (let sent = 0; sent < MAX_MESSAGES_AT_ONCE + 50; sent += 1) client.send(sent % 2 ? "text" : Buffer.alloc(2));
    await once(client, "message");
    sockets.tick(10_000);
    other.send("last");
    await once(other, "message");
    expect(seen).toMatchObject({ text: MAX_MESSAGES_AT_ONCE / 2 + 1, audio: MAX_MESSAGES_AT_ONCE / 2, floods: 1 });
  });

  it.each([
    ["large messages", async (client: WebSocket) => client.send("x".repeat(MAX_FRAME_BYTES))],
    [
      "pings",
      async (client: WebSocket) => {
        client.ping();
        await once(client, "pong");
      },
    ],
    ["pongs", async (client: WebSocket) => client.pong()],
  ])("that sends too much in %s is told so", async (_what, send) => {
    const { connect, seen } = await open();
    const client = connect();
    await once(client, "open");
    const flooded = once(client, "message");
    for (let sent = 0; sent < MAX_MESSAGES_AT_ONCE + 1 && client.bufferedAmount < 2 * MAX_BYTES_AT_ONCE; sent += 1)
      await send(client);
    await flooded;
    expect(seen).toMatchObject({ floods: 1 });
    expect(seen.text).toBeLessThanOrEqual(MAX_BYTES_AT_ONCE / MAX_FRAME_BYTES);
  });

  it("that does not answer the frame of its closing is cut, long before it would be found silent", async () => {
    const { connect, gone } = await open();
    const client = connect();
    await once(client, "open");
    // Who reads no more never sees the frame.
    (client as unknown as { readonly _socket: Socket })._socket.pause();
    client.send("close me");
    await gone;
  });

  it("that answers no ping is cut by the next, and one that does lives", async () => {
    const { connect, sockets, gone } = await open();
    const [silent, alive] = [connect([], { autoPong: false }), connect()];
    await Promise.all([once(silent, "open"), once(alive, "open")]);
    const pinged = Promise.all([once(silent, "ping"), once(alive, "ping")]);
    sockets.tick(HEARTBEAT_MS);
    await pinged;
    // The answer is on its way before anything that is sent after it.
    alive.send("last");
    await once(alive, "message");
    const cut = once(silent, "close");
    sockets.tick(HEARTBEAT_MS);
    await Promise.all([cut, gone]);
    expect(alive.readyState).toBe(WebSocket.OPEN);
    expect(sockets.size).toBe(1);
  });

  it("is told when the relay drains", async () => {
    const { connect, sockets, seen } = await open();
    await once(connect(), "open");
    sockets.drain();
    expect(seen.drains).toBe(1);
  });
});
