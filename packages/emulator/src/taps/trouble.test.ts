import { once } from "node:events";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { begin, connect, settings, type Client } from "../../test/client.js";
import { startEmulator, type Emulator } from "../server/emulator.js";
import type { Fault } from "./fault.js";
import { MAX_LATE_FRAMES, troubledLine } from "./trouble.js";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ recogniser: "none" });
});
afterAll(() => emulator.close());
beforeEach(() => emulator.setFaults([]));

const silent = settings({ greeting: undefined });

/** A client whose Settings were applied, in a session with these faults. */
async function troubled(faults: Fault[], message: object = silent): Promise<Client> {
  emulator.setFaults(faults);
  return begin(emulator.url, message);
}

async function asking(faults: Fault[]) {
  const client = await troubled(faults);
  client.send({ type: "InjectUserMessage", content: "What are your opening hours?" });
  const { functions } = await client.next("FunctionCallRequest");
  return { client, functions };
}

const respond = (client: Client, id: string): void =>
  client.send({ type: "FunctionCallResponse", id, name: "search_knowledge_base", content: '{"answer":"At 9."}' });

describe("a fault", () => {
  it("refuses the upgrade with its status, so many times", async () => {
    emulator.setFaults([{ fault: "refuse", status: 503, times: 1 }]);
    const socket = new WebSocket(`${emulator.url}/v1/agent/converse`, { headers: { authorization: "Token key" } });
    const [error] = (await once(socket, "error")) as [Error];
    expect(error.message).toContain("503");
    await connect(emulator.url);
  });

  it("delays a message, and what follows it stays behind it", async () => {
    const client = await troubled([{ fault: "delay", type: "PromptUpdated", ms: 150 }]);
    const began = performance.now();
    client.send({ type: "UpdatePrompt", prompt: "Be brief." });
    client.send({ type: "UpdateSpeak", speak: { provider: { type: "deepgram", model: "aura-2-orion-en" } } });
    await client.next("SpeakUpdated");
    expect(performance.now() - began).toBeGreaterThan(140);
    expect(client.types().slice(-2)).toEqual(["PromptUpdated", "SpeakUpdated"]);
  });

  it("drops the connection at its moment", async () => {
    const client = await troubled([{ fault: "drop", after: "AgentAudio", nth: 3 }], settings());
    expect(await client.closed()).toBe(1006);
    expect(client.types().filter((type) => type === "audio")).toHaveLength(3);
  });

  it("happens after a message of the client's too", async () => {
    const client = await troubled([{ fault: "drop", after: "KeepAlive", nth: 2 }]);
    client.send({ type: "KeepAlive" });
    client.send({ type: "UpdatePrompt", prompt: "Be brief." });
    await client.next("PromptUpdated");
    client.send({ type: "KeepAlive" });
    expect(await client.closed()).toBe(1006);
  });

  it("stops reading, while sending goes on", async () => {
    const client = await troubled([{ fault: "stop_reading", after: "SettingsApplied" }], settings());
    client.send({ type: "UpdatePrompt", prompt: "Be brief." });
    let pong = false;
    client.socket.on("pong", () => (pong = true)).ping();
    await client.next("AgentAudioDone");
    expect(client.types()).not.toContain("PromptUpdated");
    expect(pong).toBe(false);
    client.socket.terminate();
  });

  it("goes silent half-open: no frames, no pong, no close", async () => {
    const client = await troubled([{ fault: "go_silent", after: "KeepAlive" }]);
    client.send({ type: "KeepAlive" });
    client.send({ type: "UpdatePrompt", prompt: "Be brief." });
    let pong = false;
    client.socket.on("pong", () => (pong = true)).ping();
    const other = await begin(emulator.url, silent);
    other.send({ type: "UpdatePrompt", prompt: "A whole round trip, in which the other one hears nothing." });
    await other.next("PromptUpdated");
    expect(client.types()).toEqual(["Welcome", "SettingsApplied"]);
    expect([pong, client.socket.readyState]).toEqual([false, WebSocket.OPEN]);
    client.socket.terminate();
  });

  it("sends garbage, as text and as audio", async () => {
    const client = await troubled([{ fault: "garbage", frame: "binary", after: "SettingsApplied" }]);
    const { bytes } = await client.next("audio");
    expect(bytes % 2).toBe(1);
    emulator.setFaults([{ fault: "garbage", frame: "text", after: "SettingsApplied" }]);
    const socket = new WebSocket(`${emulator.url}/v1/agent/converse`, { headers: { authorization: "Token key" } });
    const texts: string[] = [];
    await new Promise<void>((resolve) => {
      socket.on("open", () => socket.send(JSON.stringify(silent)));
      socket.on("message", (data: Buffer) => texts.push(data.toString("utf8")) === 3 && resolve());
    });
    expect(() => JSON.parse(texts[2]!) as unknown).toThrow();
    socket.terminate();
  });

  it("sends an Error and leaves the closing to the client", async () => {
    const client = await troubled([{ fault: "error", code: "ASR_DRIVER_TIMEOUT", after: "SettingsApplied" }]);
    expect((await client.next("Error")).code).toBe("ASR_DRIVER_TIMEOUT");
    client.send({ type: "UpdatePrompt", prompt: "Still here." });
    await client.next("PromptUpdated");
  });

  it("withholds a type of message", async () => {
    const client = await troubled([{ fault: "withhold", type: "AgentAudioDone" }]);
    client.send({ type: "InjectUserMessage", content: "thank you" });
    await client.next("LatencyReport");
    expect(client.types()).toContain("audio");
    expect(client.types()).not.toContain("AgentAudioDone");
  });

  it("floods audio", async () => {
    const client = await troubled([{ fault: "flood_audio", seconds: 40, after: "SettingsApplied" }]);
    client.send({ type: "UpdatePrompt", prompt: "What comes after the flood." });
    await client.next("PromptUpdated");
    expect(client.types().filter((type) => type === "audio")).toHaveLength(1000);
  });

  it("calls a function that was not offered", async () => {
    const client = await troubled([{ fault: "unknown_function", name: "launch", after: "SettingsApplied" }]);
    const { functions } = await client.next("FunctionCallRequest");
    expect(functions).toMatchObject([{ name: "launch", client_side: true }]);
    respond(client, functions[0]!.id);
    client.send({ type: "UpdatePrompt", prompt: "The answer did no harm." });
    await client.next("PromptUpdated");
    expect(client.invalid).toEqual([]);
  });

  it("repeats a request", async () => {
    const { client, functions } = await asking([{ fault: "repeat_calls" }]);
    expect((await client.next("FunctionCallRequest")).functions).toEqual(functions);
    respond(client, functions[0]!.id);
    respond(client, functions[0]!.id);
    await client.next("LatencyReport");
  });

  it("cancels a request, drops a late answer, and the agent goes on", async () => {
    const { client, functions } = await asking([{ fault: "cancel_calls" }]);
    expect((await client.next("FunctionCallCancelled")).functions[0]!.id).toBe(functions[0]!.id);
    respond(client, functions[0]!.id);
    await client.next("LatencyReport");
    const said = client.seen.filter((one) => one.type === "ConversationText").map(({ content }) => content);
    expect(said.join(" ")).not.toContain("At 9.");
  });

  it("breaks the arguments, of the request that it names", async () => {
    const { client, functions } = await asking([{ fault: "broken_arguments", nth: 2 }]);
    expect(JSON.parse(functions[0]!.arguments)).toHaveProperty("query");
    respond(client, functions[0]!.id);
    await client.next("LatencyReport");
    client.send({ type: "InjectUserMessage", content: "What are your prices?" });
    const second = await client.next("FunctionCallRequest");
    expect(() => JSON.parse(second.functions[0]!.arguments) as unknown).toThrow();
  });

  it("asks for ten functions at once, of which one is the agent's own", async () => {
    const { client, functions } = await asking([{ fault: "many_calls" }]);
    expect(new Set(functions.map(({ id }) => id)).size).toBe(10);
    for (const { id } of functions) respond(client, id);
    await client.next("LatencyReport");
    expect(client.invalid).toEqual([]);
  });

  it("holds back a bounded number of frames", () => {
    let dropped = 0;
    const cable = {
      send: () => undefined,
      buffered: () => 0,
      close: () => undefined,
      drop: () => void dropped++,
      stopReading: () => undefined,
    };
    const line = troubledLine(cable, [{ fault: "delay", type: "AgentAudio", ms: 100_000 }], () => undefined);
    for (let i = 0; i < MAX_LATE_FRAMES; i++) line.send(Buffer.alloc(2));
    expect([dropped, line.buffered()]).toEqual([0, 2 * MAX_LATE_FRAMES]);
    line.send(Buffer.alloc(2));
    expect(dropped).toBe(1);
    line.end();
  });
});
