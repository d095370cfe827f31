import { once } from "node:events";
import { describe, expect, it } from "vitest";
import type WebSocket from "ws";
import { MAX_HELD_RESULTS } from "./client.js";
import { call, mailbox, server, STARTED } from "./client.testing.js";

describe("a session whose connection breaks", () => {
  it("is taken up again: what it held goes first, and nothing is told twice", async () => {
    const { client, relay, tell, events } = await call({ start: { template: "bean-and-brew" } });
    tell({ ...STARTED, seq: 1 });
    tell({ type: "agent_thinking", seq: 2 });
    await events.take();
    await events.take();
    const next = once(server, "connection") as Promise<[WebSocket]>;
    relay.terminate();
    expect(await events.take()).toEqual({ type: "reconnecting" });
    client.sendText("Are you there?");
    client.sendAudio(new Int16Array([1, 2]));
    for (let id = 0; id <= MAX_HELD_RESULTS; id += 1)
      client.toolResult({ type: "client_tool_result", id: String(id), ok: true, content: "" });
    const [again] = await next;
    const received = mailbox<string | Buffer>();
    again.on("message", (data: Buffer, binary) => received.put(binary ? data : data.toString()));
    expect(JSON.parse(String(await received.take()))).toEqual({
      type: "start_voice_agent",
      data: { template: "bean-and-brew", resume: { sessionId: "s1", token: "r1", after: 2 } },
    });
    again.send(JSON.stringify({ ...STARTED, resumed: true }));
    again.send(JSON.stringify({ type: "agent_thinking", seq: 2 }));
    again.send(JSON.stringify({ type: "agent_started_speaking", turn: 3, seq: 3 }));
    expect(await events.take()).toMatchObject({ type: "session_started", resumed: true });
    expect(await events.take()).toMatchObject({ type: "agent_started_speaking" });
    expect(Buffer.from((await received.take()) as Buffer)).toEqual(Buffer.from([1, 0, 2, 0]));
    // The oldest outcome found no room.
    for (let id = 1; id <= MAX_HELD_RESULTS; id += 1)
      expect(JSON.parse(String(await received.take()))).toMatchObject({ type: "client_tool_result", id: String(id) });
    expect(JSON.parse(String(await received.take()))).toEqual({ type: "user_message", text: "Are you there?" });
  });

  it("is tried again with a new token, later each time, until the relay waits no more", async () => {
    let tokens = 0;
    const waits: { ms: number; run: () => void }[] = [];
    const { relay, tell, events } = await call({
      token: () => Promise.resolve(`t${++tokens}`),
      after: (ms, run) => (waits.push({ ms, run }), () => undefined),
    });
    tell({ ...STARTED, seq: 1 });
    await events.take();
    for (const wait of [250, 500, 1_000]) {
      const broken = server.clients.size === 0 ? relay : [...server.clients].at(-1)!;
      const next = once(server, "connection") as Promise<[WebSocket]>;
      broken.terminate();
      while (waits.at(-1)?.ms !== wait / 2) await new Promise((resolve) => setImmediate(resolve));
      waits.at(-1)!.run();
      const [socket] = await next;
      expect(socket.protocol).toBe("bean-brew.v1");
    }
    expect(tokens).toBe(4);
    expect(await events.take()).toEqual({ type: "reconnecting" });
    waits.find(({ ms }) => ms === 30_000)!.run();
    expect(await events.take()).toMatchObject({ type: "closed", cause: "lost" });
  });

  it("is not insisted on when the relay says that the session is gone", async () => {
    const { relay, tell, events } = await call();
    tell({ ...STARTED, seq: 1 });
    await events.take();
    const next = once(server, "connection") as Promise<[WebSocket]>;
    relay.terminate();
    await events.take();
    const [again] = await next;
    again.send(JSON.stringify({ type: "error", code: "resume_failed", message: "Gone.", retryable: true }));
    expect(await events.take()).toMatchObject({ type: "closed", cause: "lost" });
  });
});
