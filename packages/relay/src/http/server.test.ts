import { once } from "node:events";
import { request, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import express from "express";
import { afterAll, describe, expect, it } from "vitest";
import { trustNobody } from "../auth/address.js";
import { ratePerMinute } from "../auth/rates.js";
import { MORE_CONNECTIONS_PER_ADDRESS } from "./connections.js";
import { openServer, urlOf } from "./server.js";
import { browserSockets } from "./socket.js";

const servers: Server[] = [];
const clients: Socket[] = [];
afterAll(() => {
  clients.splice(0).forEach((client) => client.destroy());
  servers.splice(0).forEach((server) => server.close());
});

const open = async ({ maxSockets = 10, isShared = true } = {}) => {
  const app = express();
  app.post(
    "/echo",
    express.json({ type: () => true, limit: "1mb" }),
    (asked, response) => void response.json({ got: asked.body as unknown }),
  );
  app.all("/ws", (_asked, response) => void response.status(426).end());
  let drops = 0;
  const server = openServer({
    app,
    maxSockets,
    sessionsPerAddress: 2,
    isShared: () => isShared,
    dropped: () => void (drops += 1),
  });
  servers.push(server);
  browserSockets(server, {
    gate: async () => ({ refused: "unauthorized" }),
    trust: trustNobody,
    maxSockets,
    connections: ratePerMinute(100, Date.now),
    isDraining: () => false,
    refused: () => undefined,
    openDoor: () => {
      throw new Error("Nobody is let in.");
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const dial = (): Socket => {
    const client = connect(port, "127.0.0.1");
    clients.push(client);
    client.on("error", () => undefined);
    return client;
  };
  return { server, port, dial, drops: () => drops };
};

/** All that comes of a connection until it is closed. */
const heard = async (client: Socket): Promise<string> => {
  let text = "";
  client.on("data", (data: Buffer) => (text += data.toString("latin1")));
  await once(client, "close");
  return text;
};

// Each would last half a minute without the server's own limits, which is longer than a test may.
describe.concurrent("a connection", () => {
  it("that asks for nothing is closed", async () => {
    const { dial } = await open();
    await heard(dial());
  });

  it("that never comes to the end of a request's head is told so, and closed", async () => {
    const { dial } = await open();
    const client = dial();
    client.write("GET /api HTTP/1.1\r\nHost: relay\r\nX-Slow: ");
    expect(await heard(client)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it("that never comes to the end of a request's body is told so, and closed", async () => {
    const { dial } = await open();
    const client = dial();
    client.write("POST /echo HTTP/1.1\r\nHost: relay\r\nContent-Length: 9\r\n\r\n{");
    expect(await heard(client)).toMatch(/^HTTP\/1\.1 408 /);
  });
});

it("lets so many connections be open and no more, however little they do", async () => {
  const { server, dial, drops } = await open({ maxSockets: 1 });
  expect(server.maxConnections).toBe(1_001);
  server.maxConnections = 2;
  const [first, second] = [dial(), dial()];
  await Promise.all([once(first, "connect"), once(second, "connect")]);
  expect(await heard(dial())).toBe("");
  expect(drops()).toBe(1);
  const served = heard(first);
  first.write("GET /ws HTTP/1.1\r\nHost: relay\r\nConnection: close\r\n\r\n");
  expect(await served).toMatch(/^HTTP\/1\.1 426 /);
});

describe("connections of one address", () => {
  const MOST = 2 + MORE_CONNECTIONS_PER_ADDRESS;
  const dialMany = async (dial: () => Socket, count: number): Promise<readonly Socket[]> => {
    const sockets = Array.from({ length: count }, dial);
    await Promise.all(sockets.map((socket) => once(socket, "connect")));
    return sockets;
  };
  const isServed = async (client: Socket): Promise<void> => {
    const answer = heard(client);
    client.write("GET /ws HTTP/1.1\r\nHost: relay\r\nConnection: close\r\n\r\n");
    expect(await answer).toMatch(/^HTTP\/1\.1 426 /);
  };

  it("may be so many and no more, until some of them are closed", async () => {
    const { server, dial, drops } = await open({ isShared: false });
    const [accepted] = (await Promise.all([once(server, "connection"), once(dial(), "connect")]))[0] as [Socket];
    const upgraded = clients.at(-1)!;
    // One that asked for an upgrade is counted once.
    const others = await dialMany(dial, MOST - 1);
    upgraded.write("POST /echo HTTP/1.1\r\nHost: relay\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n");
    upgraded.write("Content-Length: 2\r\n\r\n{");
    expect(await heard(dial())).toBe("");
    expect(drops()).toBe(1);
    const ended = Promise.all([heard(upgraded), once(accepted, "close")]);
    upgraded.write("}");
    expect((await ended)[0]).toContain('{"got":{}}');
    await isServed(dial());
    await isServed(others[0]!);
    expect(drops()).toBe(1);
  });

  it("may be any number where the address stands for many", async () => {
    const { dial, drops } = await open();
    await dialMany(dial, MOST);
    await isServed(dial());
    expect(drops()).toBe(0);
  });
});

describe("a request that would upgrade to what is not spoken here", () => {
  const H2C = { Connection: "Upgrade, HTTP2-Settings", Upgrade: "h2c", "HTTP2-Settings": "AAMAAABkAAQAoAAAAAIAAAAA" };

  it("is served as it is, its body included, however that comes", async () => {
    const { port } = await open();
    const body = JSON.stringify({ text: "é".repeat(30_000) });
    for (const cut of [0, 20_000, body.length]) {
      const asked = request({
        port,
        host: "127.0.0.1",
        method: "POST",
        path: "/echo",
        headers: {
          ...H2C,
          "Content-Type": "application/json",
          "Content-Length": Buffer.byteLength(body),
        },
      });
      asked.flushHeaders();
      asked.write(body.slice(0, cut));
      setImmediate(() => asked.end(body.slice(cut)));
      const [response] = (await once(asked, "response")) as [AsyncIterable<Buffer> & { statusCode: number }];
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part);
      expect(response.statusCode).toBe(200);
      expect(JSON.parse(Buffer.concat(parts).toString())).toEqual({ got: JSON.parse(body) as unknown });
    }
  });

  it("is told on the address of the WebSockets that only they are spoken there", async () => {
    const { dial } = await open();
    const client = dial();
    client.write("GET /ws HTTP/1.1\r\nHost: relay\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
    expect(await heard(client)).toMatch(/^HTTP\/1\.1 426 [^]*Connection: close/);
  });
});

it.each([
  ["127.0.0.1", "http://127.0.0.1:8080"],
  ["relay.example", "http://relay.example:8080"],
  ["::1", "http://[::1]:8080"],
])("is found by its host %s at %s", (host, url) => {
  expect(urlOf(host, 8_080)).toBe(url);
  expect(URL.canParse(url)).toBe(true);
});
