import type { ServerMessage } from "@bean-brew/widget/protocol";
import { cancelCalls, dropCalls, requestCalls } from "./calls.js";
import { DRAINING, WRAP_UP } from "./clock.js";
import { end, stirred, tell, tellLap } from "./ends.js";
import { agentHasSaidFarewell, agentSaysFarewell, hearOut } from "./farewell.js";
import { caughtUp, sendTyped, toldBack } from "./from-browser.js";
import { heardOf, said, sentWhole } from "./heard.js";
import { refused, sayAgain, sayAnew, unsaidNoMore } from "./injections.js";
import { agentBegan, agentFinished, reported, userFinished } from "./latency.js";
import { noLoop } from "./loops.js";
import { agentDone, agentSounds, agentText, resumed, userBegins, userText } from "./turns.js";
import { askAgain, askedAgain, isAskedAgain } from "./unanswered.js";
import { tellNews } from "./unsettled.js";
import type { Unanswered } from "./context.js";
import type { AgentEvent, Effect, Gone, Ms, Open, Played, Step, Talk, Terms, Turns } from "./types.js";

/** How long a new connection may take after the agent was lost, in ms; and how often that is tried, in ms. */
const RECONNECT_MS = 5_000;
const RECONNECT_EVERY_MS = 60_000;

type Said = Extract<AgentEvent, { type: "ConversationText" }>;

const audible = (talk: Talk): Turns => ({ ...talk.turns, audio: resumed(talk.turns) });

export const onAgent = (terms: Terms, state: Open, message: AgentEvent, now: Ms): Step => {
  // Nobody is connected: what comes late is of an agent that was given up.
  if (state.is === "parted" && !state.agent) return [state, []];
  switch (message.type) {
    case "Welcome":
      return state.is === "opening" && !state.asked
        ? [{ ...state, asked: true }, [{ do: "send", message: terms.settings }]]
        : [state, []];
    case "SettingsApplied":
      return state.is === "opening" ? goLive(terms, state, message.unanswered, now) : [state, []];
    case "ConversationText":
      return message.role === "user" ? userSaid(state, message.content, now) : agentSaid(state, message, now);
    case "UserStartedSpeaking":
      return tell(hearOut(stirred(state, now), now), now, userBegins(state.talk.turns, true));
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
      return userIsDone(state, [{ type: "agent_thinking" }], now);
    case "EndOfTurn":
      return userIsDone(state, [], now);
    case "AgentStartedSpeaking":
      return tell(state, now, [audible(state.talk), []]);
    case "InjectionRefused":
      return [{ ...state, talk: refused(state.talk) }, []];
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
      return state.is === "ending" ? end(terms, state, now, state.reason) : agentFailed(terms, state, now);
    case "gone":
      return agentLost(terms, state, message, now);
  }
};

/** The user's turn is over, and the agent's is coming. */
const userIsDone = (state: Open, messages: readonly ServerMessage[], now: Ms): Step => {
  const [next, told] = tell(state, now, [audible(state.talk), messages]);
  const [heard, again] = sayAgain(next);
  return [heard, [...told, ...again]];
};

/** Words of the user's end a farewell, unless it is the relay that has to stop: there is something more to talk about. */
const userSaid = (state: Open, content: string, now: Ms): Step => {
  if (isAskedAgain(state.talk, content)) return [{ ...state, talk: askedAgain(state.talk) }, []];
  const [next, told] = tell(stirred(state, now), now, userText(state.talk.turns, content, now));
  const [timed, laps] = tellLap(next, userFinished(next.talk.stopwatch, now));
  const talk: Talk = {
    ...timed.talk,
    userTurn: timed.talk.turns.user?.turn ?? timed.talk.userTurn,
    typed: toldBack(state.talk, content),
    filled: false,
    loop: noLoop,
  };
  const isBack = timed.is === "ending" && timed.reason === "end_call";
  return [isBack ? { is: "live", talk: unsaidNoMore(talk) } : { ...timed, talk }, [...laps, ...told]];
};

