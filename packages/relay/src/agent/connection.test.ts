import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocketServer, type WebSocket } from "ws";
import { connectAgent, type AgentConnection, type Parting } from "./connection.js";
import type { AgentMessage } from "./messages.js";

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

interface Peer {
  readonly url: string;
  /** The next socket that is opened to it, with the request that asked for it. */
  accept(): Promise<readonly [WebSocket, IncomingMessage]>;
}

/** A server that does what a test says on the sockets that it accepts, or refuses them with a status. */
const openPeer = async (status?: number, fields = ""): Promise<Peer> => {
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, stream, head) => {
    if (status !== undefined) return stream.end(`HTTP/1.1 ${status} No\r\n${fields}Content-Length: 0\r\n\r\n`);
    sockets.handleUpgrade(request, stream, head, (socket) => sockets.emit("connection", socket, request));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => {
    sockets.clients.forEach((socket) => socket.terminate());
    server.close();
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accept: async () => (await once(sockets, "connection")) as [WebSocket, IncomingMessage],
  };
};

/** A connection whose news can be awaited one by one. */
const connect = (url: string, now: () => number = () => 0) => {
  const news: (AgentMessage | string)[] = [];
  const partings: (Parting | undefined)[] = [];
  let wake: (() => void) | undefined;
  const tell = (item: AgentMessage | string): void => {
    news.push(item);
    wake?.();
  };
  const connection: AgentConnection = connectAgent(
    { url, apiKey: "test-key", now },
    {
      message: tell,
      audio: (frame) => tell(`audio ${frame[0]}`),
      gone: (refused, parting) => {
        partings.push(parting);
        tell(`gone ${refused ?? ""}`);
      },
    },
  );
  closers.push(() => connection.close());
  const until = async (count: number) => {
    while (news.length < count) await new Promise<void>((resolve) => (wake = resolve));
    return news;
  };
  return { connection, news, partings, until };
};

describe("the connection to Deepgram", () => {
  it("asks for the Voice Agent API with the key, without compression", async () => {
    const peer = await openPeer();
    connect(peer.url);
    const [, request] = await peer.accept();
    expect(request.url).toBe("/v1/agent/converse");
    expect(request.headers.authorization).toBe("Token test-key");
    expect(request.headers["sec-websocket-extensions"]).toBeUndefined();
  });

  it("keeps binary and text in the order in which they came", async () => {
    const peer = await openPeer();
    const { until } = connect(peer.url);
    const [socket] = await peer.accept();
    socket.send('{"type":"Welcome","request_id":"1"}');
    [1, 2, 3].forEach((byte) => socket.send(Buffer.alloc(960, byte)));
    socket.send('{"type":"UserStartedSpeaking"}');
    socket.send("not json");
    socket.send(Buffer.alloc(960, 4));
    expect(await until(6)).toEqual([
      { type: "Welcome", requestId: "1" },
      "audio 1",
      "audio 2",
      "audio 3",
      { type: "UserStartedSpeaking" },
      "audio 4",
    ]);
  });

  it.each([401, 429, 503])("tells an upgrade that was refused with %i", async (status) => {
    const peer = await openPeer(status, "dg-error: Not now.\r\ndg-request-id: 0-1\r\n");
    const { until, partings } = connect(peer.url);
    expect(await until(1)).toEqual([`gone ${status}`]);
    expect(partings).toEqual([{ reason: "Not now.", requestId: "0-1" }]);
  });

  it("tells that nobody is there, and why", async () => {
    const { until, partings } = connect("ws://127.0.0.1:9");
    expect(await until(1)).toEqual(["gone "]);
    expect(partings).toMatchObject([{ error: { code: "ECONNREFUSED" } }]);
  });

  it("tells once that the other side has left", async () => {
    const peer = await openPeer();
    const { until, partings } = connect(peer.url);
    const [socket] = await peer.accept();
    socket.close(1011, "overloaded");
    expect(await until(1)).toEqual(["gone "]);
    expect(partings).toEqual([{ closeCode: 1011, reason: "overloaded" }]);
  });

  it("says KeepAlive only while no audio is sent", async () => {
    let time = 0;
    const peer = await openPeer();
    const { connection, until } = connect(peer.url, () => time);
    const [socket] = await peer.accept();
    const heard: string[] = [];
    socket.on("message", (data: Buffer, isBinary) => heard.push(isBinary ? "audio" : data.toString()));
    socket.send('{"type":"Welcome"}');
    await until(1);
    time = 7_999;
    connection.keepAlive(time);
    connection.sendAudio(Buffer.alloc(2));
    // What happened between two ticks has the time of the second.
    time = 8_000;
    connection.keepAlive(time);
    time = 15_999;
    connection.keepAlive(time);
    time = 16_000;
    connection.keepAlive(time);
    connection.keepAlive(time);
    connection.send({ type: "InjectUserMessage", content: "Hello" });
    while (heard.length < 3) await once(socket, "message");
    expect(heard).toEqual(["audio", '{"type":"KeepAlive"}', '{"type":"InjectUserMessage","content":"Hello"}']);
  });

  it("finds a peer that is half-open, and leaves one alone that answers", async () => {
    let time = 0;
    const peer = await openPeer();
    const { connection, until, news } = connect(peer.url, () => time);
    const [socket] = await peer.accept();
    socket.send('{"type":"Welcome"}');
    await until(1);
    time = 20_000;
    connection.keepAlive(time);
    await once(socket, "ping");
    // The answer has come once what was sent after it has.
    socket.send('{"type":"AgentThinking"}');
    await until(2);
    time = 20_100;
    connection.keepAlive(time);
    time = 45_099;
    connection.keepAlive(time);
    expect(news).toHaveLength(2);
    time = 45_100;
    connection.keepAlive(time);
    expect(await until(3)).toEqual([{ type: "Welcome" }, { type: "AgentThinking" }, "gone "]);
  });

  // One that waited for the answer would do so for 30 s.
  it("cuts a peer that does not answer its goodbye", { timeout: 20_000 }, async () => {
    const peer = await openPeer();
    const { connection, until, news } = connect(peer.url);
    const [socket] = await peer.accept();
    socket.send('{"type":"Welcome"}');
    await until(1);
    // A peer that reads no more never sees the close frame; only its TCP connection can end.
    socket.pause();
    const stream = (socket as unknown as { _socket: NodeJS.EventEmitter & { resume(): void } })._socket;
    connection.close();
    stream.resume();
    await once(stream, "close");
    expect(news).toHaveLength(1);
  });

  it("leaves nothing behind when it is closed before it is open", async () => {
    const peer = await openPeer();
    const { connection, news } = connect(peer.url);
    connection.close();
    const second = connect(peer.url);
    const [socket] = await peer.accept();
    socket.send('{"type":"Welcome"}');
    await second.until(1);
    expect(news).toEqual([]);
  });
});
