import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import WebSocket from "ws";
import { MAX_FRAME_BYTES, MAX_USER_MESSAGE_CHARACTERS } from "../protocol/index.js";
import { connect } from "./client.js";
import { after, call, clients, mailbox, random, server, STARTED, url } from "./client.testing.js";
import type { ClientOptions } from "./contract.js";
import type { ClientEvent } from "./events.js";
import { MAX_HELD_AUDIO_MS } from "./held-audio.js";
import { MAX_HELD_TEXTS } from "./limits.js";

describe("client", () => {
  it("offers the protocol and the token, and starts with what it was told", async () => {
    const { relay, received } = await call({ token: "t0ken", start: { template: "bean-and-brew" } });
    expect(relay.protocol).toBe("bean-brew.v1");
    expect(JSON.parse(String(await received.take()))).toEqual({
      type: "start_voice_agent",
      data: { template: "bean-and-brew" },
    });
  });

  it("fetches a token before it connects, and connects without one where there is none", async () => {
    for (const [token, offered] of [
      ["t0ken", "bean-brew.v1,bean-brew.token.t0ken"],
      [undefined, "bean-brew.v1"],
    ] as const) {
      const upgrade = once(server, "headers") as Promise<[unknown, IncomingMessage]>;
      await call({ token: async () => token });
      const [, request] = await upgrade;
      expect(request.headers["sec-websocket-protocol"]).toBe(offered);
    }
  });

  it("takes the token itself from a function that should promise it, and is told when one throws", async () => {
    const upgrade = once(server, "headers") as Promise<[unknown, IncomingMessage]>;
    await call({ token: (() => "t0ken") as unknown as ClientOptions["token"] });
    const [, request] = await upgrade;
    expect(request.headers["sec-websocket-protocol"]).toBe("bean-brew.v1,bean-brew.token.t0ken");
    const token = (): never => {
      throw new Error("The site's server is away.");
    };
    const open = (): never => {
      throw new Error("There is nothing to connect for.");
    };
    const client = connect({ url, after, open, token });
    clients.push(client);
    expect(await new Promise<ClientEvent>((resolve) => client.subscribe(resolve))).toMatchObject({
      type: "closed",
      cause: "unreachable",
    });
  });

  it("is told at once where a token was given and the browser opens no socket for it", async () => {
    const open = (): never => {
      throw new Error("A secure page opens no insecure socket.");
    };
    const waits: number[] = [];
    const client = connect({ url, after: (ms) => (waits.push(ms), () => undefined), open, token: async () => "t0ken" });
    clients.push(client);
    expect(await new Promise<ClientEvent>((resolve) => client.subscribe(resolve))).toMatchObject({
      type: "closed",
      cause: "unreachable",
    });
  });

  it("is refused in the relay's words where it gives no token, and opens no socket", async () => {
    const refusal = { type: "error", code: "unauthorized", message: "No.", retryable: false } as const;
    const open = (): never => {
      throw new Error("There is nothing to connect for.");
    };
    const client = connect({ url, after, open, token: async () => refusal });
    clients.push(client);
    const events = mailbox<ClientEvent>();
    client.subscribe(events.put);
    expect(await events.take()).toEqual(refusal);
    expect(await events.take()).toMatchObject({ type: "closed", cause: "refused", error: refusal });
  });

  it("holds audio and text until the session is live: the newest two seconds, oldest first", async () => {
    const { client, tell, events, received } = await call();
    await received.take();
    const frame = (value: number): Int16Array<ArrayBuffer> => new Int16Array(640).fill(value);
    const most = MAX_HELD_AUDIO_MS / 40;
    for (let index = 0; index < most + 5; index += 1) client.sendAudio(frame(index));
    client.sendText("hello");
    tell(STARTED);
    expect((await events.take()).type).toBe("session_started");
    for (let index = 5; index < most + 5; index += 1) {
      const audio = (await received.take()) as Buffer;
      expect(audio).toHaveLength(1_280);
      expect(audio.readInt16LE(0)).toBe(index);
    }
    expect(JSON.parse(String(await received.take()))).toEqual({ type: "user_message", text: "hello" });
    expect(client.session?.sessionId).toBe("s1");
  });

  it("drops agent audio between a barge-in and the agent's next turn", async () => {
    const { relay, tell, events } = await call();
    tell(STARTED);
    const audio = (value: number): void => relay.send(Buffer.from(new Int16Array(480).fill(value).buffer));
    audio(1);
    tell({ type: "agent_started_speaking", turn: 1 });
    audio(2);
    tell({ type: "user_started_speaking", turn: 2 });
    audio(3);
    tell({ type: "agent_started_speaking", turn: 3 });
    audio(4);
    const seen: unknown[] = [];
    while (seen.length < 6) {
      const event = await events.take();
      seen.push(event.type === "agent_audio" ? [event.turn, event.samples[0]] : event.type);
    }
    expect(seen).toEqual([
      "session_started",
      "agent_started_speaking",
      [1, 2],
      "user_started_speaking",
      "agent_started_speaking",
      [3, 4],
    ]);
  });

  it("ignores what is no message of the protocol", async () => {
    const { relay, tell, events } = await call();
    const garbage = [
      "not json",
      "null",
      "[]",
      '"error"',
      { type: 7 },
      { type: "toString" },
      { type: "constructor" },
      { type: "from_the_future", seq: 1 },
      { type: "conversation_update", turn: 1, at: "" },
      { type: "conversation_update", turn: 1, at: "", data: { role: "system", content: "x" } },
      { type: "conversation_update", turn: null, at: "", data: { role: "user", content: "x" } },
      { type: "session_started", sessionId: "x" },
      { type: "error", code: "internal" },
      JSON.stringify({ type: "warning", code: "draining", message: "x".repeat(70_000) }),
    ];
    garbage.forEach(tell);
    relay.send(Buffer.from([1]));
    tell({ type: "tool_finished", id: "1", name: "t", ok: true, ms: 3, card: { title: 3 } });
    tell({ type: "pong", t: 9 });
    expect(await events.take()).toEqual({
      type: "tool_finished",
      id: "1",
      name: "t",
      ok: true,
      ms: 3,
      card: undefined,
    });
    expect(await events.take()).toEqual({ type: "pong", t: 9 });
  });

  it("says what was heard of a cut turn, in whole milliseconds", async () => {
    const { client, tell, events, received } = await call();
    await received.take();
    tell(STARTED);
    await events.take();
    client.interrupted(3, 1_234.6);
    expect(JSON.parse(String(await received.take()))).toEqual({ type: "interrupted", turn: 3, playedMs: 1_235 });
  });

  it("stops: tells the relay, and is closed with the relay's reason", async () => {
    const { client, relay, tell, events, received } = await call();
    await received.take();
    tell(STARTED);
    await events.take();
    client.stop();
    expect(JSON.parse(String(await received.take()))).toEqual({ type: "stop_voice_agent" });
    tell({ type: "voice_agent_stopped", reason: "client_stop" });
    relay.close(1000);
    expect((await events.take()).type).toBe("voice_agent_stopped");
    expect(await events.take()).toMatchObject({ type: "closed", cause: "ended", reason: "client_stop" });
  });

  it("stops without the relay's answer, and before the socket is open", async () => {
    const waiting: (() => void)[] = [];
    const { client, tell, events } = await call({ after: (_ms, run) => (waiting.push(run), () => undefined) });
    tell(STARTED);
    await events.take();
    client.stop();
    waiting.at(-1)?.();
    expect(await events.take()).toMatchObject({ type: "closed", cause: "stopped" });

    const early = connect({ url, after, random, open: (to, protocols) => new WebSocket(to, protocols) });
    const closed = new Promise<ClientEvent>((resolve) => early.subscribe(resolve));
    early.stop();
    expect(await closed).toMatchObject({ type: "closed", cause: "stopped" });
  });

  it("tells a refusal, an unreachable relay, a relay that never answers, and a lost session apart", async () => {
    const refused = await call();
    refused.tell({ type: "error", code: "at_capacity", message: "All lines are busy.", retryable: true });
    refused.relay.close(1013);
    expect((await refused.events.take()).type).toBe("error");
    expect(await refused.events.take()).toMatchObject({
      type: "closed",
      cause: "refused",
      error: { code: "at_capacity" },
    });

    const nobody = connect({
      url: "ws://127.0.0.1:9/ws",
      after,
      random,
      open: (to, protocols) => new WebSocket(to, protocols),
    });
    expect(await new Promise<ClientEvent>((resolve) => nobody.subscribe(resolve))).toMatchObject({
      cause: "unreachable",
    });

    const silent = await call({ startTimeoutMs: 10 });
    expect(await silent.events.take()).toMatchObject({ type: "closed", cause: "unreachable" });

    const lost = await call();
    lost.tell({ ...STARTED, limits: { idleSeconds: 120, maxSeconds: 900, resumeSeconds: 0 } });
    await lost.events.take();
    lost.relay.terminate();
    expect(await lost.events.take()).toMatchObject({ type: "closed", cause: "lost" });
  });

  it("bounds what it sends: text, frames, held turns, and audio that the network does not take", async () => {
    const { client, tell, events } = await call({
      open: (to, protocols) => Object.defineProperty(new WebSocket(to, protocols), "bufferedAmount", { value: 64_001 }),
    });
    expect(() => client.sendText("")).toThrow(RangeError);
    expect(() => client.sendText("x".repeat(MAX_USER_MESSAGE_CHARACTERS + 1))).toThrow(RangeError);
    expect(() => client.sendAudio(new Uint8Array(MAX_FRAME_BYTES + 1))).toThrow(RangeError);
    for (let index = 0; index < MAX_HELD_TEXTS; index += 1) client.sendText("hello");
    expect(() => client.sendText("hello")).toThrow(RangeError);
    tell(STARTED);
    await events.take();
    client.sendAudio(new Int16Array(640));
    expect(client.droppedFrames).toBe(1);
  });
});
