import type { SignedIn } from "./site-token.js";

/**
 * A conversation as one side of it has it: what the caller says or does, and what must be seen of it. The shape of a
 * scenario file. Texts and patterns may hold dates such as `{next tuesday 14:00}`.
 */
export interface Scenario {
  readonly name: string;
  /** What `start_voice_agent` says. */
  readonly start?: {
    readonly template?: string;
    readonly voiceModel?: string;
    readonly context?: { readonly page?: string };
  };
  /** Who the site's server says is calling; anybody without it. */
  readonly signed_in?: SignedIn;
  /** Set at the emulator before the call, and cleared after it. */
  readonly faults?: readonly Readonly<Record<string, unknown>>[];
  readonly steps: readonly Step[];
}

export type Step = Action | Expectation;

/** What the caller does. */
export type Action =
  | { readonly types: string }
  | { readonly says: string; readonly voice?: string }
  | Interruption
  | { readonly waits: string }
  | { readonly hangs_up: true }
  /** The network fails for a moment: the client takes the call up again by itself. */
  | { readonly loses: "connection" }
  | { readonly dials: "again" }
  | Answers;

/** Speaks, or types, while the agent is heard or while it calls a function. */
export interface Interruption {
  readonly interrupts: string;
  /** `speech`, or the name of a function. */
  readonly during: string;
  /** Default `voice`. */
  readonly by?: "voice" | "typing";
  /** So long after the speech or the call began, in milliseconds. */
  readonly after?: number;
}

/** Answers what the agent asks, in whatever order it asks, until something is seen. */
export interface Answers {
  /** What is typed when the agent's words match: the first pattern that does and was used least. */
  readonly answers: Readonly<Record<string, string>>;
  readonly until: Expectation;
}

/** What must be seen, within so many milliseconds. */
export type Expectation = Hears | Understands | Calls | Absent | Ends;

/** Words of the agent's since the caller's last turn. */
export interface Hears {
  readonly hears: string;
  readonly within?: number;
}

/** What the caller's last turn was understood as. */
export interface Understands {
  readonly understands: string;
  readonly within?: number;
}

/** A function that was called since the caller's last turn, with these arguments among others. */
export interface Calls {
  readonly calls: string;
  readonly with?: Readonly<Record<string, unknown>>;
  /** Whether it succeeded. */
  readonly ok?: boolean;
  readonly within?: number;
}

/** A function that was not called in the whole session; with `ok`, not with that outcome. */
export interface Absent {
  readonly absent: string;
  readonly ok?: boolean;
}

/** The session is over, for this reason. */
export interface Ends {
  readonly ends: string;
  readonly within?: number;
}
