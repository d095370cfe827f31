import type { Follow } from "@bean-brew/tools";
import { insist } from "./injections.js";
import type { Ms, Open, State, Step, Terms } from "./types.js";

type Ending = Extract<State, { is: "ending" }>;

/** How long a farewell may take from its first word or sound to its last audio, in ms. */
const SAID_MS = 15_000;
/** The longest that the browser is given to play a farewell, in ms. */
const HEARD_MS = 15_000;
/** Added to the playback's end: the browser's jitter buffer and the way there, in ms. */
const PLAYBACK_GRACE_MS = 300;
/** How long the first words of a caller who begins to speak during the farewell may take, in ms. */
const WORDS_MS = 10_000;
/** How long after the farewell's playback was cut the caller may begin to speak, in ms. */
const CUT_GRACE_MS = 1_000;
/** How long the goodbye of a relay that stops may take in all, in ms. */
export const GOODBYE_MS = 15_000;

/** The model ends the call: its farewell is awaited. */
export const agentEndsCall = (terms: Terms, state: Open, follow: Extract<Follow, { do: "end" }>, now: Ms): Ending => ({
  is: "ending",
  talk: state.talk,
  reason: "end_call",
  by: now + terms.farewellMs,
  latest: now + terms.farewellMs + SAID_MS + HEARD_MS,
  farewell: { is: "awaited", text: terms.phrases.farewell ?? follow.farewell },
});

/** The relay has to stop: the agent says goodbye, after what it says now. */
export const relayEndsCall = (terms: Terms, state: Open, now: Ms): Step => {
  const text = terms.phrases.goodbye;
  const latest = now + GOODBYE_MS;
  const farewell = { is: "queued", text } as const;
  return insist({ is: "ending", talk: state.talk, reason: "draining", by: latest, latest, farewell }, text);
};

/** A call that ends anyway has no longer than the relay has. */
export const hurry = (state: Ending, now: Ms): Ending => {
  const latest = Math.min(state.latest, now + GOODBYE_MS);
  return { ...state, by: Math.min(state.by, latest), latest };
};

const until = (state: Ending, by: Ms): Pick<Ending, "by"> => ({ by: Math.min(by, state.latest) });

/**
 * The agent speaks: if a farewell is awaited, this is it. One that the relay asked for may come after other words, so
 * it is known by its own.
 */
export const agentSaysFarewell = (state: Open, now: Ms, words?: string): Open => {
  if (state.is !== "ending") return state;
  const { farewell } = state;
  const isIt =
    farewell.is === "awaited" || (farewell.is === "queued" && words !== undefined && farewell.text.includes(words));
  return isIt ? { ...state, ...until(state, now + SAID_MS), farewell: { is: "said" } } : state;
};

/** The farewell's last audio was sent: the call ends once the browser has played it. */
export const agentHasSaidFarewell = (state: Open, playsMs: Ms, now: Ms): Open =>
  state.is === "ending" && state.farewell.is === "said"
    ? {
        ...state,
        ...until(state, now + Math.min(playsMs, HEARD_MS) + PLAYBACK_GRACE_MS),
        farewell: { is: "being_heard" },
      }
    : state;

/** The caller begins to speak: what they have to say is waited for, unless it is the relay that has to stop. */
export const hearOut = (state: Open, now: Ms): Open =>
  state.is === "ending" && state.reason === "end_call"
    ? { ...state, ...until(state, Math.max(state.by, now + WORDS_MS)) }
    : state;

/** The browser plays the farewell no further. It was cut by the caller, who then speaks, or there is nothing to wait for. */
export const farewellWasCut = (state: Open, now: Ms): Open =>
  state.is === "ending" && state.farewell.is === "being_heard" && !state.talk.turns.user
    ? { ...state, by: Math.min(state.by, now + CUT_GRACE_MS) }
    : state;

/** The time for what was awaited is up: the relay says the farewell itself, or there is nothing left to wait for. */
export const farewellTick = (state: Ending, now: Ms): Step | undefined =>
  state.farewell.is === "awaited" && now < state.latest
    ? insist({ ...state, ...until(state, now + SAID_MS), farewell: { is: "said" } }, state.farewell.text)
    : undefined;
