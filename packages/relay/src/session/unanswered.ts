import type { Unanswered } from "./context.js";
import { noLoop } from "./loops.js";
import type { Effect, Open, Talk } from "./types.js";

/** What the model is told when it did something for words that it hears once more. */
const ALREADY_CALLED =
  "The connection was lost before the caller's last words were answered, so they come once more. The functions that " +
  "the conversation shows after them were called for these very words: answer from their results, and do nothing twice.";

/**
 * Has an agent that is connected anew answer what the last one had heard and not answered: to the browser this is no
 * new turn, as it was told these words.
 */
export const askAgain = (state: Open, { words, called }: Unanswered): readonly [Open, readonly Effect[]] => [
  { ...state, talk: { ...state.talk, again: words, loop: noLoop, filled: false } },
  [
    ...(called ? [{ do: "send", message: { type: "UpdatePrompt", prompt: ALREADY_CALLED } } as const] : []),
    { do: "send", message: { type: "InjectUserMessage", content: words } },
  ],
];

/** Whether the agent tells back what it was asked once more. It may have changed the words, but not those that were typed or spoken since. */
export const isAskedAgain = ({ again, typed, turns: { user } }: Talk, words: string): boolean =>
  again !== undefined && (words === again || (!typed.includes(words) && !(user?.spoken && !user.hasText)));

/** The agent has told it back, or answers. */
export const askedAgain = ({ again: _, ...talk }: Talk): Talk => talk;
