import type { EndReason, ErrorCode, Latency, ServerMessage } from "@bean-brew/widget/protocol";
import { closeCodeOf, errorOf, POLICY_VIOLATION } from "../errors.js";
import { dropCalls } from "./calls.js";
import type { Stopwatch } from "./latency.js";
import type { Effect, Ms, Open, Step, Terms, Turns } from "./types.js";

/**
 * Ends the session: what still runs is dropped, the error told if there is one, then the reason, and both sockets are
 * closed.
 */
export const end = (
  terms: Terms,
  state: Open,
  now: Ms,
  reason: EndReason,
  error?: ErrorCode,
  close = closeCodeOf(reason),
): Step => {
  const [{ unsettled: writes }, dropped] = dropCalls(terms, state.talk, now);
  return [
    { is: "closed", reason, ...(Object.keys(writes).length > 0 && { writes }) },
    [
      ...dropped,
      { do: "lanes", up: "drop", down: "drop" },
      ...(error ? [{ do: "tell", message: errorOf(error) } as const] : []),
      { do: "tell", message: { type: "voice_agent_stopped", reason } },
      { do: "close", browser: close },
    ],
  ];
};

/** The browser sends more than it may. */
export const endFlood = (terms: Terms, state: Open, now: Ms): Step =>
  end(terms, state, now, "limit", "rate_limited", POLICY_VIOLATION);

/** The conversation went on: the turns as they are now, and what the browser is told of it. */
export const tell = (
  state: Open,
  now: Ms,
  [turns, messages]: readonly [Turns, readonly ServerMessage[]],
): readonly [Open, readonly Effect[]] => {
  // What the agent says to somebody who may have left does not count as a sign of life.
  const activeAt = state.talk.prompted ? state.talk.activeAt : now;
  return [{ ...state, talk: { ...state.talk, turns, activeAt } }, messages.map((message) => ({ do: "tell", message }))];
};

/** The user has done something: nobody needs to be asked whether they are there. */
export const stirred = <S extends Open>(state: S, now: Ms): S => ({
  ...state,
  talk: { ...state.talk, activeAt: now, prompted: false },
});

/** The stopwatch has moved on: as it is now, and what the browser is told of the turns. */
export const tellLap = <S extends Open>(
  state: S,
  [stopwatch, laps]: readonly [Stopwatch, readonly Latency[]],
): readonly [S, readonly Effect[]] => [
  { ...state, talk: { ...state.talk, stopwatch } },
  laps.map((message) => ({ do: "tell", message })),
];
