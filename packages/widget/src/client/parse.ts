import type { Card, Sequenced, ServerMessage } from "../protocol/index.js";

/** Characters of the longest text message that is read; a longer one is ignored. */
export const MAX_MESSAGE_CHARACTERS = 64 * 1024;

type Kind = "string" | "number" | "boolean" | "object";

const AUDIO_TURN = { turn: "number" } as const;

/** What a message must have before anyone may rely on its type. A dot goes one level down. */
const FIELDS: { readonly [T in ServerMessage["type"]]: Readonly<Record<string, Kind>> } = {
  session_started: {
    sessionId: "string",
    resumeToken: "string",
    "audio.input.sampleRate": "number",
    "audio.output.sampleRate": "number",
    "agent.name": "string",
    limits: "object",
  },
  conversation_update: { "data.role": "string", "data.content": "string", turn: "number", at: "string" },
  user_started_speaking: AUDIO_TURN,
  agent_thinking: {},
  agent_started_speaking: AUDIO_TURN,
  audio_output: { audio: "string", sampleRate: "number", turn: "number" },
  agent_audio_done: AUDIO_TURN,
  tool_started: { id: "string", name: "string", label: "string" },
  tool_finished: { id: "string", name: "string", ok: "boolean", ms: "number" },
  client_tool_call: { id: "string", name: "string", arguments: "object" },
  latency: { turn: "number", relay: "number" },
  warning: { code: "string", message: "string" },
  error: { code: "string", message: "string", retryable: "boolean" },
  voice_agent_stopped: { reason: "string" },
  pong: { t: "number" },
};

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;

const at = (value: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);

const has = (value: unknown, fields: Readonly<Record<string, Kind>>): boolean =>
  Object.entries(fields).every(([path, kind]) => {
    const field = at(value, path);
    return typeof field === kind && field !== null && (kind !== "number" || Number.isFinite(field));
  });

const isCard = (value: unknown): value is Card =>
  has(value, { kind: "string", title: "string", text: "string" }) &&
  (at(value, "event") === undefined ||
    has(value, { "event.start": "string", "event.end": "string", "event.title": "string" }));

/**
 * Reads a text frame of the relay's. What is no message of the protocol (not JSON, of an unknown type, without the
 * fields of its type, too long) is `undefined`: the protocol says to ignore it.
 */
export function parseServerMessage(text: string): Sequenced | undefined {
  if (text.length > MAX_MESSAGE_CHARACTERS) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || typeof value.type !== "string" || !Object.hasOwn(FIELDS, value.type)) return undefined;
  const message = value as unknown as Sequenced;
  if (!has(message, FIELDS[message.type])) return undefined;
  if (message.type === "conversation_update" && !["user", "assistant"].includes(message.data.role)) return undefined;
  if (message.type === "tool_finished" && !isCard(message.card)) return { ...message, card: undefined };
  return message;
}
