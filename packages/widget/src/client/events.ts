import type { EndReason, ErrorMessage, ServerMessage } from "../protocol/index.js";

/** Agent audio that is to be played. Audio that a barge-in made stale never becomes an event. */
export interface AgentAudio {
  readonly type: "agent_audio";
  /** The agent's turn that the samples belong to. */
  readonly turn: number;
  /** At the session's output rate. */
  readonly samples: Int16Array<ArrayBuffer>;
}

/**
 * Why the connection is over:
 * `ended`, the relay said so and why; `stopped`, this side did and the relay gave no answer in time; `refused`, the
 * relay said why it would not serve; `unreachable`, there was no answer; `lost`, a session's connection broke.
 */
export type CloseCause = "ended" | "stopped" | "refused" | "unreachable" | "lost";

/** The connection is over. Comes once, and nothing comes after it. */
export interface Closed {
  readonly type: "closed";
  readonly cause: CloseCause;
  /** The relay's reason, when it ended the session. */
  readonly reason?: EndReason;
  /** The last `error` that the relay sent, if any. */
  readonly error?: ErrorMessage;
}

/** The connection broke and is being made anew; `session_started` with `resumed` follows, or `closed`. */
export interface Reconnecting {
  readonly type: "reconnecting";
}

/** Everything that a client tells its subscribers, in the order in which it came. */
export type ClientEvent = ServerMessage | AgentAudio | Reconnecting | Closed;
