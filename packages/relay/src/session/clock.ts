import { POLICY_VIOLATION, SERVICE_RESTART } from "../errors.js";
import { fillIn, settleLate } from "./calls.js";
import { end } from "./ends.js";
import { farewellTick } from "./farewell.js";
import type { Ms, Open, RelayMessage, Step, Terms } from "./types.js";

/** How long before the longest call is over the agent says so, in ms; at most half of the call. */
const WRAP_UP_MS = 60_000;

const SOON_OVER = "The service restarts soon: this call goes on for a little while.";

export const onRelay = (terms: Terms, state: Open, message: RelayMessage, now: Ms): Step => {
  switch (message) {
    case "draining":
      return state.is === "live"
        ? [state, [{ do: "tell", message: { type: "warning", code: "draining", message: SOON_OVER } }]]
        : [state, []];
    case "drain":
      return end(state, "draining", "draining", SERVICE_RESTART);
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
  if (state.is === "parted") return now < state.until ? [state, []] : end(state, "connection_closed");
  if (state.is === "ending") {
    return now < state.by ? [state, []] : (farewellTick(state, now) ?? end(state, state.reason));
  }
  return speakUp(terms, state, now) ?? onCalls(terms, state, now);
};

const onCalls = (terms: Terms, state: Open, now: Ms): Step => {
  const [late, settled] = settleLate(state.talk, now);
  const [talk, filled] = fillIn(terms, late, now);
  return talk === state.talk ? [state, []] : [{ ...state, talk }, [...settled, ...filled]];
};

/** What the relay has the agent say when nobody speaks, or when the longest call is nearly over. */
const speakUp = (terms: Terms, state: Open, now: Ms): Step | undefined => {
  const { talk } = state;
  const left = terms.maxMs - (now - talk.startedAt);
  if (!talk.wrappingUp && left <= Math.min(WRAP_UP_MS, terms.maxMs / 2)) {
    return say({ ...state, talk: { ...talk, wrappingUp: true } }, terms.phrases.wrapUp);
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
