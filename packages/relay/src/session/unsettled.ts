import type { Call, Outcome } from "@bean-brew/tools";
import { callKey } from "./loops.js";
import { finished, learned, notesOf } from "./outcomes.js";
import type { Effect, Ms, Open, Running, Step, Talk } from "./types.js";

/** How many writes are waited for that the model waits for no more. */
const MAX_UNSETTLED = 16;
/** How many writes the model is told of at once, and how much of each, in characters. */
const MAX_NEWS = 8;
const MAX_NEWS_CHARACTERS = 1_500;

/** A write that the model waits for no more, and that goes on. `isFinished`: the page was told that it is over. */
export const leaveUnsettled = (talk: Talk, running: Running, isFinished: boolean): Talk => ({
  ...talk,
  unsettled: Object.fromEntries(
    [...Object.entries(talk.unsettled), [running.call.id, { ...running, isFinished }] as const].slice(-MAX_UNSETTLED),
  ),
});

/** Whether a write that failed may have been done, or may yet be. */
export const mayBeDone = ({ inDoubt }: Outcome): boolean => inDoubt !== undefined;

/** The same call was answered now: what it did is told, and there is nothing more to hear of it. */
export const settledBy = (talk: Talk, call: Call): Talk => {
  const key = callKey(call);
  const left = Object.entries(talk.unsettled).filter(([, write]) => !write.isFinished || callKey(write.call) !== key);
  return { ...talk, unsettled: Object.fromEntries(left) };
};

/** What becomes known of a write that the model waits for no more: if it was done, the model is told so. */
export const settleUnsettled = (state: Open, id: string, outcome: Outcome, now: Ms): Step => {
  const { [id]: write, ...unsettled } = state.talk.unsettled;
  if (!write) return [state, []];
  const told = write.isFinished ? [] : [finished(write, outcome.ok, now, outcome.card)];
  const talk = learned({ ...state.talk, unsettled }, outcome);
  if (mayBeDone(outcome)) return [{ ...state, talk: leaveUnsettled(talk, write, true) }, told];
  if (!outcome.ok) return [{ ...state, talk }, told];
  const notes = notesOf(write, outcome, now);
  // A connection that is still to have its Settings is told with the rest of the conversation.
  if (state.is === "opening" && !state.asked) return [{ ...state, talk }, [...notes, ...told]];
  const news = [...talk.news, newsOf(write, outcome)].slice(-MAX_NEWS);
  const [next, effects] = tellNews({ ...state, talk: { ...talk, news } });
  return [next, [...notes, ...told, ...effects]];
};

const newsOf = ({ call }: Running, { result }: Outcome): string => {
  const done = `${call.name} with ${call.arguments} was done after all, and returned ${JSON.stringify(result)}`;
  return `${done.slice(0, MAX_NEWS_CHARACTERS)}. Do not call it again for that; let the caller know that it is done.`;
};

/** Tells the model what it does not know yet, if it can be told now. */
export const tellNews = (state: Open): readonly [Open, readonly Effect[]] => {
  const { news } = state.talk;
  if (news.length === 0 || state.is === "opening") return [state, []];
  return [
    { ...state, talk: { ...state.talk, news: [] } },
    [{ do: "send", message: { type: "UpdatePrompt", prompt: news.join("\n") } }],
  ];
};
