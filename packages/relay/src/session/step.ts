import { closeCodeOf, errorOf, SERVICE_RESTART } from "../errors.js";
import { cancelCalls, requestCalls, settleCall } from "./calls.js";
import { agentEndsCall, agentSaysFarewell, agentHasSaidFarewell, farewellTick } from "./farewell.js";
import { agentDone, agentSounds, agentText, noTurns, resumed, userBegins, userText } from "./turns.js";
import type { EndReason, ErrorCode } from "@bean-brew/widget/protocol";
import type { Effect, Event, Gone, Ms, State, Step, Talk, Terms, Turns } from "./types.js";

/** Typed turns that are kept while the agent is not ready. */
const MAX_TYPED = 8;

/** The state in which a session begins, with what is to be done at once. */
export const begin = (terms: Terms, now: Ms): Step => [
  {
    is: "opening",
    by: now + terms.openMs,
    asked: false,
    talk: {
      startedAt: now,
      activeAt: now,
      turns: noTurns,
      running: {},
      seen: [],
      misses: 0,
      hasSpoken: false,
      filled: false,
      typed: [],
    },
  },
  [],
];

/**
 * What a session does about an event: the next state and the effects, in order. Pure: the shell performs the
 * effects, and tells back what comes of them.
 */
export const step = (terms: Terms, state: State, event: Event, now: Ms): Step => {
  if (state.is === "closed") return [state, []];
  switch (event.from) {
    case "browser":
      return onBrowser(state, event.message, now);
    case "agent":
      return onAgent(terms, state, event.message, now);
    case "tool": {
      const [talk, effects, follow] = settleCall(state.talk, event.id, event.outcome, now);
      const settled: State = { ...state, talk };
      if (follow === undefined || settled.is === "opening") return [settled, effects];
      return [agentEndsCall(settled, follow, now), effects];
    }
    case "relay":
      return onRelay(terms, state, event.message, now);
  }
};

type Open = Exclude<State, { is: "closed" }>;

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

const tell = (state: Open, now: Ms, [turns, messages]: readonly [Turns, readonly Told[]]): Step => [
  { ...state, talk: { ...state.talk, turns, activeAt: now } },
  messages.map((message) => ({ do: "tell", message })),
];
type Told = Extract<Effect, { do: "tell" }>["message"];

const onBrowser = (state: Open, message: Extract<Event, { from: "browser" }>["message"], now: Ms): Step => {
  switch (message.type) {
    case "start_voice_agent":
      return [state, [{ do: "tell", message: errorOf("already_started") }]];
    case "stop_voice_agent":
      return end(state, "client_stop");
    case "gone":
      return end(state, "connection_closed");
    case "user_message":
      return state.is === "opening" ? keepTyped(state, message.text) : userTyped(state, message.text, now);
    case "client_tool_result":
      return [state, [{ do: "tell", message: errorOf("bad_message", "No tool of this page was asked for.") }]];
    case "interrupted":
      return [{ ...state, talk: { ...state.talk, activeAt: now } }, []];
  }
};

const keepTyped = (state: Open, text: string): Step =>
  state.talk.typed.length < MAX_TYPED
    ? [{ ...state, talk: { ...state.talk, typed: [...state.talk.typed, text] } }, []]
    : [state, [{ do: "tell", message: errorOf("rate_limited") }]];

const userTyped = (state: Open, text: string, now: Ms): Step => {
  const [next, told] = tell(state, now, userBegins(state.talk.turns, false));
  return [next, [...told, { do: "send", message: { type: "InjectUserMessage", content: text } }]];
};

