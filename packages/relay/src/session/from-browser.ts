import type { ClientToolResult, ErrorMessage } from "@bean-brew/widget/protocol";
import { errorOf } from "../errors.js";
import { settleCall } from "./calls.js";
import { end, endFlood, stirred, tell } from "./ends.js";
import { farewellWasCut, hearOut } from "./farewell.js";
import { heardOf } from "./heard.js";
import { userBegins } from "./turns.js";
import type { BrowserEvent, Effect, Left, Ms, Open, Step, Talk, Terms } from "./types.js";

/** Typed turns that are kept until the agent has told them back; while it is not ready, more are refused. */
const MAX_TYPED = 8;
/** Messages that cannot be read or taken, and interruptions, that a session puts up with. */
export const MAX_ASIDES = 2_000;

export const onBrowser = (terms: Terms, state: Open, message: BrowserEvent, now: Ms): Step => {
  switch (message.type) {
    case "start_voice_agent":
      return refuse(terms, state, errorOf("already_started"), now);
    case "astray":
      return refuse(terms, state, message.error, now);
    case "stop_voice_agent":
      return end(terms, state, now, "client_stop");
    case "left":
      return left(terms, state, message, now);
    case "attached":
      return attached(terms, state, now);
    case "user_message":
      return state.is === "opening" ? keepTyped(terms, state, message.text, now) : userTyped(state, message.text, now);
    case "client_tool_result":
      return pageAnswered(terms, state, message, now);
    case "interrupted": {
      const { turn, playedMs } = message;
      const heard = heardOf(state.talk.utterances, turn, playedMs);
      const note = { note: "interrupted", turn, playedMs, ...(heard !== undefined && { heard }) } as const;
      return aside(terms, farewellWasCut(stirred(state, now), now), { do: "note", note }, now);
    }
  }
};

/** What is only answered or written down: a call that runs has room for much of it, but not for any amount. */
const aside = (terms: Terms, state: Open, effect: Effect, now: Ms): Step => {
  const { asides } = state.talk;
  if (asides >= MAX_ASIDES) return endFlood(terms, state, now);
  return [{ ...state, talk: { ...state.talk, asides: asides + 1 } }, [effect]];
};

const refuse = (terms: Terms, state: Open, message: ErrorMessage, now: Ms): Step =>
  aside(terms, state, { do: "tell", message }, now);

const pageAnswered = (terms: Terms, state: Open, { id, ok, content }: ClientToolResult, now: Ms): Step => {
  const { running, seen } = state.talk;
  if (running[id]?.by === undefined) {
    // It was asked for, and then cancelled, or was too late: the page has done nothing wrong.
    if (!running[id] && seen.includes(id)) return [state, []];
    return refuse(terms, state, errorOf("bad_message", "No such tool was asked for."), now);
  }
  const result = ok ? { result: content } : { error: content, code: "internal" };
  const [talk, effects] = settleCall(terms, state.talk, id, { ok, result }, now);
  return [{ ...state, talk }, effects];
};

const keepTyped = (terms: Terms, state: Open, text: string, now: Ms): Step =>
  state.talk.typed.length < MAX_TYPED
    ? [{ ...state, talk: { ...state.talk, typed: [...state.talk.typed, text] } }, []]
    : refuse(terms, state, errorOf("rate_limited"), now);

const userTyped = (state: Open, text: string, now: Ms): readonly [Open, readonly Effect[]] => {
  const [next, told] = tell(hearOut(stirred(state, now), now), now, userBegins(state.talk.turns, false));
  const typed = [...next.talk.typed, text].slice(-MAX_TYPED);
  return [
    { ...next, talk: { ...next.talk, typed } },
    [...told, { do: "send", message: { type: "InjectUserMessage", content: text } }],
  ];
};

/** Sends the typed turns that no agent has told back. */
export const sendTyped = (state: Open, now: Ms): readonly [Open, readonly Effect[]] =>
  state.talk.typed.reduce<readonly [Open, readonly Effect[]]>(
    ([next, effects], text) => {
      const [after, more] = userTyped(next, text, now);
      return [after, [...effects, ...more]];
    },
    [{ ...state, talk: { ...state.talk, typed: [] } }, []],
  );

/** What is still to be told back once the agent has told words of the user's. It may have changed those of a typed turn. */
export const toldBack = ({ typed, turns: { user } }: Talk, words: string): readonly string[] => {
  const index = typed.indexOf(words);
  if (index >= 0) return typed.slice(index + 1);
  return user && !user.spoken && !user.hasText ? typed.slice(1) : typed;
};

/**
 * A browser that may come back is waited for, once there is a conversation. An agent that is not ready is not: there
 * will be another when the browser is back.
 */
const left = (terms: Terms, state: Open, message: Left, now: Ms): Step => {
  const isWorthIt = state.is === "live" || (state.is === "opening" && state.why !== "start");
  if (!message.waits || !isWorthIt || terms.resumeMs === 0) return end(terms, state, now, "connection_closed");
  const agent = state.is === "live";
  return [
    { is: "parted", talk: state.talk, until: now + terms.resumeMs, agent },
    [
      { do: "lanes", up: "drop", down: "drop" },
      ...(agent ? [] : [{ do: "hang_up" } as const]),
      { do: "note", note: { note: "parted" } },
    ],
  ];
};

/** The browser is told what it has missed, and the conversation goes on. Audio of the time away is lost. */
const attached = (terms: Terms, state: Open, now: Ms): Step => {
  if (state.is === "opening") return [state, state.why === "agent_lost" ? caughtUp(terms) : []];
  if (state.is === "parted" && !state.agent) return connectAgain(terms, stirred(state, now), now);
  const back: Open = state.is === "parted" ? { is: "live", talk: state.talk } : state;
  return [stirred(back, now), [...caughtUp(terms), { do: "lanes", up: "flow", down: "flow" }]];
};

/** The agent was lost while nobody was there. The browser is told what it has missed once there is one again. */
const connectAgain = (terms: Terms, { talk }: Open, now: Ms): Step => [
  { is: "opening", why: "resume", by: now + terms.openMs, asked: false, talk: { ...talk, reconnectedAt: now } },
  [{ do: "lanes", up: "hold", down: "flow" }, { do: "connect" }],
];

/** What a browser is told that takes up a session. */
export const caughtUp = (terms: Terms): readonly Effect[] => [
  { do: "note", note: { note: "resumed" } },
  { do: "tell", message: { ...terms.started, resumed: true } },
  { do: "replay" },
];
