import type { Follow } from "@bean-brew/tools";
import type { Ms, Open, State, Step } from "./types.js";

type Ending = Extract<State, { is: "ending" }>;

/** How long the model may take to say the farewell before the relay says it, in ms. */
const MODEL_SAYS_MS = 3_000;
/** How long a farewell may take from its first word or sound to its last audio, in ms. */
const SAID_MS = 15_000;
/** The longest that the browser is given to play a farewell, in ms. */
const HEARD_MS = 15_000;
/** Added to the playback's end: the browser's jitter buffer and the way there, in ms. */
const PLAYBACK_GRACE_MS = 300;

/** The model ends the call: its farewell is awaited. */
export const agentEndsCall = (state: Open, follow: Extract<Follow, { do: "end" }>, now: Ms): Ending => ({
  is: "ending",
  talk: state.talk,
  reason: "end_call",
  by: now + MODEL_SAYS_MS,
  farewell: { is: "awaited", text: follow.farewell },
});

/** The agent speaks: if a farewell is awaited, this is it. */
export const agentSaysFarewell = (state: Open, now: Ms): Open =>
  state.is === "ending" && state.farewell.is === "awaited"
    ? { ...state, by: now + SAID_MS, farewell: { is: "said" } }
    : state;

/** The farewell's last audio was sent: the call ends once the browser has played it. */
export const agentHasSaidFarewell = (state: Open, playsMs: Ms, now: Ms): Open =>
  state.is === "ending" && state.farewell.is === "said"
    ? { ...state, by: now + Math.min(playsMs, HEARD_MS) + PLAYBACK_GRACE_MS, farewell: { is: "being_heard" } }
    : state;

/** The time for what was awaited is up: the relay says the farewell itself, or there is nothing left to wait for. */
export const farewellTick = (state: Ending, now: Ms): Step | undefined =>
  state.farewell.is === "awaited"
    ? [
        { ...state, by: now + SAID_MS, farewell: { is: "said" } },
        [{ do: "send", message: { type: "InjectAgentMessage", message: state.farewell.text, behavior: "queue" } }],
      ]
    : undefined;
