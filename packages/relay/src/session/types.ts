import type { Call, Caller, Identity, Outcome, Tool } from "@bean-brew/tools";
import type { ClientMessage, EndReason, ErrorMessage, ServerMessage, SessionStarted } from "@bean-brew/widget/protocol";
import type { AgentCall, AgentMessage, AgentRequest, Settings } from "../agent/messages.js";
import type { Unanswered } from "./context.js";
import type { Utterance } from "./heard.js";
import type { Note } from "./journal.js";
import type { Stopwatch } from "./latency.js";
import type { Loop } from "./loops.js";

/** Milliseconds; a moment is milliseconds since 1970 (UTC). */
export type Ms = number;

/** What a session was admitted with; it does not change while the session lives. */
export interface Terms {
  readonly settings: Settings;
  readonly started: SessionStarted;
  /** What the agent may call. */
  readonly tools: readonly Tool[];
  /** What the page shows while a tool runs. */
  readonly labels: ReadonlyMap<string, string>;
  readonly scope: Caller["scope"];
  /** Who the caller is from the beginning: the site's own server said so. */
  readonly identity?: Identity;
  /** Told right after `session_started`. */
  readonly warnings: readonly ServerMessage[];
  /** Names of the tools that the page itself runs. */
  readonly clientTools: ReadonlySet<string>;
  /** Names of the tools whose started calls are finished, whatever happens to the conversation. */
  readonly writeTools: ReadonlySet<string>;
  readonly phrases: Phrases;
  readonly openMs: Ms;
  /** How long a session waits for a browser that lost its connection. */
  readonly resumeMs: Ms;
  readonly idlePromptMs: Ms;
  readonly idleMs: Ms;
  readonly maxMs: Ms;
  /** How long before the longest call is over the agent says so. */
  readonly wrapUpMs: Ms;
  /** How long a call of a function may take before the caller is told that it takes a moment. */
  readonly fillerMs: Ms;
  /** How long the model may take to say the farewell before the relay says it. */
  readonly farewellMs: Ms;
}

/** What the relay has the agent say of its own accord. */
export interface Phrases {
  /** A tool takes its time. */
  readonly filler: string;
  /** Nobody has spoken for a while. */
  readonly stillThere: string;
  /** The longest call is nearly over. */
  readonly wrapUp: string;
  /** The relay has to stop. */
  readonly goodbye: string;
  /** In the place of what `agent_filler` and `end_call` have it say. */
  readonly lookup?: string | undefined;
  readonly farewell?: string | undefined;
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
  readonly call: AgentCall;
  readonly startedAt: Ms;
  /** Nothing else was in its request. */
  readonly alone: boolean;
  /** When the page, which runs it, must have answered. */
  readonly by?: Ms;
}

/** A write that goes on although the model waits for it no more. `isFinished`: the page was told that it is over. */
export interface Unsettled extends Running {
  readonly isFinished: boolean;
}

/** What is known of the conversation, whatever the session's state. */
export interface Talk {
  readonly startedAt: Ms;
  /** When either side last did something. */
  readonly activeAt: Ms;
  readonly turns: Turns;
  readonly running: Readonly<Record<string, Running>>;
  /** Writes that the model was told to have failed, or waits for no more, and that may have been done all the same. */
  readonly unsettled: Readonly<Record<string, Unsettled>>;
  /** What the model is to be told as soon as it can be. */
  readonly news: readonly string[];
  readonly loop: Loop;
  readonly utterances: readonly Utterance[];
  readonly stopwatch: Stopwatch;
  /** Ids of calls that were seen: each is answered at most once. */
  readonly seen: readonly string[];
  readonly identity?: Identity;
  readonly misses: number;
  /** The last turn of the user's that had words; 0 before the first. */
  readonly userTurn: number;
  /** A filler was said since the user's last turn. */
  readonly filled: boolean;
  /** Typed turns that the agent has not told back: they came before it was ready, or are on their way to it. */
  readonly typed: readonly string[];
  /** What the agent was asked once more, after another was lost, and has not told back. The browser knows of it. */
  readonly again?: string;
  /** Asked whether anybody is still there, and not answered yet. */
  readonly prompted: boolean;
  /** Told that the longest call is nearly over. */
  readonly wrappingUp: boolean;
  /** The relay will stop, which the browser could not be told when it was. */
  readonly drains: boolean;
  /** When the agent was lost and connected anew. */
  readonly reconnectedAt?: Ms;
  /** What the relay has the agent say and must be heard, until it is said; `refused`: it could not be said then. */
  readonly unsaid?: { readonly text: string; readonly refused: boolean };
  /** What the browser has said that was only answered or written down. */
  readonly asides: number;
}

