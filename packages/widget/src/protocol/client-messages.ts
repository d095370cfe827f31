import type { AudioFormat, OutputFormat } from "./audio.js";

/** A tool that the page offers to run: its parameters are a JSON Schema object. */
export interface ClientToolDeclaration {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Takes up a session that was cut: who it was, the secret that proves it, the last `seq` that was received. */
export interface Resume {
  readonly sessionId: string;
  readonly token: string;
  readonly after: number;
}

export interface StartData {
  /** The template's name, compared without case, spaces and punctuation. */
  readonly template?: string;
  /** An old name of `template`. */
  readonly industry?: string;
  readonly voiceModel?: string;
  readonly voiceName?: string;
  readonly audio?: { readonly input?: AudioFormat; readonly output?: OutputFormat };
  readonly resume?: Resume;
  readonly clientTools?: readonly ClientToolDeclaration[];
  readonly context?: { readonly page?: string; readonly locale?: string };
}

/** Begins a session, or takes up one that was cut. */
export interface StartVoiceAgent {
  readonly type: "start_voice_agent";
  readonly data?: StartData;
}

/** Ends the session. */
export interface StopVoiceAgent {
  readonly type: "stop_voice_agent";
}

/** Microphone audio from clients that cannot send binary frames. */
export interface AudioData {
  readonly type: "audio_data";
  /** Base64 of little-endian 16-bit PCM. */
  readonly audio: string;
  /** In Hz; must be the session's. */
  readonly sampleRate: number;
}

/** A typed turn, 1 to 2 000 characters. */
export interface UserMessage {
  readonly type: "user_message";
  readonly text: string;
}

/** Playback of a turn was cut after so many milliseconds were really heard. */
export interface Interrupted {
  readonly type: "interrupted";
  readonly turn: number;
  readonly playedMs: number;
}

/** The page ran a tool of its own. */
export interface ClientToolResult {
  readonly type: "client_tool_result";
  readonly id: string;
  readonly ok: boolean;
  readonly content: string;
}

export interface Ping {
  readonly type: "ping";
  readonly t: number;
}

/** Every text message from a browser to the relay. */
export type ClientMessage =
  StartVoiceAgent | StopVoiceAgent | AudioData | UserMessage | Interrupted | ClientToolResult | Ping;
