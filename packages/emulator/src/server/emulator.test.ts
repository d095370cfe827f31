import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { begin, connect, settings, type Client } from "../../test/client.js";
import { MAX_QUEUED_SENTENCES } from "../speech/mouth.js";
import { MAX_WAITING_TURNS } from "./thinking.js";
import { MAX_FRAME_BYTES, MAX_SESSIONS, startEmulator, type Emulator, type EmulatorOptions } from "./emulator.js";
import { MAX_PROMPT_CHARACTERS } from "./terms.js";

const open: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of open) await close();
});

async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({ recogniser: "none", ...options });
  open.push(emulator.close);
  return emulator;
}

let emulator: Emulator;
beforeAll(async () => {
  emulator = await start();
});

async function refusal(path: string, options: { authorization?: string; protocols?: string[] }): Promise<number> {
  const headers = options.authorization === undefined ? {} : { authorization: options.authorization };
  const socket = new WebSocket(`${emulator.url}${path}`, options.protocols ?? [], { headers });
  return new Promise((resolve) => {
    socket.on("unexpected-response", (_, { statusCode = 0 }) => {
      resolve(statusCode);
      socket.terminate();
    });
    socket.on("open", () => {
      resolve(101);
      socket.close();
    });
    socket.on("error", () => undefined);
  });
}

describe("the connection", () => {
  const path = "/v1/agent/converse";

  it("needs a key, in the header or in the subprotocols", async () => {
    expect(await refusal(path, {})).toBe(401);
    expect(await refusal(path, { authorization: "Basic x" })).toBe(401);
    expect(await refusal(path, { authorization: "Token key" })).toBe(101);
    expect(await refusal(path, { authorization: "Bearer key" })).toBe(101);
    expect(await refusal(path, { protocols: ["token", "key"] })).toBe(101);
    expect(await refusal("/v1/listen", { authorization: "Token key" })).toBe(404);
  });

  it("is refused with a target that is no address, and the next one is taken", async () => {
    expect(await refusal("//", { authorization: "Token key" })).toBe(404);
    expect(await refusal(path, { authorization: "Token key" })).toBe(101);
  });

  it("is refused above the number of sessions", async () => {
    const full = await start();
    const clients = await Promise.all(Array.from({ length: MAX_SESSIONS }, () => connect(full.url)));
    const socket = new WebSocket(`${full.url}${path}`, { headers: { authorization: "Token key" } });
    const [error] = (await once(socket, "error")) as [Error];
    expect(error.message).toContain("429");
    for (const { socket: one } of clients) one.terminate();
  });

  it("closes on a frame that is too large", async () => {
    const client = await begin(emulator.url);
    client.socket.send(Buffer.alloc(MAX_FRAME_BYTES + 1));
    expect(await client.closed()).toBe(1009);
  });
});

const saidTo = (client: Client): string[] =>
  client.seen.filter((one) => one.type === "ConversationText").map(({ role, content }) => `${role}: ${content}`);

