import type { Effect, Open, Talk } from "./types.js";

/** Has the agent say something, after what it says now. */
export const inject = (message: string): Effect => ({
  do: "send",
  message: { type: "InjectAgentMessage", message, behavior: "queue" },
});

/** Has the agent say something that must be heard: it is said once more if it is refused because the caller speaks. */
export const insist = <S extends Open>(state: S, text: string): readonly [S, readonly Effect[]] => [
  { ...state, talk: { ...state.talk, unsaid: { text, refused: false } } },
  [inject(text)],
];

/** What the agent was to say was refused, which is no error. */
export const refused = (talk: Talk): Talk =>
  talk.unsaid ? { ...talk, unsaid: { ...talk.unsaid, refused: true } } : talk;

/** Nothing is to be said once more. */
export const unsaidNoMore = ({ unsaid: _, ...talk }: Talk): Talk => talk;

/** Another agent is there: what the last one had not said is said by this one. */
export const sayAnew = <S extends Open>(state: S): readonly [S, readonly Effect[]] =>
  state.talk.unsaid ? insist(state, state.talk.unsaid.text) : [state, []];

/** The caller's turn is over: what was refused while they spoke is said now. `words`: what the agent says itself. */
export const sayAgain = <S extends Open>(state: S, words?: string): readonly [S, readonly Effect[]] => {
  const { unsaid } = state.talk;
  if (!unsaid) return [state, []];
  const isSaid = words !== undefined && unsaid.text.includes(words);
  if (!isSaid && !unsaid.refused) return [state, []];
  return [{ ...state, talk: unsaidNoMore(state.talk) }, isSaid ? [] : [inject(unsaid.text)]];
};
