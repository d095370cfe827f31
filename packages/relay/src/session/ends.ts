import type { EndReason, ErrorCode, Latency, ServerMessage } from "@bean-brew/widget/protocol";
import { closeCodeOf, errorOf } from "../errors.js";
import type { Stopwatch } from "./latency.js";
import type { Effect, Ms, Open, Step, Turns } from "./types.js";

/** Ends the session: the error if there is one, the reason, and both sockets closed. */
export const end = (state: Open, reason: EndReason, error?: ErrorCode, close = closeCodeOf(reason)): Step => [
  { is: "closed", reason },
  [
    ...Object.keys(state.talk.running).map((id): Effect => ({ do: "abort", id })),
    { do: "lanes", up: "drop", down: "drop" },
    ...(error ? [{ do: "tell", message: errorOf(error) } as const] : []),
    { do: "tell", message: { type: "voice_agent_stopped", reason } },
    { do: "close", browser: close },
  ],
];

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