describe("what is wrong ends the session with the service's own code", () => {
  it.each([
    ["text that is not JSON", "hello", "UNPARSABLE_CLIENT_MESSAGE"],
    ["a message before Settings", '{"type":"KeepAlive"}', "NON_SETTINGS_MESSAGE_BEFORE_SETTINGS"],
    ["audio before Settings", Buffer.alloc(640), "NON_SETTINGS_MESSAGE_BEFORE_SETTINGS"],
    ["Settings without audio", '{"type":"Settings","agent":{}}', "INVALID_SETTINGS"],
    [
      "a reusable configuration",
      JSON.stringify({ ...settings(), agent: "fc553ec9-5874-49ca-a47c-b670d525a4b3" }),
      "AGENT_ID_NOT_SUPPORTED",
    ],
    [
      "an input that is not heard",
      JSON.stringify({ ...settings(), audio: { input: { encoding: "opus", sample_rate: 48000 } } }),
      "USER_AUDIO_FORMAT",
    ],
    [
      "an output rate that mulaw has not",
      JSON.stringify({ ...settings(), audio: { output: { encoding: "mulaw", sample_rate: 24000 } } }),
      "INVALID_SETTINGS",
    ],
  ])("%s", async (_, frame, code) => {
    const client = await connect(emulator.url);
    client.socket.send(frame);
    expect((await client.next("Error")).code).toBe(code);
    expect(await client.closed()).toBe(1008);
    expect(client.invalid).toEqual([]);
  });

  it.each([
    ["a second Settings", settings(), "SETTINGS_ALREADY_APPLIED"],
    ["an unknown type", { type: "Hello" }, "UNPARSABLE_CLIENT_MESSAGE"],
    ["a message without its field", { type: "InjectUserMessage" }, "UNPARSABLE_CLIENT_MESSAGE"],
  ])("%s", async (_, message, code) => {
    const client = await begin(emulator.url);
    client.send(message);
    expect((await client.next("Error")).code).toBe(code);
    expect(await client.closed()).toBe(1008);
  });

  it("not KeepAlive while Settings are applied", async () => {
    const client = await connect(emulator.url);
    client.send(settings());
    client.send({ type: "KeepAlive" });
    await client.next("SettingsApplied");
    expect(client.types()).not.toContain("Error");
  });

  it("silence, and a session that is too long", async () => {
    const idle = await begin((await start({ clocks: { idle: 300 } })).url);
    expect((await idle.next("Error")).code).toBe("CLIENT_MESSAGE_TIMEOUT");
    const long = await begin((await start({ clocks: { sessionWarning: 50, session: 300 } })).url);
    expect((await long.next("Warning")).code).toBe("MAXIMUM_SESSION_LENGTH_APPROACHING");
    expect((await long.next("Error")).code).toBe("MAXIMUM_SESSION_LENGTH_REACHED");
  });

  it("not while audio comes", async () => {
    const client = await begin((await start({ clocks: { idle: 600, sessionWarning: 1500 } })).url);
    const beat = setInterval(() => client.speak(new Int16Array(640)), 100);
    await client.next("Warning");
    clearInterval(beat);
    expect(client.types()).not.toContain("Error");
  });

  it("not while KeepAlive comes", async () => {
    const client = await begin((await start({ clocks: { idle: 600, sessionWarning: 1500 } })).url);
    const beat = setInterval(() => client.send({ type: "KeepAlive" }), 100);
    await client.next("Warning");
    clearInterval(beat);
    expect(client.types()).not.toContain("Error");
  });
});

