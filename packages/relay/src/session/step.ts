import { settleCall } from "./calls.js";
import { onRelay } from "./clock.js";
import { agentEndsCall } from "./farewell.js";
import { onAgent } from "./from-agent.js";
import { onBrowser } from "./from-browser.js";
import type { Recollection } from "./journal.js";
import { noTurns } from "./turns.js";
import type { Event, Ms, Open, State, Step, Terms } from "./types.js";

/** The state in which a session begins, or is taken up from what another relay wrote down of it. */
export const begin = (terms: Terms, now: Ms, past?: Recollection): State => ({
  is: "opening",
  why: past ? "resume" : "start",
  by: now + terms.openMs,
  asked: false,
  talk: {
    startedAt: past?.startedAt ?? now,
    activeAt: now,
    turns: { ...noTurns, last: past?.turn ?? 0 },
    running: {},
    seen: [],
    identity: past?.identity ?? terms.identity,
    misses: past?.misses ?? 0,
    hasSpoken: false,
    filled: false,
    typed: [],
    prompted: false,
    wrappingUp: false,
  },
});

/**
 * What a session does about an event: the next state and the effects, in order. Pure: the shell performs the
 * effects, and tells back what comes of them.
 */
export const step = (terms: Terms, state: State, event: Event, now: Ms): Step => {
  if (state.is === "closed") return [state, []];
  switch (event.from) {
    case "browser":
      return onBrowser(terms, state, event.message, now);
    case "agent":
      return onAgent(terms, state, event.message, now);
    case "tool":
      return onTool(state, event, now);
    case "relay":
      return onRelay(terms, state, event.message, now);
  }
};

const onTool = (state: Open, event: Extract<Event, { from: "tool" }>, now: Ms): Step => {
  const [talk, effects, follow] = settleCall(state.talk, event.id, event.outcome, now);
  const settled: Open = { ...state, talk };
  // Only a conversation that runs is ended by a farewell: nobody would hear it in another.
  return [follow && settled.is === "live" ? agentEndsCall(settled, follow, now) : settled, effects];
};
