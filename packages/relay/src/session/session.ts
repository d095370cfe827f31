import type { Call, Caller, Outcome, Tool } from "@bean-brew/tools";
import type { EndReason, ErrorMessage, Latency } from "@bean-brew/widget/protocol";
import type { Logger } from "pino";
import type { AgentConnection, AgentHandlers } from "../agent/connection.js";
import type { Entry, Journal, Note } from "./journal.js";
import type { Rating } from "./rating.js";
import type { BrowserEvent, Event, Left, Open, State, Terms } from "./types.js";

/** The browser's side, as a session needs it. */
export interface Browser {
  /** What was sent and the browser has not taken yet. */
  unreadBytes(): number;
  /** The client knows how to take a session up again. */
  readonly resumes: boolean;
  text(json: string): void;
  binary(frame: Buffer): void;
  close(code: number): void;
}

export interface SessionPorts {
  readonly connect: (handlers: AgentHandlers) => AgentConnection;
  /** Never rejects. `late` is told what became of a write of which that was not known in time. */
  readonly answer: (
    tools: readonly Tool[],
    call: Call,
    caller: Caller,
    signal: AbortSignal,
    late: (outcome: Outcome) => void,
  ) => Promise<Outcome>;
  readonly journal: Journal;
  /** Told each state of a session: the first comes from none. */
  readonly moved?: (from: Open["is"] | undefined, to: State["is"], reason?: EndReason) => void;
  /** Told of each frame of the microphone's that was dropped because the agent was behind. */
  readonly dropped?: () => void;
  /** Told how long each turn took. */
  readonly latency?: (latency: Latency) => void;
  readonly now: () => number;
  readonly log: Logger;
}

export interface SessionOptions {
  readonly terms: Terms;
  readonly delivery: "binary" | "base64";
  /** What was written down of the session so far: its beginning, or all that another relay left behind. */
  readonly past: readonly Entry[];
  /** Of that, what the journal does not have yet. */
  readonly unwritten: readonly Entry[];
  /** Another relay began it. */
  readonly takenUp: boolean;
}

/** A browser's place in a session. It is empty once another browser sits down, and what it says then is not heard. */
export interface Seat {
  readonly inputRate: number;
  handle(message: Exclude<BrowserEvent, Left>): void;
  /** An answer to what is no event of the session: a message that could not be read. */
  tell(error: ErrorMessage): void;
  /** A frame of the microphone's. */
  audio(frame: Buffer): void;
  /** The browser sends more than it may. */
  flood(): void;
  left(): void;
}

export interface Session {
  /** Gives the session its browser. One that takes it up again says what it has seen. */
  sit(browser: Browser, after?: number): Seat;
  handle(event: Extract<Event, { from: "relay" }>): void;
  /** Writes something down that is no event of the session. */
  note(note: Note): void;
  /** Writes down what the caller thinks of it. False when that was said too often or too late, or is another relay's to write. */
  rate(rating: Rating): boolean;
  /** Called ten times a second until it is done: all deadlines of the session hang on it. */
  tick(): void;
  isClosed(): boolean;
  /** It is closed, no write goes on, and all that happened is written down. */
  isDone(): boolean;
  /** Resolves once all that happened is written down, or cannot be. */
  settled(): Promise<void>;
}
