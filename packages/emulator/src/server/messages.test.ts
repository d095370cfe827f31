import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { begin, connect, settings, spoken, type Client } from "../../test/client.js";
import type { ClientMessage, ServerMessage } from "../protocol/messages.js";
import { clientMessageTypes, serverMessageTypes } from "../protocol/validate.js";
import { scriptedRecogniser } from "../speech/recogniser.js";
import { startEmulator, type Emulator } from "./emulator.js";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({
    recogniser: scriptedRecogniser(Array.from({ length: 20 }, () => ["What are your prices?", "thank you"])),
  });
});
afterAll(() => emulator.close());

const HOURS = { type: "InjectUserMessage", content: "What are your opening hours?" };
const provider = { type: "deepgram", version: "v2", model: "flux-general-en" };
const think = { provider: { type: "open_ai", model: "gpt-4o-mini" }, prompt: "Be kind.", functions: [] };
const speak = { provider: { type: "deepgram", model: "aura-2-orion-en" } };

const plain = (changes: Record<string, unknown> = {}, top: Record<string, unknown> = {}): Promise<Client> =>
  begin(emulator.url, settings({ greeting: undefined, ...changes }, top));

async function after(message: object, connecting: Promise<Client> = plain()): Promise<Client> {
  const client = await connecting;
  client.send(message);
  return client;
}

/** Speech without the silence around it. */
async function words(): Promise<Int16Array> {
  const samples = await spoken("What are your opening hours?");
  const loud = (sample: number): boolean => Math.abs(sample) > 500;
  return samples.subarray(samples.findIndex(loud), samples.findLastIndex(loud));
}

async function talk(): Promise<Client> {
  const client = await plain();
  client.speak(new Int16Array(8_000));
  client.speak(await words());
  client.speak(new Int16Array(24_000));
  return client;
}

/** A turn with a pause in it that is long enough to call a function, and not to end the turn. */
async function hesitate(): Promise<Client> {
  const listen = { provider: { ...provider, eager_eot_threshold: 0.3, eot_threshold: 0.9 } };
  const client = await plain({ listen });
  client.speak(new Int16Array(8_000));
  client.speak(await words());
  client.speak(new Int16Array(7_200));
  await client.next("FunctionCallRequest");
  client.speak(await words());
  return client;
}

/** A function that the service calls itself. */
async function withEndpoint(): Promise<Client> {
  const server = createServer((_, response) => response.end('{"found":true,"answer":"Ten."}')).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const completion = {
    choices: [
      { message: { content: null, tool_calls: [{ id: "a", function: { name: "look_up", arguments: "{}" } }] } },
    ],
  };
  const model = createServer((_, response) => response.end(JSON.stringify(completion))).listen(0, "127.0.0.1");
  await once(model, "listening");
  const modelUrl = `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`;
  const thinking = await startEmulator({ recogniser: "none", think: { url: modelUrl, model: "tiny" } });
  const functions = [{ name: "look_up", description: "", parameters: {}, endpoint: { url, method: "post" } }];
  const client = await begin(thinking.url, settings({ greeting: undefined, think: { ...think, functions } }));
  client.send(HOURS);
  await client.next("FunctionCallResponse");
  await thinking.close();
  server.close();
  model.close();
  return client;
}

/** What makes the service send each type of message. */
const SENT: Record<ServerMessage["type"], () => Promise<Client>> = {
  Welcome: () => connect(emulator.url),
  SettingsApplied: () => plain(),
  ConversationText: () => plain({ greeting: "Hello." }),
  History: () => plain({ greeting: "Hello." }),
  UserStartedSpeaking: talk,
  EndOfTurn: talk,
  AgentThinking: () => after(HOURS),
  FunctionCallRequest: () => after(HOURS),
  FunctionCallCancelled: hesitate,
  FunctionCallResponse: withEndpoint,
  AgentStartedSpeaking: () => plain({ greeting: "Hello." }, { experimental: true }),
  AgentAudioDone: () => plain({ greeting: "Hello." }),
  LatencyReport: () => after({ type: "InjectUserMessage", content: "thank you" }),
  PromptUpdated: () => after({ type: "UpdatePrompt", prompt: "Be brief." }),
  SpeakUpdated: () => after({ type: "UpdateSpeak", speak }),
  ThinkUpdated: () => after({ type: "UpdateThink", think }),
  ListenUpdated: () => after({ type: "UpdateListen", listen: { provider } }),
  InjectionRefused: () => after({ type: "InjectAgentMessage", message: "Hm." }, after(HOURS)),
  Warning: () => after({ type: "ForceEndTurn" }, plain({ listen: { provider: { type: "deepgram", version: "v1" } } })),
  Error: () => after({ type: "Settings" }),
};

/** What each type of message of the client's leads to. */
const TAKEN: Record<ClientMessage["type"], () => Promise<[Client, ServerMessage["type"]]>> = {
  Settings: async () => [await after(settings(), connect(emulator.url)), "SettingsApplied"],
  KeepAlive: async () => [
    await after({ type: "UpdatePrompt", prompt: "" }, after({ type: "KeepAlive" })),
    "PromptUpdated",
  ],
  UpdateListen: async () => [await SENT.ListenUpdated(), "ListenUpdated"],
  UpdateThink: async () => [await SENT.ThinkUpdated(), "ThinkUpdated"],
  UpdatePrompt: async () => [await SENT.PromptUpdated(), "PromptUpdated"],
  UpdateSpeak: async () => [await SENT.SpeakUpdated(), "SpeakUpdated"],
  InjectUserMessage: async () => [await after(HOURS), "FunctionCallRequest"],
  InjectAgentMessage: async () => [
    await after({ type: "InjectAgentMessage", message: "One moment." }),
    "AgentAudioDone",
  ],
  FunctionCallResponse: async () => {
    const client = await after(HOURS);
    const { id, name } = (await client.next("FunctionCallRequest")).functions[0]!;
    client.send({ type: "FunctionCallResponse", id, name, content: "{}" });
    return [client, "LatencyReport"];
  },
  ForceEndTurn: async () => {
    const client = await plain();
    client.speak((await spoken("What are your opening hours?")).subarray(0, 24_000));
    await client.next("UserStartedSpeaking");
    client.send({ type: "ForceEndTurn" });
    return [client, "EndOfTurn"];
  },
};

describe("every message", () => {
  it("of the schemas is provoked here, and no other", () => {
    expect(Object.keys(SENT).sort()).toEqual(serverMessageTypes().sort());
    expect(Object.keys(TAKEN).sort()).toEqual(clientMessageTypes().sort());
  });

  it.each(Object.entries(SENT))("that the service sends is valid: %s", async (type, provoke) => {
    const client = await provoke();
    if (!client.types().includes(type)) await client.next(type as ServerMessage["type"]);
    expect(client.invalid).toEqual([]);
    client.socket.terminate();
  });

  it.each(Object.entries(TAKEN))("that a client sends is taken: %s", async (_, send) => {
    const [client, answer] = await send();
    await client.next(answer);
    expect(client.types()).not.toContain("Error");
    expect(client.invalid).toEqual([]);
    client.socket.terminate();
  });
});
