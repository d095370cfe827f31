import { cancelCalls, dropCalls, requestCalls } from "./calls.js";
import { end, stirred, tell } from "./ends.js";
import { agentHasSaidFarewell, agentSaysFarewell } from "./farewell.js";
import { caughtUp, sendTyped } from "./from-browser.js";
import { agentDone, agentSounds, agentText, resumed, userBegins, userText } from "./turns.js";
import type { AgentEvent, Effect, Gone, Ms, Open, Step, Talk, Terms, Turns } from "./types.js";

/** How long a new connection may take after the agent was lost, in ms; and how often that is tried, in ms. */
const RECONNECT_MS = 5_000;
const RECONNECT_EVERY_MS = 60_000;

const audible = (talk: Talk): Turns => ({ ...talk.turns, audio: resumed(talk.turns) });

export const onAgent = (terms: Terms, state: Open, message: AgentEvent, now: Ms): Step => {
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
      return tell(stirred(state, now), now, userBegins(state.talk.turns, true));
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
      return state.is === "opening" && state.why !== "agent_lost"
        ? end(state, "agent_unavailable", "agent_unavailable")
        : end(state, "agent_error", "agent_error");
    case "gone":
      return agentLost(state, message, now);
  }
};

/** Words of the user's end a farewell: there is something more to talk about. */
const userSaid = (state: Open, content: string, now: Ms): Step => {
  const [next, told] = tell(stirred(state, now), now, userText(state.talk.turns, content, now));
  const talk: Talk = { ...next.talk, hasSpoken: true, filled: false };
  return [next.is === "ending" ? { is: "live", talk } : { ...next, talk }, told];
};

const goLive = (terms: Terms, state: Extract<Open, { is: "opening" }>, now: Ms): Step => {
  const live: Open = { is: "live", talk: { ...state.talk, activeAt: now } };
  const [next, sent] = sendTyped(live, now);
  return [next, [...welcomed(terms, state), ...sent]];
};

const welcomed = (terms: Terms, state: Extract<Open, { is: "opening" }>): readonly Effect[] => {
  switch (state.why) {
    case "start":
      return [
        { do: "tell", message: terms.started },
        ...terms.warnings.map((message): Effect => ({ do: "tell", message })),
        { do: "lanes", up: "flow", down: "flow" },
      ];
    case "resume":
      return [...caughtUp(terms), { do: "lanes", up: "flow", down: "flow" }];
    case "agent_lost": {
      const message = "The connection to the assistant was lost for a moment. It remembers what was said.";
      return [
        { do: "tell", message: { type: "warning", code: "agent_reconnected", message } },
        { do: "lanes", up: "flow", down: "flow" },
      ];
    }
  }
};

/** A conversation that runs gets one new connection, at most once a minute. */
const agentLost = (state: Open, gone: Gone, now: Ms): Step => {
  if (state.is === "opening" && state.why !== "agent_lost") return end(state, "agent_unavailable", "agent_unavailable");
  // The farewell was said, or as good as: losing the agent now is no fault that the caller should hear of.
  if (state.is === "ending" && gone.refused === undefined) return end(state, state.reason);
  const { reconnectedAt } = state.talk;
  if (state.is !== "live" || (reconnectedAt !== undefined && now - reconnectedAt < RECONNECT_EVERY_MS)) {
    return end(state, "agent_error", "agent_error");
  }
  const [talk, dropped] = dropCalls(state.talk, now);
  return [
    {
      is: "opening",
      why: "agent_lost",
      by: now + RECONNECT_MS,
      asked: false,
      talk: { ...talk, reconnectedAt: now, turns: { last: talk.turns.last, audio: "awaited" } },
    },
    [
      ...dropped,
      { do: "note", note: { note: "agent_lost" } },
      { do: "lanes", up: "hold", down: "flow" },
      { do: "connect" },
    ],
  ];
};
