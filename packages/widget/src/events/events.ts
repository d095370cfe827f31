import type { Problem } from "../call/problem.js";
import type { Turn } from "../call/transcript.js";
import type { CallState } from "../call/view.js";
import type { Rating } from "../client/index.js";
import type { Latency } from "../protocol/index.js";

const OPTIONS = { bubbles: true, composed: true } as const;

/** The call is doing something else now. */
export class BbStateChangeEvent extends Event {
  static readonly type = "bb-state-change";
  readonly state: CallState;
  readonly previous: CallState;

  constructor(state: CallState, previous: CallState) {
    super(BbStateChangeEvent.type, OPTIONS);
    this.state = state;
    this.previous = previous;
  }
}

/** A turn of the transcript is new, or a sentence longer. */
export class BbTurnEvent extends Event {
  static readonly type = "bb-turn";
  readonly turn: Turn;

  constructor(turn: Turn) {
    super(BbTurnEvent.type, OPTIONS);
    this.turn = turn;
  }
}

/** The agent was interrupted. Times are in ms, counted in samples that were played. */
export class BbInterruptEvent extends Event {
  static readonly type = "bb-interrupt";
  readonly turn: number;
  /** How much of the turn was heard. */
  readonly playedMs: number;
  /** From the command to stop until the output was silent. */
  readonly silentAfterMs: number;

  constructor(turn: number, playedMs: number, silentAfterMs: number) {
    super(BbInterruptEvent.type, OPTIONS);
    this.turn = turn;
    this.playedMs = playedMs;
    this.silentAfterMs = silentAfterMs;
  }
}

/** The agent began to use a tool, or is done with it. */
export class BbToolEvent extends Event {
  static readonly type = "bb-tool";
  readonly id: string;
  readonly name: string;
  /** Undefined while it runs, else whether it succeeded. */
  readonly ok?: boolean;

  constructor(id: string, name: string, ok?: boolean) {
    super(BbToolEvent.type, OPTIONS);
    this.id = id;
    this.name = name;
    this.ok = ok;
  }
}

/** How long a turn of the agent's took. Comes once with what the relay measured, and once with what was heard here. */
export class BbLatencyEvent extends Event {
  static readonly type = "bb-latency";
  readonly turn: number;
  /** The parts that the relay knows of, in ms. */
  readonly latency?: Latency;
  /**
   * From the end of the visitor's speech, as the microphone heard it, to the first sample of the answer that was played,
   * in ms of the sound's own clock. What the devices themselves take is not in it.
   */
  readonly mouthToEarMs?: number;

  constructor(turn: number, { latency, mouthToEarMs }: Pick<BbLatencyEvent, "latency" | "mouthToEarMs">) {
    super(BbLatencyEvent.type, OPTIONS);
    this.turn = turn;
    this.latency = latency;
    this.mouthToEarMs = mouthToEarMs;
  }
}

/** Something went wrong that the person was told of. */
export class BbErrorEvent extends Event {
  static readonly type = "bb-error";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(BbErrorEvent.type, OPTIONS);
    this.problem = problem;
  }
}

/** How a call is about to begin. */
export type StartKind = "voice" | "text";

/** The visitor asked for a call: `preventDefault()` keeps it from beginning. The page's own `start()` is not asked. */
export class BbBeforeStartEvent extends Event {
  static readonly type = "bb-before-start";
  /** Whether it begins by voice, or with something typed. */
  readonly kind: StartKind;

  constructor(kind: StartKind) {
    super(BbBeforeStartEvent.type, { ...OPTIONS, cancelable: true });
    this.kind = kind;
  }
}

/** The visitor asked for the end of the call: `preventDefault()` keeps it going. The page's own `stop()` is not asked. */
export class BbBeforeEndEvent extends Event {
  static readonly type = "bb-before-end";

  constructor() {
    super(BbBeforeEndEvent.type, { ...OPTIONS, cancelable: true });
  }
}

/** The visitor told how the call was. */
export class BbRatingEvent extends Event {
  static readonly type = "bb-rating";
  /** 1 to 5. */
  readonly stars: number;
  readonly comment?: string;
  /** The session that it is about. */
  readonly sessionId: string;

  constructor({ stars, comment }: Rating, sessionId: string) {
    super(BbRatingEvent.type, OPTIONS);
    this.stars = stars;
    this.comment = comment;
    this.sessionId = sessionId;
  }
}

declare global {
  interface HTMLElementEventMap {
    "bb-state-change": BbStateChangeEvent;
    "bb-turn": BbTurnEvent;
    "bb-interrupt": BbInterruptEvent;
    "bb-tool": BbToolEvent;
    "bb-latency": BbLatencyEvent;
    "bb-error": BbErrorEvent;
    "bb-before-start": BbBeforeStartEvent;
    "bb-before-end": BbBeforeEndEvent;
    "bb-rating": BbRatingEvent;
  }
}
