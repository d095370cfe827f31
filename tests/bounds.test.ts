import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { openHouse } from "./house.js";

/** More than any flood may come to before it is cut. */
const ENOUGH_BYTES = 8 * 1024 * 1024;

describe("a browser that floods", () => {
  it.each([
    ["text", '{"type":"ping","t":1}'],
    ["what is no message", "}{"],
    ["audio", Buffer.alloc(1_280)],
    ["text by the megabyte", JSON.stringify({ type: "ping", t: 1, padding: "x".repeat(200_000) })],
  ])("with %s loses its call, and no other does", async (_what, message) => {
    await using house = await openHouse();
    const other = house.call();
    await other.next("session_started");
    const socket = new WebSocket(`${house.url.replace("http", "ws")}/ws`);
    const told: Readonly<Record<string, unknown>>[] = [];
    const started = new Promise<void>((resolve) => {
      socket.on("message", (data: Buffer, isBinary) => {
        if (isBinary) return;
        const parsed = JSON.parse(data.toString()) as Readonly<Record<string, unknown>>;
        told.push(parsed);
        if (parsed["type"] === "session_started") resolve();
      });
    });
    await once(socket, "open");
    socket.send('{"type":"start_voice_agent"}');
    await started;
    const closed = once(socket, "close");
    for (let sent = 0; sent < 5_000 && socket.bufferedAmount < ENOUGH_BYTES; sent += 1) socket.send(message);
    expect((await closed)[0]).toBe(1008);
    expect(told.slice(-2)).toMatchObject([
      { type: "error", code: "rate_limited" },
      { type: "voice_agent_stopped", reason: "limit" },
    ]);
    await other.ask("Do you train baristas?", /train/i);
  });
});

describe("an address that connects again and again", () => {
  it("is told by HTTP to wait", async () => {
    await using house = await openHouse({ env: { MAX_SESSIONS_PER_ADDRESS: "1" } });
    const url = `${house.url.replace("http", "ws")}/ws`;
    const statusOf = async (): Promise<number> => {
      const socket = new WebSocket(url);
      socket.on("error", () => undefined);
      const [, response] = (await Promise.race([
        once(socket, "unexpected-response"),
        once(socket, "open").then(() => [undefined, { statusCode: 101 }]),
      ])) as [unknown, { statusCode: number }];
      socket.terminate();
      return response.statusCode;
    };
    const statuses = new Set<number>();
    for (let tries = 0; tries < 61; tries += 1) statuses.add(await statusOf());
    expect([...statuses]).toEqual([101, 429]);
  });
});

describe("bytes that are no WebSocket", () => {
  it("end their own connection, and nothing else", async () => {
    await using house = await openHouse();
    const { hostname, port } = new URL(house.url);
    const answers = await Promise.all(
      [
        "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
        "\u0000\u0001\u0002",
      ].map(async (bytes) => {
        const socket = connectTcp(Number(port), hostname);
        let text = "";
        socket.on("data", (data: Buffer) => (text += data.toString()));
        socket.write(bytes);
        await once(socket, "close");
        return text.split("\r\n", 1)[0];
      }),
    );
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    await house.call().next("session_started");
  });
});
