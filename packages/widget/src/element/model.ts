import type { DeviceChoice } from "../audio/devices.js";
import type { CallState, CallView } from "../call/view.js";
import type { Rating } from "../client/index.js";
import type { Card } from "../protocol/index.js";
import type { Texts } from "../text/texts.js";
import type { OptionsView } from "./options-menu.js";
import type { RatingView } from "./rating.js";

/** How the element stands in its page. */
export const VARIANTS = ["floating", "inline", "bar", "button"] as const;
export type Variant = (typeof VARIANTS)[number];

/** Where in the window what floats is: by default at the bottom, a bar in the middle and a launcher where a line ends. */
export type Position = `${"bottom" | "top"}-${"left" | "center" | "right"}`;

/** What the parts of the panel show. */
export interface Model {
  readonly texts: Texts;
  readonly heading: string;
  readonly variant: Variant;
  readonly state: CallState;
  readonly view: CallView;
  /** The visitor is being asked for consent. */
  readonly asking: boolean;
  readonly options: OptionsView;
  /** How loud the agent is, 0 to 1. */
  readonly volume: number;
  /** The microphone is open only while the visitor says so. */
  readonly pushToTalk: boolean;
  /** The devices that were picked. */
  readonly choice: DeviceChoice;
  readonly rating: RatingView;
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
  readonly agree: () => void;
  readonly decline: () => void;
  readonly choose: (part: Partial<OptionsView>) => void;
  readonly pick: (choice: DeviceChoice) => void;
  readonly setVolume: (volume: number) => void;
  /** What happens on the corner of the panel. */
  readonly resize: (event: Event) => void;
  /** What happens on the button that is held to talk. */
  readonly hold: (event: Event) => void;
  readonly copy: () => void;
  readonly download: () => void;
  readonly pickStars: (stars: number) => void;
  readonly rate: (rating: Rating) => void;
}

/** The call runs or is about to. */
export const inCall = ({ view }: Model): boolean => view.phase === "connecting" || view.phase === "live";

/** The call is spoken, or is about to be. */
export const inVoice = (model: Model): boolean => inCall(model) && (model.view.voice || model.view.opening);

/** What the call is doing, in words. */
export function statusOf({ texts, state, view, pushToTalk }: Model): string {
  const activity = view.activities.at(-1);
  if (activity !== undefined) return `${activity.label.replace(/[.…]+$/, "")}…`;
  if (state === "ended") return (view.endReason && texts.ended[view.endReason]) ?? texts.states.ended;
  if (view.reconnecting) return texts.reconnecting;
  if (state === "listening" && !view.voice) return texts.typing;
  if (state === "speaking" && !view.voice) return texts.answering;
  if (state === "listening" && view.muted) return pushToTalk ? texts.holdToTalk : texts.muted;
  return texts.states[state];
}