/**
 * How far the farewell has come: the model may say it (`awaited`), the relay has asked for it (`queued`), it is said,
 * it is still being heard.
 */
export type Farewell =
  | { readonly is: "awaited" | "queued"; readonly text: string }
  | { readonly is: "said" }
  | { readonly is: "being_heard" };

/**
 * `opening`: the agent is not ready yet, at the start, after it was lost, or for a session that another relay left
 * behind; `asked`: Settings were sent, which is done once. `parted`: the browser is waited for; `agent`: with the agent
 * still connected. `closed`: `writes` go on.
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
  | { readonly is: "parted"; readonly talk: Talk; readonly until: Ms; readonly agent: boolean }
  | {
      readonly is: "ending";
      readonly talk: Talk;
      readonly reason: "end_call" | "draining";
      readonly by: Ms;
      /** However far the farewell is. */
      readonly latest: Ms;
      readonly farewell: Farewell;
    }
  | { readonly is: "closed"; readonly reason: EndReason; readonly writes?: Talk["unsettled"] };

export type Open = Exclude<State, { is: "closed" }>;
export type Closed = Extract<State, { is: "closed" }>;

/**
 * The agent's socket has closed. `refused` has the HTTP status of an upgrade that was not granted, `sentMs` how much of
 * its turn's audio was sent on by then.
 */
export interface Gone {
  readonly type: "gone";
  readonly refused?: number;
  readonly sentMs?: Ms;
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

/** The browser has sent what cannot be read, or not be taken as it is: the error that answers it. */
export interface Astray {
  readonly type: "astray";
  readonly error: ErrorMessage;
}

/** The first frame of a turn is here. It passes after what `step` has to say of it. */
export interface FirstAudio {
  readonly type: "first_audio";
}

/** What was sent of the turn's audio so far; `playsMs` of it is still to be heard by the browser. */
export interface Played {
  readonly sentMs: Ms;
  readonly playsMs: Ms;
}

/** What the agent says, with the audio that was sent by then, and what it finds unanswered when it is ready. */
export type AgentEvent =
  | Exclude<AgentMessage, { type: "AgentAudioDone" | "ConversationText" | "SettingsApplied" }>
  | (Extract<AgentMessage, { type: "SettingsApplied" }> & { readonly unanswered?: Unanswered | undefined })
  | (Extract<AgentMessage, { type: "AgentAudioDone" | "ConversationText" }> & Played)
  | FirstAudio
  | Gone;

export type BrowserEvent = Exclude<ClientMessage, { type: "audio_data" | "ping" }> | Astray | Attached | Left;

export type Event =
  | { readonly from: "browser"; readonly message: BrowserEvent }
  | { readonly from: "agent"; readonly message: AgentEvent }
  | { readonly from: "tool"; readonly id: string; readonly outcome: Outcome }
  | { readonly from: "relay"; readonly message: RelayMessage };

/**
 * `draining`: the relay will stop; `dismiss`: it stops once goodbye was said; `drain`: it stops now. `flood`: the
 * browser sends more than it may.
 */
export type RelayMessage = "tick" | "draining" | "dismiss" | "drain" | "flood" | "slow_client" | "taken" | "fault";

/**
 * `tell`: written down, then told to the browser; `note`: written down only; `replay`: what the browser has not seen;
 * `connect`: a new connection to the agent, which is told the conversation so far; `hang_up`: none any more for now.
 */
export type Effect =
  | { readonly do: "tell"; readonly message: ServerMessage }
  | { readonly do: "note"; readonly note: Note }
  | { readonly do: "replay" }
  | { readonly do: "connect" }
  | { readonly do: "hang_up" }
  | { readonly do: "send"; readonly message: AgentRequest }
  | { readonly do: "run"; readonly call: Call; readonly caller: Omit<Caller, "sessionId"> }
  | { readonly do: "abort"; readonly id: string }
  | { readonly do: "lanes"; readonly up: "hold" | "flow" | "drop"; readonly down: "flow" | "drop" }
  | { readonly do: "close"; readonly browser: number };

export type Step = readonly [State, readonly Effect[]];
