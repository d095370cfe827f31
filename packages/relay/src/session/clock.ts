import { POLICY_VIOLATION } from "../errors.js";
import { fillIn, settleOverdue } from "./calls.js";
import { end, tellLap } from "./ends.js";
import { farewellTick, hurry, relayEndsCall } from "./farewell.js";
import { lap } from "./latency.js";
import type { Ms, Open, RelayMessage, Step, Terms } from "./types.js";

/** What the model is told when the longest call is nearly over. */
const WRAP_UP =
  "The longest time for a call is nearly over, and the caller was told so. Answer what is still asked briefly, begin " +
  "nothing new, and end the call with a farewell.";

const SOON_OVER = "The service restarts soon: this call goes on for a little while.";

export const onRelay = (terms: Terms, state: Open, message: RelayMessage, now: Ms): Step => {
  switch (message) {
    case "draining":
      return state.is === "live"
        ? [state, [{ do: "tell", message: { type: "warning", code: "draining", message: SOON_OVER } }]]
        : [state, []];
    case "dismiss":
      if (state.is === "live") return relayEndsCall(terms, state, now);
      if (state.is === "ending") return [hurry(state, now), []];
      return end(state, "draining", "draining");
    case "drain":
      return end(state, "draining", "draining");
    case "flood":
      return end(state, "limit", "rate_limited", POLICY_VIOLATION);
    case "slow_client":
      return end(state, "limit", "slow_client");
    case "taken":
      return end(state, "connection_closed");
    case "fault":
      return end(state, "internal", "internal");
    case "tick":
      return onTick(terms, state, now);
  }
};

/** Looks at every deadline; the first that is over is acted on, and the others ten times a second. */
const onTick = (terms: Terms, state: Open, now: Ms): Step => {
  if (state.is === "opening") {
    if (now < state.by) return [state, []];
    const code = state.why === "agent_lost" ? "agent_error" : "agent_unavailable";
    return end(state, code, code);
  }
  const { talk } = state;
  if (now - talk.startedAt >= terms.maxMs) return end(state, "max_duration");
  if (now - talk.activeAt >= terms.idleMs) return end(state, "idle_timeout");
  if (state.is === "parted") return now < state.until ? onCalls(terms, state, now) : end(state, "connection_closed");
  if (state.is === "ending") {
    return now < state.by ? onCalls(terms, state, now) : (farewellTick(state, now) ?? end(state, state.reason));
  }
  return speakUp(terms, state, now) ?? onCalls(terms, state, now);
};

const onCalls = (terms: Terms, state: Exclude<Open, { is: "opening" }>, now: Ms): Step => {
  const [prompt, settled] = settleOverdue(terms, state.talk, now);
  // Nobody waits for what a tool does while nobody is there, or after the farewell.
  const [talk, filled] = state.is === "live" ? fillIn(terms, prompt, now) : [prompt, []];
  const [next, told] = tellLap(talk === state.talk ? state : { ...state, talk }, lap(talk.stopwatch, now));
  const effects = [...settled, ...filled, ...told];
  return effects.length === 0 && talk === state.talk ? [state, []] : [next, effects];
};

/** What the relay has the agent say when nobody speaks, or when the longest call is nearly over. */
const speakUp = (terms: Terms, state: Open, now: Ms): Step | undefined => {
  const { talk } = state;
  const left = terms.maxMs - (now - talk.startedAt);
  if (!talk.wrappingUp && left <= Math.min(terms.wrapUpMs, terms.maxMs / 2)) {
    const [next, effects] = say({ ...state, talk: { ...talk, wrappingUp: true } }, terms.phrases.wrapUp);
    return [next, [{ do: "send", message: { type: "UpdatePrompt", prompt: WRAP_UP } }, ...effects]];
  }
  if (!talk.prompted && now - talk.activeAt >= terms.idlePromptMs) {
    return say({ ...state, talk: { ...talk, prompted: true } }, terms.phrases.stillThere);
  }
  return undefined;
};

const say = (state: Open, message: string): Step => [
  state,
  [{ do: "send", message: { type: "InjectAgentMessage", message, behavior: "queue" } }],
];
