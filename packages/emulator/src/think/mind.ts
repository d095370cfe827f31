import type { FunctionDefinition } from "../protocol/messages.js";

/** What the agent is told to be and may call, at the time of thinking. */
export interface Instructions {
  prompt: string;
  functions: readonly FunctionDefinition[];
  /** Calls are signed, and the signatures sent back. */
  signed?: boolean;
}

/** A function that is to be called. */
export interface WantedCall {
  name: string;
  /** A JSON object, as text. */
  arguments: string;
}

/** What comes of thinking: words, then calls; and the mind that takes what comes next. */
export interface Thought {
  mind: Mind;
  say: string;
  calls: readonly WantedCall[];
}

/**
 * What thinks. A mind is a value: what follows from a turn is in the mind that comes back, so that thoughts about a turn
 * that was not over are forgotten by keeping the old one.
 */
export interface Mind {
  /** What the agent says of itself after its greeting. */
  introduction?: string;
  /**
   * Takes a turn of the user's.
   *
   * @throws ThinkError when no thought comes
   */
  hear(text: string, instructions: Instructions, signal: AbortSignal): Promise<Thought>;
  /**
   * Takes the results of all the calls of the thought before, in their order.
   *
   * @throws ThinkError when no thought comes
   */
  answer(results: readonly string[], instructions: Instructions, signal: AbortSignal): Promise<Thought>;
}

/** Thinking failed for good; the message is fit for the person who runs the agent. */
export class ThinkError extends Error {}
