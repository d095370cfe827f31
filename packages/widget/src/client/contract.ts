import type { ClientToolResult, ErrorMessage, SessionStarted, StartData } from "../protocol/index.js";
import type { ClientEvent } from "./events.js";
import type { After, AudioFrame, OpenSocket } from "./socket.js";

/** A token, or the relay's refusal; nothing where the relay's socket is to say whether it needs one. */
export type Granted = string | ErrorMessage | undefined;

export interface ClientOptions {
  /** Where the relay listens: `ws:` or `wss:`, path included. */
  readonly url: string;
  readonly open: OpenSocket;
  readonly after: After;
  /** A number from 0 to 1, so that not everybody comes back at once after a relay's restart; by default all do. */
  readonly random?: () => number;
  /** What `start_voice_agent` says. */
  readonly start?: StartData;
  /**
   * A single-use token of the site's, or who fetches one for each connection, or the relay's refusal; without one the
   * relay's socket says whether it needs one. Travels as a subprotocol, never in the URL.
   */
  readonly token?: string | (() => Promise<Granted>);
  /** In ms; default `DEFAULT_START_TIMEOUT_MS`. */
  readonly startTimeoutMs?: number;
}

/** A session with the relay; one whose connection breaks is taken up again as long as the relay waits for it. */
export interface Client {
  /** Hears every event from now on, in order. Returns the function that ends it. */
  subscribe(listener: (event: ClientEvent) => void): () => void;
  /** The session once it is live. */
  readonly session: SessionStarted | undefined;
  /** Frames of the microphone that were dropped because the network did not take them. */
  readonly droppedFrames: number;
  /** Sends a typed turn, or holds it until the session is live. @throws RangeError if it is empty, too long, or too many wait. */
  sendText(text: string): void;
  /** Sends microphone audio in the session's input format, or holds the newest 2 s until the session is live. @throws RangeError if it is over 256 KiB. */
  sendAudio(frame: AudioFrame): void;
  /** Says that playback of a turn was cut after `playedMs` were heard. */
  interrupted(turn: number, playedMs: number): void;
  /** Tells the outcome of a tool of the page's; while the session is taken up again, holds the newest `MAX_HELD_RESULTS`. */
  toolResult(result: ClientToolResult): void;
  /** The network may have changed: asks whether the relay is still there, or tries at once to take the session up. */
  check(): void;
  /** Ends the session. The `closed` event follows, within `STOP_GRACE_MS`, or `STOP_TELLING_MS` while it is taken up. */
  stop(): void;
}
