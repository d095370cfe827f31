import { MAX_SEEN, settleCall } from "./calls.js";
import { onRelay } from "./clock.js";
import { agentEndsCall } from "./farewell.js";
import { onAgent } from "./from-agent.js";
import { onBrowser } from "./from-browser.js";
import type { Recollection } from "./journal.js";
import { stopped } from "./latency.js";
import { noLoop } from "./loops.js";
import { notesOf } from "./outcomes.js";
import { noTurns } from "./turns.js";
import type { Closed, Event, Ms, Open, State, Step, Terms } from "./types.js";
import { mayBeDone, settleUnsettled } from "./unsettled.js";

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
    unsettled: {},
    news: [],
    loop: noLoop,
    utterances: [],
    stopwatch: stopped,
    seen: past?.calls.slice(-MAX_SEEN) ?? [],
    identity: past?.identity ?? terms.identity,
    misses: past?.misses ?? 0,
    userTurn: past?.userTurn ?? 0,
    filled: false,
    typed: [],
    prompted: false,
    wrappingUp: false,
    drains: false,
    asides: 0,
  },
});

/**
 * What a session does about an event: the next state and the effects, in order. Pure: the shell performs the
 * effects, and tells back what comes of them.
 */
export const step = (terms: Terms, state: State, event: Event, now: Ms): Step => {
  if (state.is === "closed") return event.from === "tool" ? settleAfterEnd(state, event, now) : [state, []];
  switch (event.from) {
    case "browser":
      return onBrowser(terms, state, event.message, now);
    case "agent":
      return onAgent(terms, state, event.message, now);
    case "tool":
      return onTool(terms, state, event, now);
    case "relay":
      return onRelay(terms, state, event.message, now);
  }
};

type ToolEvent = Extract<Event, { from: "tool" }>;

/** A write that was started goes on after the end: what comes of it is written down, and told to nobody. */
const settleAfterEnd = (state: Closed, { id, outcome }: ToolEvent, now: Ms): Step => {
  const { [id]: write, ...writes } = state.writes ?? {};
  return write && !mayBeDone(outcome) ? [{ ...state, writes }, notesOf(write, outcome, now)] : [state, []];
};

const onTool = (terms: Terms, state: Open, event: ToolEvent, now: Ms): Step => {
  if (!state.talk.running[event.id]) return settleUnsettled(state, event.id, event.outcome, now);
  const [talk, effects, follow] = settleCall(terms, state.talk, event.id, event.outcome, now);
  const settled: Open = { ...state, talk };
  // Only a conversation that runs is ended by a farewell: nobody would hear it in another.
  return [follow && settled.is === "live" ? agentEndsCall(terms, settled, follow, now) : settled, effects];
};
