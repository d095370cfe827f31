import type { Call, Caller, Identity, Outcome } from "@bean-brew/tools";
import type { ClientMessage, EndReason, ServerMessage, SessionStarted } from "@bean-brew/widget/protocol";
import type { AgentMessage, AgentRequest, Settings } from "../agent/messages.js";
import type { Note } from "./journal.js";

/** Milliseconds; a moment is milliseconds since 1970 (UTC). */
export type Ms = number;

/** What a session was admitted with; it does not change while the session lives. */
export interface Terms {
  readonly settings: Settings;
  readonly started: SessionStarted;
  /** What the page shows while a tool runs. */
  readonly labels: ReadonlyMap<string, string>;
  readonly scope: Caller["scope"];
  /** Who the caller is from the beginning: the site's own server said so. */
  readonly identity?: Identity;
  /** Told right after `session_started`. */
  readonly warnings: readonly ServerMessage[];
  /** Names of the tools that the page itself runs. */
  readonly clientTools: ReadonlySet<string>;
  readonly phrases: Phrases;
  readonly openMs: Ms;
  /** How long a session waits for a browser that lost its connection. */
  readonly resumeMs: Ms;
  readonly idlePromptMs: Ms;
  readonly idleMs: Ms;
  readonly maxMs: Ms;
}

/** What the relay has the agent say of its own accord. */
export interface Phrases {
  /** A tool takes its time. */
  readonly filler: string;
  /** Nobody has spoken for a while. */
  readonly stillThere: string;
  /** The longest call is nearly over. */
  readonly wrapUp: string;
}

/**
 * Who speaks. `last` is the number of the last turn that began. A turn of the user's is open from
 * `UserStartedSpeaking` or its first text until the agent answers.
 */
export interface Turns {
  readonly last: number;
  readonly user?: { readonly turn: number; readonly hasText: boolean; readonly spoken: boolean };
  readonly agent?: number;
  /**
   * What the agent's binary frames are: `cut`, leftovers of a turn that was interrupted; `awaited`, the next
   * one begins a turn; `flowing`, of the turn that was announced.
   */
  readonly audio: "cut" | "awaited" | "flowing";
}

/** A call that runs: what the page was told of it, and when. */
export interface Running {
  readonly name: string;
  readonly startedAt: Ms;
  /** When the page, which runs it, must have answered. */
  readonly by?: Ms;
}

/** What is known of the conversation, whatever the session's state. */
export interface Talk {
  readonly startedAt: Ms;
  /** When either side last did something. */
  readonly activeAt: Ms;
  readonly turns: Turns;
  readonly running: Readonly<Record<string, Running>>;
  /** Ids of calls that were seen: each is answered at most once. */
  readonly seen: readonly string[];
  readonly identity?: Identity;
  readonly misses: number;
  /** The user has spoken or typed since the model's last call. */
  readonly hasSpoken: boolean;
  /** A filler was said since the user's last turn. */
  readonly filled: boolean;
  /** Typed turns that came before the agent was ready. */
  readonly typed: readonly string[];
  /** Asked whether anybody is still there, and not answered yet. */
  readonly prompted: boolean;
  /** Told that the longest call is nearly over. */
  readonly wrappingUp: boolean;
  /** When the agent was lost and connected anew. */
  readonly reconnectedAt?: Ms;
}

/** How far the farewell has come: the model may say it, is it said, until when it is heard. */
export type Farewell =
  { readonly is: "awaited"; readonly text: string } | { readonly is: "said" } | { readonly is: "being_heard" };

/**
 * `opening`: the agent is not ready yet, at the start, after it was lost, or for a session that another relay left
 * behind; `asked`: Settings were sent, which is done once.
 */
export type State =
  | {
      readonly is: "opening";
      readonly why: "start" | "agent_lost" | "resume";
      readonly talk: Talk;
      readonly by: Ms;
      readonly asked: boolean;
    }
  | { readonly is: "live"; readonly talk: Talk }
  | { readonly is: "parted"; readonly talk: Talk; readonly until: Ms }
  | {
      readonly is: "ending";
      readonly talk: Talk;
      readonly reason: "end_call";
      readonly by: Ms;
      readonly farewell: Farewell;
    }
  | { readonly is: "closed"; readonly reason: EndReason };

export type Open = Exclude<State, { is: "closed" }>;

/** The socket of one side has closed. `refused` has the HTTP status of an upgrade that was not granted. */
export interface Gone {
  readonly type: "gone";
  readonly refused?: number;
}

/** The browser's socket has closed. `waits`: it may come back, so the session is kept for a while. */
export interface Left {
  readonly type: "left";
  readonly waits: boolean;
}

/** A browser is back. It is told nothing until what it has missed is replayed. */
export interface Attached {
  readonly type: "attached";
}

/** The first frame of a turn is here. It passes after what `step` has to say of it. */
export interface FirstAudio {
  readonly type: "first_audio";
}

/** The turn's last audio was sent; `playsMs` more of it is still to be heard by the browser. */
export interface AudioDone {
  readonly type: "AgentAudioDone";
  readonly playsMs: Ms;
}

export type AgentEvent = Exclude<AgentMessage, { type: "AgentAudioDone" }> | AudioDone | FirstAudio | Gone;

export type BrowserEvent = Exclude<ClientMessage, { type: "audio_data" | "ping" }> | Attached | Left;

export type Event =
  | { readonly from: "browser"; readonly message: BrowserEvent }
  | { readonly from: "agent"; readonly message: AgentEvent }
  | { readonly from: "tool"; readonly id: string; readonly outcome: Outcome }
  | { readonly from: "relay"; readonly message: RelayMessage };

/** `draining`: the relay will stop; `drain`: it stops now. `flood`: the browser sends more than it may. */
export type RelayMessage = "tick" | "draining" | "drain" | "flood" | "slow_client" | "taken" | "fault";

/**
 * `tell`: written down, then told to the browser; `note`: written down only; `replay`: what the browser has not seen;
 * `connect`: a new connection to the agent, which is told the conversation so far.
 */
export type Effect =
  | { readonly do: "tell"; readonly message: ServerMessage }
  | { readonly do: "note"; readonly note: Note }
  | { readonly do: "replay" }
  | { readonly do: "connect" }
  | { readonly do: "send"; readonly message: AgentRequest }
  | { readonly do: "run"; readonly call: Call; readonly caller: Omit<Caller, "sessionId"> }
  | { readonly do: "abort"; readonly id: string }
  | { readonly do: "lanes"; readonly up: "hold" | "flow" | "drop"; readonly down: "flow" | "drop" }
  | { readonly do: "close"; readonly browser: number };

export type Step = readonly [State, readonly Effect[]];
