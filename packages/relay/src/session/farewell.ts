import type { Follow } from "@bean-brew/tools";
import type { Effect, Ms, Open, State, Step, Terms } from "./types.js";

type Ending = Extract<State, { is: "ending" }>;

/** How long a farewell may take from its first word or sound to its last audio, in ms. */
const SAID_MS = 15_000;
/** The longest that the browser is given to play a farewell, in ms. */
const HEARD_MS = 15_000;
/** Added to the playback's end: the browser's jitter buffer and the way there, in ms. */
const PLAYBACK_GRACE_MS = 300;
/** How long the goodbye of a relay that stops may take in all, in ms. */
export const GOODBYE_MS = 15_000;

const inject = (message: string): Effect => ({
  do: "send",
  message: { type: "InjectAgentMessage", message, behavior: "queue" },
});

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
  return [
    { is: "ending", talk: state.talk, reason: "draining", by: latest, latest, farewell: { is: "queued", text } },
    [inject(text)],
  ];
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

/** The time for what was awaited is up: the relay says the farewell itself, or there is nothing left to wait for. */
export const farewellTick = (state: Ending, now: Ms): Step | undefined =>
  state.farewell.is === "awaited" && now < state.latest
    ? [{ ...state, ...until(state, now + SAID_MS), farewell: { is: "said" } }, [inject(state.farewell.text)]]
    : undefined;
