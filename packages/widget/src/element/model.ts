import type { CallState, CallView } from "../call/view.js";
import type { Card } from "../protocol/index.js";
import type { Texts } from "../text/texts.js";

export type Variant = "floating" | "inline";

/** What the parts of the panel show. */
export interface Model {
  readonly texts: Texts;
  readonly heading: string;
  readonly variant: Variant;
  readonly state: CallState;
  readonly view: CallView;
}

/** What the parts of the panel ask for. They never act themselves. */
export interface Actions {
  readonly open: () => void;
  readonly close: () => void;
  readonly start: () => void;
  readonly stop: () => void;
  readonly mute: () => void;
  /** Sends a typed turn. False when it cannot be taken now, and should stay where it was typed. */
  readonly send: (text: string) => boolean;
  readonly typeInstead: () => void;
  readonly saveEvent: (id: string, card: Card) => void;
}

/** The call runs or is about to. */
export const inCall = ({ view }: Model): boolean => view.phase === "connecting" || view.phase === "live";

/** What the call is doing, in words. */
export function statusOf({ texts, state, view }: Model): string {
  const activity = view.activities.at(-1);
  if (activity !== undefined) return `${activity.label.replace(/[.…]+$/, "")}…`;
  if (state === "ended") return (view.endReason && texts.ended[view.endReason]) ?? texts.states.ended;
  if (view.reconnecting) return texts.reconnecting;
  if (state === "listening" && !view.voice) return texts.typing;
  if (state === "speaking" && !view.voice) return texts.answering;
  if (state === "listening" && view.muted) return texts.muted;
  return texts.states[state];
}
