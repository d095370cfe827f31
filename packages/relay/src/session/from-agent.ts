import { cancelCalls, dropCalls, requestCalls } from "./calls.js";
import { end, stirred, tell, tellLap } from "./ends.js";
import { agentHasSaidFarewell, agentSaysFarewell } from "./farewell.js";
import { caughtUp, sendTyped } from "./from-browser.js";
import { said, sentWhole } from "./heard.js";
import { agentBegan, agentFinished, reported, userFinished } from "./latency.js";
import { noLoop } from "./loops.js";
import { agentDone, agentSounds, agentText, resumed, userBegins, userText } from "./turns.js";
import { tellNews } from "./unsettled.js";
import type { AgentEvent, Effect, Gone, Ms, Open, Played, Step, Talk, Terms, Turns } from "./types.js";

/** How long a new connection may take after the agent was lost, in ms; and how often that is tried, in ms. */
const RECONNECT_MS = 5_000;
const RECONNECT_EVERY_MS = 60_000;

type Said = Extract<AgentEvent, { type: "ConversationText" }>;

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
      return message.role === "user" ? userSaid(state, message.content, now) : agentSaid(state, message, now);
    case "UserStartedSpeaking":
      return tell(stirred(state, now), now, userBegins(state.talk.turns, true));
    case "first_audio":
      return agentIsHeard(state, now);
    case "AgentAudioDone":
      return agentHasSpoken(state, message, now);
    case "LatencyReport":
      return [
        { ...state, talk: { ...state.talk, stopwatch: reported(state.talk.stopwatch, message.report, now) } },
        [],
      ];
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
      const [talk, effects] = cancelCalls(terms, state.talk, message.ids, now);
      return [{ ...state, talk }, effects];
    }
    case "Warning":
      return [state, []];
    case "Error":
      return state.is === "opening" && state.why !== "agent_lost"
        ? end(state, "agent_unavailable", "agent_unavailable")
        : end(state, "agent_error", "agent_error");
    case "gone":
      return agentLost(terms, state, message, now);
  }
};

/** Words of the user's end a farewell, unless it is the relay that has to stop: there is something more to talk about. */
const userSaid = (state: Open, content: string, now: Ms): Step => {
  const [next, told] = tell(stirred(state, now), now, userText(state.talk.turns, content, now));
  const [timed, laps] = tellLap(next, userFinished(next.talk.stopwatch, now));
  const talk: Talk = {
    ...timed.talk,
    userTurn: timed.talk.turns.user?.turn ?? timed.talk.userTurn,
    filled: false,
    loop: noLoop,
  };
  const isBack = timed.is === "ending" && timed.reason === "end_call";
  return [isBack ? { is: "live", talk } : { ...timed, talk }, [...laps, ...told]];
};

const agentSaid = (state: Open, { content, sentMs }: Said, now: Ms): Step => {
  const [next, told] = tell(agentSaysFarewell(state, now, content), now, agentText(state.talk.turns, content, now));
  const { turns, utterances } = next.talk;
  const at = turns.audio === "flowing" ? sentMs : 0;
  return [
    { ...next, talk: { ...next.talk, utterances: said(utterances, turns.agent ?? turns.last, content, at) } },
    told,
  ];
};

const agentIsHeard = (state: Open, now: Ms): Step => {
  const [next, told] = tell(agentSaysFarewell(state, now), now, agentSounds(state.talk.turns));
  const [timed, laps] = tellLap(next, agentBegan(next.talk.stopwatch, next.talk.turns.last, now));
  return [timed, [...laps, ...told]];
};

/** The turn's last audio was sent. What ends a turn that was cut says nothing of the next. */
const agentHasSpoken = (state: Open, { sentMs, playsMs }: Played, now: Ms): Step => {
  const { talk } = state;
  const isWhole = talk.turns.audio === "flowing";
  const [next, told] = tell(
    isWhole ? agentHasSaidFarewell(state, playsMs, now) : state,
    // Nothing has happened for so long only once that was heard.
    now + playsMs,
    agentDone(talk.turns),
  );
  if (!isWhole) return [next, told];
  const utterances = sentWhole(talk.utterances, talk.turns.agent, sentMs);
  return [{ ...next, talk: { ...next.talk, utterances, stopwatch: agentFinished(talk.stopwatch, now) } }, told];
};

const goLive = (terms: Terms, state: Extract<Open, { is: "opening" }>, now: Ms): Step => {
  const live: Open = { is: "live", talk: { ...state.talk, activeAt: now } };
  const [informed, news] = tellNews(live);
  const [next, sent] = sendTyped(informed, now);
  return [next, [...welcomed(terms, state), ...news, ...sent]];
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
const agentLost = (terms: Terms, state: Open, gone: Gone, now: Ms): Step => {
  if (state.is === "opening" && state.why !== "agent_lost") return end(state, "agent_unavailable", "agent_unavailable");
  // The farewell was said, or as good as: losing the agent now is no fault that the caller should hear of.
  if (state.is === "ending" && gone.refused === undefined) return end(state, state.reason);
  const { reconnectedAt } = state.talk;
  if (state.is !== "live" || (reconnectedAt !== undefined && now - reconnectedAt < RECONNECT_EVERY_MS)) {
    return end(state, "agent_error", "agent_error");
  }
  const [talk, dropped] = dropCalls(terms, state.talk, now);
  return [
    {
      is: "opening",
      why: "agent_lost",
      by: now + RECONNECT_MS,
      asked: false,
      talk: { ...talk, news: [], reconnectedAt: now, turns: { last: talk.turns.last, audio: "awaited" } },
    },
    [
      ...dropped,
      { do: "note", note: { note: "agent_lost" } },
      { do: "lanes", up: "hold", down: "flow" },
      { do: "connect" },
    ],
  ];
};
