import { once } from "node:events";
import { describe, expect, it } from "vitest";
import type WebSocket from "ws";
import { call, mailbox, server, STARTED } from "./client.testing.js";
import { MAX_HELD_RESULTS, MAX_HELD_TEXTS, PULSE_MS, STOP_TELLING_MS } from "./limits.js";

/** A clock that a test moves: what waits longest of a length is run when it says so. */
const clock = () => {
  const waiting: { ms: number; run: () => void }[] = [];
  return {
    after: (ms: number, run: () => void) => {
      const entry = { ms, run };
      waiting.push(entry);
      return () => void (waiting.includes(entry) && waiting.splice(waiting.indexOf(entry), 1));
    },
    /** How many wait so long. */
    count: (ms: number) => waiting.filter((entry) => entry.ms === ms).length,
    ring: (ms: number) => {
      const index = waiting.findIndex((entry) => entry.ms === ms);
      expect(index, `Nothing waits ${ms} ms.`).not.toBe(-1);
      waiting.splice(index, 1)[0]!.run();
    },
  };
};
/** The messages that a relay's socket gets, read. */
const inbox = (socket: WebSocket): { take(): Promise<unknown> } => {
  const received = mailbox<unknown>();
  socket.on("message", (data: Buffer, binary) => received.put(binary ? data : JSON.parse(data.toString())));
  return received;
};

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

  it("is sent again what was typed into a connection that was dead already, and not what had come", async () => {
    const { client, relay, tell, events, received } = await call();
    await received.take();
    tell({ ...STARTED, seq: 1 });
    await events.take();
    client.sendText("One.");
    client.sendText("Two.");
    for (const [text, t] of [
      ["One.", 1],
      ["Two.", 2],
    ] as const) {
      expect(JSON.parse(String(await received.take()))).toEqual({ type: "user_message", text });
      expect(JSON.parse(String(await received.take()))).toEqual({ type: "ping", t });
    }
    tell({ type: "pong", t: 1 });
    expect(await events.take()).toEqual({ type: "pong", t: 1 });
    const next = once(server, "connection") as Promise<[WebSocket]>;
    relay.terminate();
    expect(await events.take()).toEqual({ type: "reconnecting" });
    client.sendText("Three.");
    const [again] = await next;
    const told = inbox(again);
    await told.take();
    again.send(JSON.stringify({ ...STARTED, resumed: true }));
    for (const [text, t] of [
      ["Two.", 2],
      ["Three.", 3],
    ] as const) {
      expect(await told.take()).toEqual({ type: "user_message", text });
      expect(await told.take()).toEqual({ type: "ping", t });
    }
    // A relay that confirms nothing is not told all of a conversation again.
    for (let count = 0; count < MAX_HELD_TEXTS; count += 1) client.sendText(`More ${count}.`);
    for (let count = 0; count < MAX_HELD_TEXTS * 2; count += 1) await told.take();
    const last = once(server, "connection") as Promise<[WebSocket]>;
    again.terminate();
    const [third] = await last;
    const retold = inbox(third);
    await retold.take();
    third.send(JSON.stringify({ ...STARTED, resumed: true }));
    expect(await retold.take()).toEqual({ type: "user_message", text: "More 0." });
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

  it("ends the turn that was being said, which nobody may end any more, also when the agent was lost", async () => {
    for (const lose of ["the connection", "the agent"]) {
      const { relay, tell, events } = await call();
      tell({ ...STARTED, seq: 1 });
      tell({ type: "agent_started_speaking", turn: 3, seq: 2 });
      await events.take();
      await events.take();
      if (lose === "the connection") relay.terminate();
      else tell({ type: "warning", code: "agent_reconnected", message: "One moment.", seq: 3 });
      const told = [await events.take(), await events.take()];
      expect(told).toContainEqual({ type: "agent_audio_done", turn: 3 });
    }
  });

  it("is noticed when nothing comes any more: the relay is asked, and one that does not answer is left", async () => {
    const { after, ring } = clock();
    const { tell, events, received } = await call({ after });
    await received.take();
    tell({ ...STARTED, seq: 1 });
    await events.take();
    ring(PULSE_MS);
    ring(PULSE_MS);
    expect(JSON.parse(String(await received.take()))).toMatchObject({ type: "ping" });
    tell({ type: "pong", t: 0 });
    expect(await events.take()).toMatchObject({ type: "pong" });
    // It answered: all begins anew.
    ring(PULSE_MS);
    ring(PULSE_MS);
    expect(JSON.parse(String(await received.take()))).toMatchObject({ type: "ping" });
    const next = once(server, "connection") as Promise<[WebSocket]>;
    ring(PULSE_MS);
    expect(await events.take()).toEqual({ type: "reconnecting" });
    ring(125);
    expect((await next)[0].protocol).toBe("bean-brew.v1");
  });

  it("is asked about at once when the network changed, and taken up at once while it is broken", async () => {
    const { after, ring, count } = clock();
    const { client, relay, tell, events, received } = await call({ after });
    client.check();
    await received.take();
    tell({ ...STARTED, seq: 1 });
    await events.take();
    client.check();
    expect(JSON.parse(String(await received.take()))).toMatchObject({ type: "ping" });
    relay.terminate();
    expect(await events.take()).toEqual({ type: "reconnecting" });
    const next = once(server, "connection") as Promise<[WebSocket]>;
    client.check();
    const [again] = await next;
    expect(await inbox(again).take()).toHaveProperty("data.resume.sessionId", "s1");
    // It is being taken up: a second one would only be in its way.
    client.check();
    again.send(JSON.stringify({ ...STARTED, resumed: true }));
    expect(await events.take()).toMatchObject({ resumed: true });
    expect(server.clients.size).toBe(1);
    expect(count(PULSE_MS)).toBe(1);
    expect(() => ring(125)).toThrow();
  });

  it("is told to stop all the same: taken up for that, or while it is taken up", async () => {
    for (const when of ["while it waits", "while it is taken up"]) {
      const { after, ring } = clock();
      const { client, relay, tell, events } = await call({ after });
      tell({ ...STARTED, seq: 1 });
      await events.take();
      const next = once(server, "connection") as Promise<[WebSocket]>;
      relay.terminate();
      expect(await events.take()).toEqual({ type: "reconnecting" });
      if (when === "while it waits") client.stop();
      else ring(125);
      const [again] = await next;
      const received = inbox(again);
      expect(await received.take()).toHaveProperty("data.resume.sessionId", "s1");
      if (when !== "while it waits") client.stop();
      expect(await received.take()).toEqual({ type: "stop_voice_agent" });
      again.send(JSON.stringify({ ...STARTED, resumed: true }));
      again.send(JSON.stringify({ type: "voice_agent_stopped", reason: "client_stop", seq: 2 }));
      again.close(1000);
      expect(await events.take()).toMatchObject({ type: "voice_agent_stopped" });
      expect(await events.take()).toMatchObject({ type: "closed", cause: "ended", reason: "client_stop" });
    }
  });

  it("is given up when it cannot be told to stop in time", async () => {
    const { after, ring } = clock();
    const { client, relay, tell, events } = await call({ after });
    tell({ ...STARTED, seq: 1 });
    await events.take();
    relay.terminate();
    await events.take();
    client.stop();
    ring(STOP_TELLING_MS);
    expect(await events.take()).toMatchObject({ type: "closed", cause: "stopped" });
  });
});
