import { errorOf } from "../errors.js";
import { settleCall } from "./calls.js";
import { end, stirred, tell } from "./ends.js";
import { heardOf } from "./heard.js";
import { userBegins } from "./turns.js";
import type { BrowserEvent, Effect, Left, Ms, Open, Step, Terms } from "./types.js";

/** Typed turns that are kept while the agent is not ready. */
const MAX_TYPED = 8;

export const onBrowser = (terms: Terms, state: Open, message: BrowserEvent, now: Ms): Step => {
  switch (message.type) {
    case "start_voice_agent":
      return [state, [{ do: "tell", message: errorOf("already_started") }]];
    case "stop_voice_agent":
      return end(state, "client_stop");
    case "left":
      return left(terms, state, message, now);
    case "attached":
      return attached(terms, state, now);
    case "user_message":
      return state.is === "opening" ? keepTyped(state, message.text) : userTyped(state, message.text, now);
    case "client_tool_result": {
      const { id, ok, content } = message;
      if (state.talk.running[id]?.by === undefined) {
        return [state, [{ do: "tell", message: errorOf("bad_message", "No such tool was asked for.") }]];
      }
      const result = ok ? { result: content } : { error: content, code: "internal" };
      const [talk, effects] = settleCall(terms, state.talk, id, { ok, result }, now);
      return [{ ...state, talk }, effects];
    }
    case "interrupted": {
      const { turn, playedMs } = message;
      const heard = heardOf(state.talk.utterances, turn, playedMs);
      const note = { note: "interrupted", turn, playedMs, ...(heard !== undefined && { heard }) } as const;
      return [stirred(state, now), [{ do: "note", note }]];
    }
  }
};

const keepTyped = (state: Open, text: string): Step =>
  state.talk.typed.length < MAX_TYPED
    ? [{ ...state, talk: { ...state.talk, typed: [...state.talk.typed, text] } }, []]
    : [state, [{ do: "tell", message: errorOf("rate_limited") }]];

const userTyped = (state: Open, text: string, now: Ms): Step => {
  const [next, told] = tell(stirred(state, now), now, userBegins(state.talk.turns, false));
  return [next, [...told, { do: "send", message: { type: "InjectUserMessage", content: text } }]];
};

/** Sends the typed turns that came before the agent was ready. */
export const sendTyped = (state: Open, now: Ms): readonly [Open, readonly Effect[]] =>
  state.talk.typed.reduce<readonly [Open, readonly Effect[]]>(
    ([next, effects], text) => {
      const [after, more] = userTyped(next, text, now);
      return after.is === "closed" ? [next, effects] : [after, [...effects, ...more]];
    },
    [{ ...state, talk: { ...state.talk, typed: [] } }, []],
  );

/** A browser that may come back is waited for; only a conversation that runs is worth that. */
const left = (terms: Terms, state: Open, message: Left, now: Ms): Step => {
  if (!message.waits || state.is !== "live" || terms.resumeMs === 0) return end(state, "connection_closed");
  return [
    { is: "parted", talk: state.talk, until: now + terms.resumeMs },
    [
      { do: "lanes", up: "drop", down: "drop" },
      { do: "note", note: { note: "parted" } },
    ],
  ];
};

/** The browser is told what it has missed, and the conversation goes on. Audio of the time away is lost. */
const attached = (terms: Terms, state: Open, now: Ms): Step => {
  if (state.is === "opening") return [state, state.why === "agent_lost" ? caughtUp(terms) : []];
  const back: Open = state.is === "parted" ? { is: "live", talk: state.talk } : state;
  return [stirred(back, now), [...caughtUp(terms), { do: "lanes", up: "flow", down: "flow" }]];
};

/** What a browser is told that takes up a session. */
export const caughtUp = (terms: Terms): readonly Effect[] => [
  { do: "note", note: { note: "resumed" } },
  { do: "tell", message: { ...terms.started, resumed: true } },
  { do: "replay" },
];
