import type { CallEvent, CallView } from "../call/view.js";
import { stateOf } from "../call/view.js";
import {
  BbErrorEvent,
  BbInterruptEvent,
  BbLatencyEvent,
  BbStateChangeEvent,
  BbToolEvent,
  BbTurnEvent,
} from "./events.js";

/** What the page is told of an event of the call, given the view before and after it. */
export function eventsFor(event: CallEvent, previous: CallView, view: CallView): Event[] {
  const events: Event[] = [];
  if (event.type === "conversation_update") {
    const changed = view.transcript.findLast((item, index) => item !== previous.transcript[index]);
    const turn = changed ?? view.transcript.at(-1);
    if (turn?.kind === "turn") events.push(new BbTurnEvent(turn));
  } else if (event.type === "turn_cut")
    events.push(new BbInterruptEvent(event.turn, event.playedMs, event.silentAfterMs));
  else if (event.type === "tool_started") events.push(new BbToolEvent(event.id, event.name));
  else if (event.type === "tool_finished") events.push(new BbToolEvent(event.id, event.name, event.ok));
  else if (event.type === "latency") events.push(new BbLatencyEvent(event.turn, { latency: event }));
  else if (event.type === "answered") events.push(new BbLatencyEvent(event.turn, { mouthToEarMs: event.ms }));
  if (view.problem !== undefined && view.problem !== previous.problem) events.push(new BbErrorEvent(view.problem));
  const state = stateOf(view);
  const before = stateOf(previous);
  if (state !== before) events.push(new BbStateChangeEvent(state, before));
  return events;
}
