/** The messages of Deepgram's Voice Agent API v1, as far as the emulator reads or writes them. */

export interface AudioFormat {
  encoding: string;
  /** Samples a second. */
  sample_rate: number;
}

/** A function that the agent may call. */
export interface FunctionDefinition {
  name: string;
  description?: string;
  /** A JSON Schema of the arguments. */
  parameters?: { properties?: Record<string, { enum?: unknown[] }>; required?: string[] };
  /** With an endpoint, the service itself calls it; without one, the client does. */
  endpoint?: { url: string; method?: string; headers?: Record<string, string> };
  defer_until_eot?: boolean;
}

export interface ThinkSettings {
  provider?: { type: string };
  prompt?: string;
  functions?: FunctionDefinition[];
}

export interface SpeakSettings {
  provider: { type: string; version?: string; model?: string; language?: string; speed?: number };
}

export interface ListenProvider {
  type: string;
  version?: "v1" | "v2";
  model?: string;
  /** How sure it must be that the turn is over, 0.5 to 1; 1: only the time limit ends it. */
  eot_threshold?: number;
  /** How sure it must be that the turn may be over, 0.3 to 0.9. */
  eager_eot_threshold?: number;
  eot_timeout_ms?: number;
  keyterms?: string[];
  /** BCP 47; only for `flux-general-multi`. */
  language_hints?: string[];
}

export interface HistoryCall {
  id: string;
  name: string;
  client_side: boolean;
  arguments: string;
  response: string;
  thought_signature?: string;
}

/** One entry of the conversation so far: what somebody said, or what was called. */
export type HistoryEntry =
  { type: "History"; role: "user" | "assistant"; content: string } | { type: "History"; function_calls: HistoryCall[] };

export interface AgentSettings {
  context?: { messages?: HistoryEntry[] };
  listen?: { provider?: ListenProvider };
  think?: ThinkSettings | ThinkSettings[];
  speak?: SpeakSettings | SpeakSettings[];
  greeting?: string;
}

export interface Settings {
  type: "Settings";
  experimental?: boolean;
  flags?: { history?: boolean };
  audio: { input?: AudioFormat; output?: Partial<AudioFormat> & { container?: string; bitrate?: number } };
  /** A string is the id of a reusable agent configuration, which only Deepgram can look up. */
  agent: AgentSettings | string;
}

export type InjectionBehavior = "default" | "queue" | "interrupt";

export type ClientMessage =
  | Settings
  | { type: "KeepAlive" }
  | { type: "UpdateListen"; listen: { provider: ListenProvider } }
  | { type: "UpdateThink"; think: ThinkSettings | ThinkSettings[] }
  | { type: "UpdatePrompt"; prompt: string }
  | { type: "UpdateSpeak"; speak: SpeakSettings | SpeakSettings[] }
  | { type: "InjectUserMessage"; content: string }
  | { type: "InjectAgentMessage"; message: string; behavior?: InjectionBehavior }
  | { type: "FunctionCallResponse"; id?: string; name: string; content: string; thought_signature?: string }
  | { type: "ForceEndTurn" };

export interface RequestedCall {
  id: string;
  name: string;
  /** A JSON object, as text. */
  arguments: string;
  client_side: boolean;
  /** Of Google's models, for the client to send back with the response. */
  thought_signature?: string;
}

export type ErrorCode =
  | "CLIENT_MESSAGE_TIMEOUT"
  | "UNPARSABLE_CLIENT_MESSAGE"
  | "NON_SETTINGS_MESSAGE_BEFORE_SETTINGS"
  | "SETTINGS_ALREADY_APPLIED"
  | "INVALID_SETTINGS"
  | "USER_AUDIO_FORMAT"
  | "FAILED_TO_SPEAK"
  | "FAILED_TO_THINK"
  | "NON_EXISTENT_FUNCTION_CALLED"
  | "AGENT_ID_NOT_SUPPORTED"
  | "MAXIMUM_SESSION_LENGTH_REACHED"
  | "SERVER_GOING_AWAY"
  | "INTERNAL_SERVER_ERROR";

export type WarningCode =
  | "INJECT_AGENT_MESSAGE_DURING_USER_SPEECH"
  | "INJECT_AGENT_MESSAGE_DURING_AGENT_SPEECH"
  | "PROMPT_TOO_LONG"
  | "FUNCTION_CALL_FAILED"
  | "SLOW_THINK_REQUEST"
  | "THINK_REQUEST_FAILED"
  | "FORCE_END_TURN_UNSUPPORTED"
  | "SPEAK_REQUEST_FAILED"
  | "MAXIMUM_SESSION_LENGTH_APPROACHING"
  | "UPDATE_LISTEN_UNSUPPORTED_FIELDS_CHANGED";

export interface LatencyReport {
  type: "LatencyReport";
  /** Each in seconds. */
  stt_latency?: number;
  /** To the first token of any kind, of text, and of a call. */
  ttt_token_latency?: number;
  ttt_text_latency?: number;
  ttt_tool_latency?: number;
  tts_latency?: number;
  total_latency?: number;
}

export type ServerMessage =
  | { type: "Welcome"; request_id: string }
  | { type: "SettingsApplied" }
  | {
      type: "ConversationText";
      role: "user" | "assistant";
      content: string;
      /** Of what users say to `flux-general-multi`: the hints that held, and what was heard. */
      languages_hinted?: string[];
      languages?: string[];
    }
  | HistoryEntry
  | { type: "UserStartedSpeaking" }
  | { type: "EndOfTurn"; trigger: "model" | "timeout" }
  | { type: "AgentThinking"; content: string }
  | { type: "FunctionCallRequest"; functions: RequestedCall[] }
  /** Told only: a function with an endpoint was called by the service. */
  | { type: "FunctionCallResponse"; id: string; name: string; content: string }
  | { type: "FunctionCallCancelled"; functions: { id: string; name: string }[] }
  | { type: "AgentStartedSpeaking"; total_latency: number; tts_latency: number; ttt_latency: number }
  | { type: "AgentAudioDone" }
  | LatencyReport
  | { type: "PromptUpdated" }
  | { type: "SpeakUpdated" }
  | { type: "ThinkUpdated" }
  | { type: "ListenUpdated" }
  | { type: "InjectionRefused"; message: string }
  | { type: "Warning"; code: WarningCode; description: string }
  | { type: "Error"; code: ErrorCode; description: string };
