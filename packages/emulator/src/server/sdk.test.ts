import { DeepgramClient, type DeepgramTransport } from "@deepgram/sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { settings } from "../../test/client.js";
import { startEmulator, type Emulator } from "./emulator.js";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ recogniser: "none" });
});
afterAll(() => emulator.close());

type Connection = Awaited<ReturnType<DeepgramClient["agent"]["v1"]["connect"]>>;

/** Holds a conversation with a question and its function call, until its answer was spoken. */
async function converse(connection: Connection): Promise<string[]> {
  const seen: string[] = [];
  let done = 0;
  return new Promise((resolve, reject) => {
    connection.on("error", reject);
    connection.on("message", (message: unknown) => {
      if (message instanceof Blob) return void (seen.at(-1) !== "audio" && seen.push("audio"));
      const event = message as { type: string; role?: string; functions?: { id: string; name: string }[] };
      seen.push(event.type);
      if (event.type === "Welcome") {
        connection.sendSettings(
          settings({}, { flags: { history: false } }) as Parameters<Connection["sendSettings"]>[0],
        );
      } else if (event.type === "SettingsApplied") {
        connection.sendMedia(new Uint8Array(1280));
      } else if (event.type === "FunctionCallRequest") {
        const { id, name } = event.functions![0]!;
        connection.sendFunctionCallResponse({
          type: "FunctionCallResponse",
          id,
          name,
          content: '{"found":true,"answer":"We open at 9."}',
        });
      } else if (event.type === "AgentAudioDone" && ++done === 1) {
        connection.sendKeepAlive({ type: "KeepAlive" });
        connection.sendInjectUserMessage({ type: "InjectUserMessage", content: "When do you open?" });
      } else if (event.type === "LatencyReport") {
        connection.close();
        resolve(seen);
      }
    });
    connection.connect();
  });
}

const CONVERSATION = [
  "Welcome",
  "SettingsApplied",
  "ConversationText", // the greeting, and what the agent is
  "ConversationText",
  "AgentAudioDone",
  "ConversationText",
  "AgentThinking",
  "FunctionCallRequest",
  "ConversationText",
  "AgentAudioDone",
  "LatencyReport",
];

const withoutBargeIn = (seen: string[]): string[] => seen.filter((type) => type !== "UserStartedSpeaking");

describe("the official SDK", () => {
  it("holds a conversation over its own socket", async () => {
    const client = new DeepgramClient({ apiKey: "test", baseUrl: emulator.url });
    const connection = await client.agent.v1.connect({ reconnectAttempts: 0 });
    const seen = withoutBargeIn(await converse(connection));
    expect(seen.filter((type) => type !== "audio")).toEqual(CONVERSATION);
    expect(seen).toContain("audio");
  });

  it("holds a conversation over a transport of the application's", async () => {
    let frames = 0;
    const transportFactory = (url: string, headers: Record<string, string>): DeepgramTransport => {
      const socket = new WebSocket(url, { headers, perMessageDeflate: false });
      return {
        send: (data) => socket.send(data as string | Uint8Array),
        onOpen: (listener) => void socket.on("open", listener),
        onMessage: (listener) =>
          void socket.on("message", (data: Buffer, isBinary) =>
            isBinary ? void frames++ : listener(data.toString("utf8")),
          ),
        onError: (listener) => void socket.on("error", listener),
        onClose: (listener) => void socket.on("close", (code) => listener({ code })),
        isOpen: () => socket.readyState === WebSocket.OPEN,
        close: (code) => socket.close(code),
      };
    };
    const client = new DeepgramClient({ apiKey: "test", baseUrl: emulator.url, transportFactory });
    const connection = await client.agent.v1.connect({ reconnectAttempts: 0 });
    expect(withoutBargeIn(await converse(connection))).toEqual(CONVERSATION);
    expect(frames).toBeGreaterThan(10);
  });
});
