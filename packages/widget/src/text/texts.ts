import type { CallState } from "../call/view.js";
import type { ProblemCode } from "../call/problem.js";
import type { EndReason } from "../protocol/index.js";

interface ProblemText {
  readonly title: string;
  readonly text: string;
}

/** Every word that the element shows or says, in one language. */
export interface Texts {
  /** BCP 47, for the pieces of the element that show these texts. */
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  readonly launcher: (heading: string) => string;
  readonly launcherHint: string;
  readonly greeting: string;
  readonly introduction: string;
  readonly suggestions: readonly string[];
  readonly disclosure: string;
  readonly startTalking: string;
  readonly typeFirst: string;
  readonly typeInCall: string;
  readonly message: string;
  readonly send: string;
  readonly mute: string;
  readonly unmute: string;
  readonly goOn: string;
  readonly holdToTalk: string;
  readonly end: string;
  readonly close: string;
  readonly tryAgain: string;
  readonly typeInstead: string;
  readonly conversation: string;
  readonly addToCalendar: string;
  readonly you: string;
  readonly notHeard: string;
  readonly muted: string;
  readonly typing: string;
  readonly answering: string;
  readonly reconnecting: string;
  readonly open: string;
  readonly options: string;
  readonly copy: string;
  readonly copied: string;
  readonly download: string;
  readonly times: string;
  readonly microphone: string;
  readonly speaker: string;
  readonly automatic: string;
  readonly volume: string;
  readonly size: string;
  readonly rate: string;
  readonly stars: (stars: number) => string;
  readonly comment: string;
  readonly sendRating: string;
  readonly thanks: string;
  readonly ratingFailed: string;
  readonly consentTitle: string;
  readonly consent: string;
  readonly agree: string;
  readonly decline: string;
  readonly states: { readonly [State in CallState]: string };
  readonly ended: { readonly [Reason in EndReason]?: string };
  readonly problems: { readonly [Code in ProblemCode]: ProblemText };
}

/** Words of a page's own: each stands in place of the language's. */
export type TextsOfPage = { readonly [Key in Exclude<keyof Texts, "states" | "problems">]?: Texts[Key] } & {
  readonly states?: Partial<Texts["states"]>;
  readonly problems?: Partial<Texts["problems"]>;
};
