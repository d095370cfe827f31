import { fillIn, settleOverdue } from "./calls.js";
import { end, endFlood, tellLap } from "./ends.js";
import { farewellTick, hurry, relayEndsCall } from "./farewell.js";
import { inject, insist } from "./injections.js";
import { lap } from "./latency.js";
import type { Effect, Ms, Open, RelayMessage, Step, Talk, Terms } from "./types.js";

/** What the model is told when the longest call is nearly over. */
const WRAP_UP_PROMPT =
  "The longest time for a call is nearly over, and the caller was told so. Answer what is still asked briefly, begin " +
  "nothing new, and end the call with a farewell.";

export const WRAP_UP: Effect = { do: "send", message: { type: "UpdatePrompt", prompt: WRAP_UP_PROMPT } };

/** What the browser is told when the relay will stop. */
export const DRAINING: Effect = {
  do: "tell",
  message: {
    type: "warning",
    code: "draining",
    message: "The service restarts soon: this call goes on for a little while.",
  },
};

export const onRelay = (terms: Terms, state: Open, message: RelayMessage, now: Ms): Step => {
  switch (message) {
    case "draining":
      if (state.is === "live") return [state, [DRAINING]];
      // Who is not in a conversation yet could not take it up elsewhere.
      return state.is === "opening" ? [{ ...state, talk: { ...state.talk, drains: true } }, []] : [state, []];
    case "dismiss":
      if (state.is === "live") return relayEndsCall(terms, state, now);
      if (state.is === "ending") return [hurry(state, now), []];
      return end(terms, state, now, "draining", "draining");
    case "drain":
      return end(terms, state, now, "draining", "draining");
    case "flood":
      return endFlood(terms, state, now);
    case "slow_client":
      return end(terms, state, now, "limit", "slow_client");
    case "taken":
      return end(terms, state, now, "connection_closed");
    case "fault":
      return end(terms, state, now, "internal", "internal");
    case "tick":
      return onTick(terms, state, now);
  }
};

/** Looks at every deadline; the first that is over is acted on, and the others ten times a second. */
const onTick = (terms: Terms, state: Open, now: Ms): Step => {
  if (state.is === "opening") {
    if (now < state.by) return [state, []];
    const code = state.why === "agent_lost" ? "agent_error" : "agent_unavailable";
    return end(terms, state, now, code, code);
  }
  const { talk } = state;
  if (now - talk.startedAt >= terms.maxMs) return end(terms, state, now, "max_duration");
  if (now - talk.activeAt >= terms.idleMs) return end(terms, state, now, "idle_timeout");
  if (state.is === "parted")
    return now < state.until ? onCalls(terms, state, now) : end(terms, state, now, "connection_closed");
  if (state.is === "ending") {
    return now < state.by
      ? onCalls(terms, state, now)
      : (farewellTick(state, now) ?? end(terms, state, now, state.reason));
  }
  return speakUp(terms, state, now) ?? onCalls(terms, state, now);
};

const onCalls = (terms: Terms, state: Exclude<Open, { is: "opening" }>, now: Ms): Step => {
  // So are most ticks: ten a second of each session's.
  if (isAtRest(state.talk)) return [state, []];
  const [prompt, settled] = settleOverdue(terms, state.talk, now);
  // Nobody waits for what a tool does while nobody is there, or after the farewell.
  const [talk, filled] = state.is === "live" ? fillIn(terms, prompt, now) : [prompt, []];
  const [next, told] = tellLap({ ...state, talk }, lap(talk.stopwatch, now));
  return [next, [...settled, ...filled, ...told]];
};

/** No call runs, and nothing is due to be told. */
const isAtRest = ({ running, stopwatch }: Talk): boolean =>
  stopwatch.open?.due === undefined && Object.keys(running).length === 0;

/** What the relay has the agent say when nobody speaks, or when the longest call is nearly over. */
const speakUp = (terms: Terms, state: Open, now: Ms): Step | undefined => {
  const { talk } = state;
  const left = terms.maxMs - (now - talk.startedAt);
  if (!talk.wrappingUp && left <= Math.min(terms.wrapUpMs, terms.maxMs / 2)) {
    const [next, effects] = insist({ ...state, talk: { ...talk, wrappingUp: true } }, terms.phrases.wrapUp);
    return [next, [WRAP_UP, ...effects]];
  }
  if (!talk.prompted && now - talk.activeAt >= terms.idlePromptMs) {
    return [{ ...state, talk: { ...talk, prompted: true } }, [inject(terms.phrases.stillThere)]];
  }
  return undefined;
};
