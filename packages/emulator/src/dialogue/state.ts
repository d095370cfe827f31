import type { FunctionDefinition } from "../protocol/messages.js";
import type { Fact, Facts } from "./facts.js";
import type { LocalTime } from "./local-time.js";
import type { Goal } from "./requests.js";

/** A function that the agent wants called. */
export interface Call {
  name: string;
  arguments: Record<string, string>;
}

/** A call that was answered; `content` is what the client sent back, as text. */
export interface Answer extends Call {
  content: string;
}

/** What was asked last: a fact, which of the slots, whether there is anything else. */
export type Question = Fact | "slot" | "more";

/** All that the agent knows of a conversation. */
export interface State {
  functions: readonly FunctionDefinition[];
  prompt: string;
  facts: Facts;
  /** Who was identified, by the functions' word. */
  caller?: { id: string; name: string };
  goals: Goal[];
  asked?: Question;
  /** Free times that the caller may choose from. */
  slots: LocalTime[];
  /** What was already looked up without success, so that it is not tried again. */
  missed: string[];
  lastSaid: string;
  /** How many look-ups were made, to say a filler before some of them. */
  lookups: number;
  /** The agent has said that it works offline. */
  introduced: boolean;
  ended: boolean;
}

/** What the agent does next: it speaks, or calls, or both in this order. */
export interface Move {
  state: State;
  say: string;
  calls: Call[];
}

/** The most requests that wait for their turn; further ones are not taken up. */
export const MAX_GOALS = 5;

export function offers(state: State, name: string): boolean {
  return state.functions.some((one) => one.name === name && !one.endpoint);
}
