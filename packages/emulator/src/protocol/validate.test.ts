import { describe, expect, it } from "vitest";
import {
  clientMessageProblems,
  clientMessageTypes,
  serverMessageProblems,
  serverMessageTypes,
  settingsProblems,
} from "./validate.js";

const provider = { type: "deepgram", version: "v2", model: "flux-general-en" };
const think = { provider: { type: "open_ai", model: "gpt-4o-mini" }, prompt: "Be kind.", functions: [] };
const speak = { provider: { type: "deepgram", model: "aura-2-thalia-en" } };
const settings = {
  type: "Settings",
  audio: { input: { encoding: "linear16", sample_rate: 16000 }, output: { encoding: "linear16", sample_rate: 24000 } },
  agent: { listen: { provider }, think, speak, greeting: "Hello." },
};
const call = { id: "fc_1", name: "find_customer" };
const requested = { ...call, arguments: "{}", client_side: true };

const client: Record<string, object> = {
  Settings: settings,
  UpdateListen: { listen: { provider } },
  UpdateThink: { think },
  UpdatePrompt: { prompt: "Be brief." },
  UpdateSpeak: { speak },
  InjectUserMessage: { content: "Hello" },
  InjectAgentMessage: { message: "Hello", behavior: "queue" },
  FunctionCallResponse: { id: "fc_1", name: "find_customer", content: "{}" },
  KeepAlive: {},
  ForceEndTurn: {},
};

const server: Record<string, object> = {
  Welcome: { request_id: "fc553ec9-5874-49ca-a47c-b670d525a4b3" },
  SettingsApplied: {},
  ConversationText: { role: "user", content: "Hello" },
  History: { function_calls: [{ ...requested, response: "{}" }] },
  UserStartedSpeaking: {},
  EndOfTurn: { trigger: "model" },
  AgentThinking: { content: "" },
  FunctionCallRequest: { functions: [requested] },
  FunctionCallCancelled: { functions: [call] },
  FunctionCallResponse: { ...call, content: "{}" },
  AgentStartedSpeaking: { total_latency: 1, tts_latency: 0.3, ttt_latency: 0.7 },
  AgentAudioDone: {},
  LatencyReport: { stt_latency: 0.1, total_latency: 0.5 },
  PromptUpdated: {},
  SpeakUpdated: {},
  ThinkUpdated: {},
  ListenUpdated: {},
  InjectionRefused: { message: "The user is speaking." },
  Warning: { code: "PROMPT_TOO_LONG", description: "The prompt was cut." },
  Error: { code: "INVALID_SETTINGS", description: "No." },
};

describe("the schemas with their overlay", () => {
  it.each(Object.entries(client))("take the client's %s", (type, fields) => {
    expect(clientMessageProblems({ ...fields, type })).toEqual([]);
  });

  it.each(Object.entries(server))("take the server's %s", (type, fields) => {
    expect(serverMessageProblems({ ...fields, type })).toEqual([]);
  });

  it("know no type that these tests leave out", () => {
    expect(clientMessageTypes().sort()).toEqual(Object.keys(client).sort());
    expect(serverMessageTypes().sort()).toEqual(Object.keys(server).sort());
  });

  it("take Settings of Nova without a version, models newer than themselves, and deferred functions", () => {
    const newer = {
      ...settings,
      agent: {
        listen: { provider: { type: "deepgram", model: "nova-3" } },
        think: {
          provider: { type: "anthropic", model: "claude-next" },
          functions: [{ name: "end_call", description: "", parameters: {}, defer_until_eot: true }],
        },
        speak: { provider: { type: "deepgram", version: "v2", model: "flux-kit-en" } },
      },
    };
    expect(settingsProblems(newer)).toEqual([]);
  });

  it("take UpdateListen for Nova", () => {
    const listen = { provider: { type: "deepgram", version: "v1", model: "nova-3" } };
    expect(clientMessageProblems({ type: "UpdateListen", listen })).toEqual([]);
  });

  it("take a refusal without its message, as the service sends it", () => {
    expect(serverMessageProblems({ type: "InjectionRefused" })).toEqual([]);
  });

  it("name what is wrong", () => {
    expect(clientMessageProblems("hello")).toEqual(["A message is a JSON object."]);
    expect(clientMessageProblems({})).toEqual(["A message has a string `type`."]);
    expect(clientMessageProblems({ type: "Welcome" })).toEqual(['The type "Welcome" is unknown.']);
    expect(clientMessageProblems({ type: "InjectUserMessage" })[0]).toContain("content");
    expect(settingsProblems({ type: "KeepAlive" })).toEqual(["The type is not Settings."]);
    expect(settingsProblems({ ...settings, audio: { input: { encoding: "linear16" } } })[0]).toContain("sample_rate");
  });

  it("name at most five problems", () => {
    const functions = Array.from({ length: 20 }, () => ({ name: 1 }));
    const broken = { type: "FunctionCallRequest", functions };
    expect(serverMessageProblems(broken).length).toBe(5);
  });
});
