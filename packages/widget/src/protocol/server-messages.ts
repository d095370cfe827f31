import type { AudioFormat } from "./audio.js";
import type { EndReason, ErrorCode, WarningCode } from "./reasons.js";

/** The agent is ready to listen: microphone audio now reaches it. */
export interface SessionStarted {
  readonly type: "session_started";
  readonly sessionId: string;
  readonly resumeToken: string;
  readonly resumed: boolean;
  readonly audio: { readonly input: AudioFormat; readonly output: AudioFormat };
  readonly agent: { readonly name: string; readonly voice: string };
  /** When the session would end, in seconds. */
  readonly limits: { readonly idleSeconds: number; readonly maxSeconds: number; readonly resumeSeconds: number };
}

/** Final text. Pieces of the same `turn` and role are joined with a space. */
export interface ConversationUpdate {
  readonly type: "conversation_update";
  readonly data: { readonly role: "user" | "assistant"; readonly content: string };
  readonly turn: number;
  /** ISO 8601. */
  readonly at: string;
}

/** Barge-in: audio of every earlier turn that is queued, or still comes, is to be dropped at once. */
export interface UserStartedSpeaking {
  readonly type: "user_started_speaking";
  /** The user's turn, which begins. */
  readonly turn: number;
}

export interface AgentThinking {
  readonly type: "agent_thinking";
}

/** Sent before the turn's first audio frame. */
export interface AgentStartedSpeaking {
  readonly type: "agent_started_speaking";
  readonly turn: number;
}

/** Agent audio for clients that asked for `delivery: "base64"`. */
export interface AudioOutput {
  readonly type: "audio_output";
  readonly audio: string;
  readonly sampleRate: number;
  readonly turn: number;
}

/** The turn's last audio was sent (not: was heard). */
export interface AgentAudioDone {
  readonly type: "agent_audio_done";
  readonly turn: number;
}

export interface ToolStarted {
  readonly type: "tool_started";
  readonly id: string;
  readonly name: string;
  /** What the agent is doing, for the display: "Checking the calendar". */
  readonly label: string;
}

/** What a write did, made by the tool for the page to show. */
export interface Card {
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  /** Times in ISO 8601 with offset. */
  readonly event?: { readonly start: string; readonly end: string; readonly title: string };
}

export interface ToolFinished {
  readonly type: "tool_finished";
  readonly id: string;
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly card?: Card;
}

/** Asks the page to run a tool that it offered. */
export interface ClientToolCall {
  readonly type: "client_tool_call";
  readonly id: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** How long a turn took, in ms; `relay` is the relay's own share. */
export interface Latency {
  readonly type: "latency";
  readonly turn: number;
  readonly stt?: number;
  readonly think?: number;
  readonly tool?: number;
  readonly tts?: number;
  readonly total?: number;
  readonly relay: number;
}

export interface Warning {
  readonly type: "warning";
  readonly code: WarningCode;
  readonly message: string;
}

/** If it ends the session, `voice_agent_stopped` follows. */
export interface ErrorMessage {
  readonly type: "error";
  readonly code: ErrorCode;
  /** One English sentence, fit for the person who sees it. */
  readonly message: string;
  readonly retryable: boolean;
}

/** The session is over; the relay closes the socket next. */
export interface VoiceAgentStopped {
  readonly type: "voice_agent_stopped";
  readonly reason: EndReason;
}

export interface Pong {
  readonly type: "pong";
  readonly t: number;
}

/** Every text message from the relay to a browser, without its `seq`. */
export type ServerMessage =
  | SessionStarted
  | ConversationUpdate
  | UserStartedSpeaking
  | AgentThinking
  | AgentStartedSpeaking
  | AudioOutput
  | AgentAudioDone
  | ToolStarted
  | ToolFinished
  | ClientToolCall
  | Latency
  | Warning
  | ErrorMessage
  | VoiceAgentStopped
  | Pong;

/** A message as it travels: all but a few kinds carry `seq`, which grows by one. */
export type Sequenced<M extends ServerMessage = ServerMessage> = M & { readonly seq?: number };
