import type { Call, FunctionDefinition } from "@bean-brew/tools";

/** A function call as it was asked for: some models' calls are signed, and the answer bears the signature, too. */
export interface AgentCall extends Call {
  readonly thought_signature?: string;
}

/** Something that was said, or a call with its answer, for a connection that takes a conversation up. */
export type HistoryMessage =
  | { readonly type: "History"; readonly role: "user" | "assistant"; readonly content: string }
  | {
      readonly type: "History";
      readonly function_calls: readonly {
        readonly id: string;
        readonly name: string;
        readonly client_side: true;
        readonly arguments: string;
        readonly response: string;
        readonly thought_signature?: string;
      }[];
    };

/** What the relay says to Deepgram when a conversation begins. Field names are Deepgram's. */
export interface Settings {
  readonly type: "Settings";
  readonly tags?: readonly string[];
  readonly audio: {
    readonly input: { readonly encoding: "linear16"; readonly sample_rate: number };
    readonly output: { readonly encoding: "linear16"; readonly sample_rate: number; readonly container: "none" };
  };
  readonly agent: {
    readonly listen: { readonly provider: Readonly<Record<string, unknown>> };
    readonly think: {
      readonly provider: Readonly<Record<string, unknown>>;
      readonly prompt: string;
      readonly functions: readonly FunctionDefinition[];
    };
    readonly speak: { readonly provider: Readonly<Record<string, unknown>> };
    readonly greeting?: string;
    readonly context?: { readonly messages: readonly HistoryMessage[] };
  };
}

/** Everything that the relay says to Deepgram but audio and KeepAlive. */
export type AgentRequest =
  | Settings
  | { readonly type: "InjectUserMessage"; readonly content: string }
  | { readonly type: "InjectAgentMessage"; readonly message: string; readonly behavior: "queue" | "interrupt" }
  | {
      readonly type: "FunctionCallResponse";
      readonly id: string;
      readonly name: string;
      readonly content: string;
      readonly thought_signature?: string;
    }
  /** Adds to the prompt. */
  | { readonly type: "UpdatePrompt"; readonly prompt: string };

/** How long the parts of a turn took, in ms; what Deepgram does not say is left out. */
export interface LatencyReport {
  readonly stt?: number;
  readonly think?: number;
  readonly tts?: number;
  readonly total?: number;
}

/** What the relay takes from Deepgram's messages. Kinds that it does not know are left out by `parse`. */
export type AgentMessage =
  /** By `requestId` Deepgram knows the connection. */
  | { readonly type: "Welcome"; readonly requestId?: string }
  | { readonly type: "SettingsApplied" }
  | { readonly type: "ConversationText"; readonly role: "user" | "assistant"; readonly content: string }
  | { readonly type: "UserStartedSpeaking" }
  | { readonly type: "EndOfTurn" }
  | { readonly type: "AgentThinking" }
  | { readonly type: "AgentStartedSpeaking" }
  | { readonly type: "AgentAudioDone" }
  | { readonly type: "FunctionCallRequest"; readonly calls: readonly AgentCall[] }
  | { readonly type: "FunctionCallCancelled"; readonly ids: readonly string[] }
  | { readonly type: "LatencyReport"; readonly report: LatencyReport }
  /** What the agent was to say could not be said then. */
  | { readonly type: "InjectionRefused" }
  /** The description is for the log only. */
  | { readonly type: "Warning" | "Error"; readonly code: string; readonly description?: string };

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

/** The calls that are the relay's to answer: those marked `client_side: false` are answered by Deepgram. */
const callsOf = (functions: unknown): readonly AgentCall[] =>
  list(functions)
    .filter((call) => call["client_side"] !== false && typeof call["id"] === "string")
    .map((call) => {
      const signature = text(call["thought_signature"]);
      return {
        id: text(call["id"]),
        name: text(call["name"]),
        arguments: text(call["arguments"]),
        ...(signature !== "" && { thought_signature: signature }),
      };
    });

/** Longer than a call may last: not a latency, in seconds. */
const MAX_LATENCY_SECONDS = 3_600;

/** Seconds, as a number or as text, in ms. */
const milliseconds = (value: unknown): number | undefined => {
  const seconds = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof seconds === "number" && seconds >= 0 && seconds <= MAX_LATENCY_SECONDS
    ? Math.round(seconds * 1_000)
    : undefined;
};

const reportOf = (fields: Fields): LatencyReport => {
  const parts = {
    stt: milliseconds(fields["stt_latency"]),
    think: milliseconds(fields["ttt_text_latency"] ?? fields["ttt_token_latency"] ?? fields["ttt_thinking_latency"]),
    tts: milliseconds(fields["tts_latency"]),
    total: milliseconds(fields["total_latency"]),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
};

/** Takes what is needed of a message of Deepgram's, or `undefined` for what is not one or not known. */
export const parseAgentMessage = (value: unknown): AgentMessage | undefined => {
  if (!isFields(value)) return undefined;
  switch (value["type"]) {
    case "Welcome": {
      const requestId = text(value["request_id"]);
      return { type: "Welcome", ...(requestId !== "" && { requestId }) };
    }
    case "SettingsApplied":
    case "UserStartedSpeaking":
    case "EndOfTurn":
    case "AgentThinking":
    case "AgentStartedSpeaking":
    case "AgentAudioDone":
    case "InjectionRefused":
      return { type: value["type"] };
    case "ConversationText": {
      const role = value["role"];
      const content = text(value["content"]).trim();
      return (role === "user" || role === "assistant") && content !== ""
        ? { type: "ConversationText", role, content }
        : undefined;
    }
    case "FunctionCallRequest":
      return { type: "FunctionCallRequest", calls: callsOf(value["functions"]) };
    case "FunctionCallCancelled":
      return { type: "FunctionCallCancelled", ids: list(value["functions"]).map((call) => text(call["id"])) };
    case "LatencyReport":
      return { type: "LatencyReport", report: reportOf(value) };
    case "Warning":
    case "Error": {
      const description = text(value["description"]);
      return { type: value["type"], code: text(value["code"]), ...(description !== "" && { description }) };
    }
    default:
      return undefined;
  }
};