const onAgent = (terms: Terms, state: Open, message: Extract<Event, { from: "agent" }>["message"], now: Ms): Step => {
  switch (message.type) {
    case "Welcome":
      return state.is === "opening" && !state.asked
        ? [{ ...state, asked: true }, [{ do: "send", message: terms.settings }]]
        : [state, []];
    case "SettingsApplied":
      return state.is === "opening" ? goLive(terms, state, now) : [state, []];
    case "ConversationText":
      return message.role === "user"
        ? userSaid(state, message.content, now)
        : tell(agentSaysFarewell(state, now), now, agentText(state.talk.turns, message.content, now));
    case "UserStartedSpeaking":
      return tell(state, now, userBegins(state.talk.turns, true));
    case "first_audio":
      return tell(agentSaysFarewell(state, now), now, agentSounds(state.talk.turns));
    case "AgentAudioDone":
      return tell(agentHasSaidFarewell(state, message.playsMs, now), now, agentDone(state.talk.turns));
    case "AgentThinking":
      return tell(state, now, [audible(state.talk), [{ type: "agent_thinking" }]]);
    case "EndOfTurn":
    case "AgentStartedSpeaking":
      return tell(state, now, [audible(state.talk), []]);
    case "FunctionCallRequest": {
      const [talk, effects] = requestCalls(terms, state.talk, message.calls, now);
      return [{ ...state, talk: { ...talk, turns: audible(talk) } }, effects];
    }
    case "FunctionCallCancelled": {
      const [talk, effects] = cancelCalls(state.talk, message.ids, now);
      return [{ ...state, talk }, effects];
    }
    case "Warning":
      return [state, []];
    case "Error":
      return state.is === "opening"
        ? end(state, "agent_unavailable", "agent_unavailable")
        : end(state, "agent_error", "agent_error");
    case "gone":
      return agentLost(state, message);
  }
};

const audible = (talk: Talk): Turns => ({ ...talk.turns, audio: resumed(talk.turns) });

/** Words of the user's end a farewell: there is something more to talk about. */
const userSaid = (state: Open, content: string, now: Ms): Step => {
  const [next, told] = tell(state, now, userText(state.talk.turns, content, now));
  if (next.is === "closed") return [next, told];
  const talk: Talk = { ...next.talk, hasSpoken: true, filled: false };
  return [next.is === "ending" ? { is: "live", talk } : { ...next, talk }, told];
};

const goLive = (terms: Terms, state: Open, now: Ms): Step => {
  const live: State = { is: "live", talk: { ...state.talk, activeAt: now, typed: [] } };
  const effects: Effect[] = [
    { do: "tell", message: terms.started },
    ...terms.warnings.map((message): Effect => ({ do: "tell", message })),
    { do: "lanes", up: "flow", down: "flow" },
  ];
  return state.talk.typed.reduce<Step>(
    ([next, done], text) => {
      if (next.is === "closed") return [next, done];
      const [after, more] = userTyped(next, text, now);
      return [after, [...done, ...more]];
    },
    [live, effects],
  );
};

const agentLost = (state: Open, gone: Gone): Step => {
  if (state.is === "opening") return end(state, "agent_unavailable", "agent_unavailable");
  // The farewell was said, or as good as: losing the agent now is no fault that the caller should hear of.
  if (state.is === "ending" && gone.refused === undefined) return end(state, state.reason);
  return end(state, "agent_error", "agent_error");
};

const onRelay = (terms: Terms, state: Open, message: Extract<Event, { from: "relay" }>["message"], now: Ms): Step => {
  switch (message) {
    case "drain":
      return end(state, "draining", "draining", SERVICE_RESTART);
    case "slow_client":
      return end(state, "limit", "slow_client");
    case "fault":
      return end(state, "internal", "internal");
    case "tick":
      return onTick(terms, state, now);
  }
};

const onTick = (terms: Terms, state: Open, now: Ms): Step => {
  if (state.is === "opening") {
    return now < state.by ? [state, []] : end(state, "agent_unavailable", "agent_unavailable");
  }
  if (now - state.talk.startedAt >= terms.maxMs) return end(state, "max_duration");
  if (now - state.talk.activeAt >= terms.idleMs) return end(state, "idle_timeout");
  if (state.is === "live" || now < state.by) return [state, []];
  return farewellTick(state, now) ?? end(state, state.reason);
};
