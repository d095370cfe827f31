/** Who a session's customer is, and how that was established. */
export interface Identity {
  readonly customerId: string;
  readonly by: "phone" | "email" | "account" | "site";
  /** When, in ms since 1970. */
  readonly at: number;
}

export type Scope = "public" | "staff";

/** The session on whose behalf a tool runs. */
export interface Caller {
  readonly sessionId: string;
  readonly scope: Scope;
  readonly identity?: Identity;
  /** How often the session guessed at somebody's data in vain. */
  readonly misses: number;
  /** The last turn in which the user spoke or typed: it grows with each, and is 0 before the first. */
  readonly userTurn: number;
}
