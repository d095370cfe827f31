import { once } from "node:events";
import { WebSocket } from "ws";
import type { ServerMessage } from "../src/protocol/messages.js";
import { serverMessageProblems } from "../src/protocol/validate.js";
import { encode } from "../src/speech/encoding.js";
import { synthesise } from "../src/speech/synthesiser.js";

/** A client of the Voice Agent API for tests: keeps all that came, in order, and waits for what is to come. */
export interface Client {
  socket: WebSocket;
  /** What came: messages, and `audio` for each frame. */
  seen: (ServerMessage | { type: "audio"; bytes: number })[];
  /** Messages that the schemas refuse. */
  invalid: string[];
  send(message: object): void;
  /** Sends samples at 16 kHz as frames of 40 ms, all at once. */
  speak(samples: Int16Array): void;
  /** The next message of the type that was not waited for yet; one is waited for at a time. */
  next<T extends ServerMessage["type"] | "audio">(type: T): Promise<Extract<Client["seen"][number], { type: T }>>;
  /** Waits for the connection's end: its close code. */
  closed(): Promise<number>;
  types(): string[];
}

export const INPUT_RATE = 16_000;

export function settings(changes: Record<string, unknown> = {}, top: Record<string, unknown> = {}): object {
  return {
    type: "Settings",
    ...top,
    audio: {
      input: { encoding: "linear16", sample_rate: INPUT_RATE },
      output: { encoding: "linear16", sample_rate: 24000 },
    },
    agent: {
      listen: { provider: { type: "deepgram", version: "v2", model: "flux-general-en" } },
      think: {
        provider: { type: "open_ai", model: "gpt-4o-mini" },
        prompt: "It is Monday, November 23, 2026, 5:50 PM.",
        functions: [{ name: "search_knowledge_base", description: "", parameters: {} }],
      },
      speak: { provider: { type: "deepgram", model: "aura-2-thalia-en" } },
      greeting: "Hello there.",
      ...changes,
    },
  };
}

export async function connect(url: string): Promise<Client> {
  const socket = new WebSocket(`${url}/v1/agent/converse`, { headers: { authorization: "Token test" } });
  const seen: Client["seen"] = [];
  const invalid: string[] = [];
  const positions = new Map<string, number>();
  let wake = (): void => undefined;
  let over = false;
  socket.on("message", (data: Buffer, isBinary) => {
    if (isBinary) seen.push({ type: "audio", bytes: data.length });
    else {
      const message = JSON.parse(data.toString("utf8")) as ServerMessage;
      invalid.push(...serverMessageProblems(message));
      seen.push(message);
    }
    wake();
  });
  const closed = once(socket, "close").then(([code]) => {
    over = true;
    wake();
    return code as number;
  });
  await once(socket, "open");
  const client: Client = {
    socket,
    seen,
    invalid,
    send: (message) => socket.send(JSON.stringify(message)),
    speak(samples) {
      for (let at = 0; at < samples.length; at += 640) socket.send(encode(samples.subarray(at, at + 640), "linear16"));
    },
    async next(type) {
      for (let at = positions.get(type) ?? 0; ;) {
        for (; at < seen.length; at++) {
          const message = seen[at]!;
          if (message.type !== type) continue;
          positions.set(type, at + 1);
          return message as Extract<typeof message, { type: typeof type }>;
        }
        if (over) throw new Error(`The connection closed before ${type} came; seen: ${client.types().join(" ")}`);
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    closed: () => closed,
    types: () => seen.map(({ type }) => type),
  };
  await client.next("Welcome");
  return client;
}

/** A client whose Settings were applied. */
export async function begin(url: string, message: object = settings()): Promise<Client> {
  const client = await connect(url);
  client.send(message);
  await client.next("SettingsApplied");
  return client;
}

/** Speech with silence around it, long enough that the turn ends. */
export async function spoken(text: string, voice = "slt"): Promise<Int16Array> {
  const speech = await synthesise(text, { voice, sampleRate: INPUT_RATE });
  const samples = new Int16Array(speech.length + 2 * INPUT_RATE);
  samples.set(speech, INPUT_RATE / 2);
  return samples;
}