describe("a conversation", () => {
  it("begins with the greeting and what the agent is, as text and then as audio", async () => {
    const client = await begin(emulator.url, settings({}, { experimental: true }));
    await client.next("AgentAudioDone");
    const types = client.types().filter((type, i, all) => type !== all[i - 1]);
    expect(types).toEqual([
      "Welcome",
      "SettingsApplied",
      "ConversationText",
      "History",
      "AgentStartedSpeaking",
      "audio",
      "ConversationText",
      "History",
      "audio",
      "AgentAudioDone",
    ]);
    expect(saidTo(client)).toEqual(["assistant: Hello there.", "assistant: This is the offline assistant."]);
    const frames = client.seen.filter((one) => one.type === "audio");
    expect(frames[0]).toEqual({ type: "audio", bytes: 1920 });
    expect(client.invalid).toEqual([]);
  });

  it("takes a typed turn, calls the function, and says what came back", async () => {
    const client = await begin(emulator.url);
    await client.next("AgentAudioDone");
    client.send({ type: "InjectUserMessage", content: "What are your opening hours?" });
    const { functions } = await client.next("FunctionCallRequest");
    const [call] = functions;
    expect(call).toMatchObject({ name: "search_knowledge_base", client_side: true });
    expect(JSON.parse(call!.arguments)).toEqual({ query: "What are your opening hours?" });
    client.send({ type: "FunctionCallResponse", id: "fc_wrong", name: call!.name, content: "{}" });
    client.send({
      type: "FunctionCallResponse",
      id: call!.id,
      name: call!.name,
      content: '{"found":true,"answer":"We open at 9. We close at 5."}',
    });
    await client.next("LatencyReport");
    expect(saidTo(client)).toEqual([
      "assistant: Hello there.",
      "assistant: This is the offline assistant.",
      "user: What are your opening hours?",
      "assistant: We open at 9.",
      "assistant: We close at 5.",
    ]);
    expect(client.types()).toContain("AgentThinking");
    expect(client.types()).not.toContain("AgentStartedSpeaking");
    expect(client.seen.filter((one) => one.type === "History" && "function_calls" in one)).toHaveLength(1);
    expect(client.invalid).toEqual([]);
  });

  it("keeps no history when the flag says so", async () => {
    const client = await begin(emulator.url, settings({}, { flags: { history: false } }));
    await client.next("AgentAudioDone");
    expect(client.types()).not.toContain("History");
  });

  it("takes up a context without greeting", async () => {
    const messages = [{ type: "History", role: "assistant", content: "We were talking about beans." }];
    const client = await begin(emulator.url, settings({ context: { messages }, greeting: undefined }));
    client.send({ type: "InjectUserMessage", content: "What did you say?" });
    await client.next("AgentAudioDone");
    const texts = client.seen.filter((one) => one.type === "ConversationText").map(({ content }) => content);
    expect(texts).toEqual(["What did you say?", "We were talking about beans."]);
  });

  it("goes on when a function is not answered, and keeps a bounded number of turns waiting", async () => {
    const client = await begin((await start({ clocks: { functionCall: 300 } })).url, settings({ greeting: undefined }));
    client.send({ type: "InjectUserMessage", content: "What are your prices?" });
    await client.next("FunctionCallRequest");
    for (let i = 0; i < MAX_WAITING_TURNS + 3; i++) client.send({ type: "InjectUserMessage", content: "hello" });
    expect((await client.next("Warning")).code).toBe("FUNCTION_CALL_FAILED");
    for (let i = 0; i < MAX_WAITING_TURNS + 1; i++) await client.next("LatencyReport");
    const replies = client.seen.filter((one) => one.type === "ConversationText" && one.content === "Hello.");
    expect(replies).toHaveLength(MAX_WAITING_TURNS);
  });

  it("reports how long it thought until it called a function, without the time that the function took", async () => {
    let time = 0;
    const client = await begin((await start({ now: () => time })).url, settings({ greeting: undefined }));
    client.send({ type: "InjectUserMessage", content: "What are your prices?" });
    const { id, name } = (await client.next("FunctionCallRequest")).functions[0]!;
    time = 5_000;
    client.send({ type: "FunctionCallResponse", id, name, content: '{"found":true,"answer":"Ten dollars."}' });
    const report = await client.next("LatencyReport");
    expect(report).toMatchObject({ ttt_token_latency: 0, ttt_text_latency: 0, ttt_tool_latency: 0, total_latency: 5 });
    client.send({ type: "InjectUserMessage", content: "thank you" });
    expect(await client.next("LatencyReport")).not.toHaveProperty("ttt_tool_latency");
  });

  it("ends with what is too much to be spoken", async () => {
    const greeting = "Yes. ".repeat(MAX_QUEUED_SENTENCES + 1);
    const client = await begin(emulator.url, settings({ greeting }));
    expect((await client.next("Error")).code).toBe("FAILED_TO_SPEAK");
    expect(await client.closed()).toBe(1011);
  });

  it("cuts a prompt that is too long, with a warning", async () => {
    const client = await connect(emulator.url);
    const prompt = "word ".repeat(MAX_PROMPT_CHARACTERS);
    client.send(settings({ think: { provider: { type: "open_ai", model: "gpt-4o-mini" }, prompt } }));
    expect((await client.next("Warning")).code).toBe("PROMPT_TOO_LONG");
    await client.next("SettingsApplied");
  });

  it("acknowledges updates", async () => {
    const client = await begin(emulator.url);
    const provider = { type: "deepgram", version: "v2", model: "flux-general-en" };
    client.send({ type: "UpdatePrompt", prompt: "Be brief." });
    client.send({ type: "UpdateSpeak", speak: { provider: { type: "deepgram", model: "aura-2-orion-en" } } });
    client.send({ type: "UpdateListen", listen: { provider } });
    client.send({ type: "UpdateThink", think: { provider: { type: "open_ai", model: "gpt-4o" }, functions: [] } });
    for (const type of ["PromptUpdated", "SpeakUpdated", "ListenUpdated", "ThinkUpdated"] as const)
      await client.next(type);
    client.send({ type: "UpdateListen", listen: { provider: { ...provider, version: "v1" } } });
    expect((await client.next("Warning")).code).toBe("UPDATE_LISTEN_UNSUPPORTED_FIELDS_CHANGED");
    client.send({ type: "InjectUserMessage", content: "What are your prices?" });
    await client.next("AgentThinking");
    await client.next("LatencyReport");
    expect(client.types()).not.toContain("FunctionCallRequest");
  });
});