const agentSaid = (state: Open, { content, sentMs }: Said, now: Ms): Step => {
  const [next, told] = tell(agentSaysFarewell(state, now, content), now, agentText(state.talk.turns, content, now));
  const { turns, utterances } = next.talk;
  const at = turns.audio === "flowing" ? sentMs : 0;
  const [spoken, again] = sayAgain(next, content);
  const talk = askedAgain(spoken.talk);
  return [
    { ...spoken, talk: { ...talk, utterances: said(utterances, turns.agent ?? turns.last, content, at) } },
    [...told, ...again],
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

/** The agent is ready: it is told what it does not know, and asked what nobody has answered, in the order in which that came. */
const goLive = (
  terms: Terms,
  state: Extract<Open, { is: "opening" }>,
  unanswered: Unanswered | undefined,
  now: Ms,
): Step => {
  const live: Open = { is: "live", talk: { ...state.talk, activeAt: now, drains: false } };
  const [informed, news] = tellNews(live);
  const [heard, unsaid] = sayAnew(informed);
  const [asked, again] = unanswered ? askAgain(heard, unanswered) : [heard, []];
  const [next, typed] = sendTyped(asked, now);
  const draining = state.talk.drains ? [DRAINING] : [];
  const wrapUp = live.talk.wrappingUp ? [WRAP_UP] : [];
  return [next, [...welcomed(terms, state), ...draining, ...wrapUp, ...news, ...unsaid, ...again, ...typed]];
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

/** There is no going on: nobody was there yet, or not any more. */
const agentFailed = (terms: Terms, state: Open, now: Ms): Step => {
  const reason = state.is === "opening" && state.why !== "agent_lost" ? "agent_unavailable" : "agent_error";
  return end(terms, state, now, reason, reason);
};

/** A conversation that runs gets one new connection, at most once a minute: at once, or when the browser is back. */
const agentLost = (terms: Terms, state: Open, gone: Gone, now: Ms): Step => {
  // The farewell was said, or as good as: losing the agent now is no fault that the caller should hear of.
  if (state.is === "ending" && gone.refused === undefined) return end(terms, state, now, state.reason);
  const { reconnectedAt } = state.talk;
  const isTooSoon = reconnectedAt !== undefined && now - reconnectedAt < RECONNECT_EVERY_MS;
  if (isTooSoon || (state.is !== "live" && state.is !== "parted")) return agentFailed(terms, state, now);
  const [talk, dropped] = withoutAgent(terms, state.talk, now);
  const heard = state.is === "live" ? heardOfLast(state.talk, gone) : [];
  const lost: readonly Effect[] = [...heard, ...dropped, { do: "note", note: { note: "agent_lost" } }];
  if (state.is === "parted") return [{ ...state, talk, agent: false }, lost];
  return [
    { is: "opening", why: "agent_lost", by: now + RECONNECT_MS, asked: false, talk: { ...talk, reconnectedAt: now } },
    [...lost, { do: "lanes", up: "hold", down: "flow" }, { do: "connect" }],
  ];
};

/** What is left when the agent is gone: nobody waits for its calls, what it said is cut, and the next is told the news by the context. */
const withoutAgent = (terms: Terms, before: Talk, now: Ms): readonly [Talk, readonly Effect[]] => {
  const [talk, dropped] = dropCalls(terms, before, now);
  const [{ last, user }, silent] = agentDone(talk.turns);
  const turns: Turns = { last, audio: "awaited", ...(user && !user.hasText && { user }) };
  return [{ ...talk, news: [], turns }, [...silent.map((message): Effect => ({ do: "tell", message })), ...dropped]];
};

/** Of a turn in which the agent is lost, what was sent of it is all that is heard: nothing, if only its words were here. */
const heardOfLast = ({ turns, utterances }: Talk, { sentMs }: Gone): readonly Effect[] => {
  const { agent: turn, audio } = turns;
  if (turn === undefined || sentMs === undefined) return [];
  const playedMs = audio === "flowing" ? sentMs : 0;
  const heard = heardOf(utterances, turn, playedMs);
  return [{ do: "note", note: { note: "interrupted", turn, playedMs, ...(heard !== undefined && { heard }) } }];
};
