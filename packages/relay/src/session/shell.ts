import type { Call, Caller, Outcome } from "@bean-brew/tools";
import type { ServerMessage } from "@bean-brew/widget/protocol";
import type { AgentConnection } from "../agent/connection.js";
import type { AgentMessage, AgentRequest } from "../agent/messages.js";
import { logPageTool } from "../telemetry/logged.js";
import { backPressure } from "./back-pressure.js";
import { contextOf } from "./context.js";
import { recollect, toldAfter, type Note, type Told } from "./journal.js";
import { playbackOf, upLane } from "./lanes.js";
import { notebookOf } from "./notebook.js";
import { mayRate } from "./rating.js";
import { scribeOf } from "./scribe.js";
import type { Browser, Seat, Session, SessionOptions, SessionPorts } from "./session.js";
import { begin, step } from "./step.js";
import { awaitsAudio, noTurns } from "./turns.js";
import type { AgentEvent, Effect, Event, Ms, State, Turns } from "./types.js";

const FAULT: Event = { from: "relay", message: "fault" };

/**
 * Performs what `step` decides: owns the connection to the agent, the running calls and the browser's seat, writes
 * the journal, and lets audio pass by. Events that come while effects are performed wait their turn.
 */
export const openSession = (
  ports: SessionPorts,
  { terms, delivery, past, unwritten, takenUp }: SessionOptions,
): Session => {
  const { now, log } = ports;
  const { sampleRate } = terms.started.audio.output;
  const session = terms.started.sessionId;
  const playback = playbackOf(sampleRate);
  const running = new Map<string, AbortController>();
  const waiting: Event[] = [];
  const notebook = notebookOf(past);
  let state = begin(terms, now(), takenUp ? recollect(past) : undefined);
  let busy = false;
  let down: "flow" | "drop" = "flow";
  let browser: Browser | undefined;
  /** What the browser has of a session that it takes up: it is told nothing until the rest is replayed. */
  let unseenAfter: number | undefined;
  let agent = connect();
  const up = upLane(
    terms.started.audio.input.sampleRate,
    {
      send: (frame) => agent.sendAudio(frame),
      unsentBytes: () => agent.unsentBytes(),
    },
    () => ports.dropped?.(),
  );
  const pressure = backPressure({ pause: () => agent.pause(), resume: () => agent.resume() });
  const scribe = scribeOf(ports.journal, session, log, () => dispatch({ from: "relay", message: "taken" }));
  unwritten.forEach(scribe.write);
  ports.moved?.(undefined, state.is);

  /** Every connection has its own handlers; one that was replaced is not heard any more. */
  function connect(): AgentConnection {
    const isCurrent = (): boolean => opened === agent;
    const opened = ports.connect({
      message: (message) => isCurrent() && dispatch({ from: "agent", message: eventOf(message) }),
      audio: (frame) => isCurrent() && passDown(frame),
      gone: (refused) =>
        isCurrent() && dispatch({ from: "agent", message: { type: "gone", refused, sentMs: playback.sentMs() } }),
    });
    return opened;
  }

  /** What the agent says, and what only the shell knows about it. */
  const eventOf = (message: AgentMessage): AgentEvent => {
    switch (message.type) {
      case "AgentAudioDone":
      case "ConversationText":
        return { ...message, sentMs: playback.sentMs(), playsMs: playback.left(now()) };
      case "SettingsApplied":
        return { ...message, unanswered: contextOf(notebook.entries).unanswered };
      default:
        return message;
    }
  };

  const record = (what: Note | Told): void => {
    scribe.write(notebook.add(what, now()));
    if (notebook.isFull() && state.is !== "closed") dispatch({ from: "relay", message: "flood" });
  };

  const watch = (): void => {
    if (!pressure.look(browser?.unreadBytes() ?? 0, now())) dispatch({ from: "relay", message: "slow_client" });
  };

  const show = (message: ServerMessage, number?: number): void => {
    if (!browser) return;
    browser.text(JSON.stringify(number === undefined ? message : { ...message, seq: number }));
    watch();
  };

  const tell = (message: ServerMessage): void => {
    if (message.type === "session_started" && message.resumed) return show(message);
    if (message.type === "latency") ports.latency?.(message);
    const seq = notebook.nextSeq();
    record({ seq, message });
    if (unseenAfter === undefined) show(message, seq);
  };

  const turns = (): Turns => (state.is === "closed" ? noTurns : state.talk.turns);

  const passFromAgent = (frame: Buffer): void => {
    if (frame.length === 0) return;
    if (awaitsAudio(turns())) dispatch({ from: "agent", message: { type: "first_audio" } });
    // Who does not know yet where the conversation is cannot tell what a frame belongs to.
    if (down === "drop" || !browser || unseenAfter !== undefined) return;
    const { agent: turn, audio } = turns();
    if (audio === "flowing") playback.sent(frame.length, now());
    if (delivery === "binary") browser.binary(frame);
    else if (audio === "flowing" && turn !== undefined) {
      show({ type: "audio_output", audio: frame.toString("base64"), sampleRate, turn });
    }
    watch();
  };

  const run = (call: Call, caller: Omit<Caller, "sessionId">): void => {
    const controller = new AbortController();
    running.set(call.id, controller);
    const settle = (outcome: Outcome): void => dispatch({ from: "tool", id: call.id, outcome });
    void ports
      .answer(terms.tools, call, { ...caller, sessionId: session }, controller.signal, settle)
      .then((outcome) => {
        running.delete(call.id);
        if (outcome.cause !== undefined) log.error({ err: outcome.cause, session, tool: call.name }, "a tool failed");
        settle(outcome);
      })
      .catch((error: unknown) => {
        log.error({ err: error, session, tool: call.name }, "a call could not be answered");
        dispatch(FAULT);
      });
  };

  /** A connection that takes a conversation up is told what was said, and does not greet again. */
  const withContext = (request: AgentRequest): AgentRequest => {
    if (request.type !== "Settings") return request;
    const { messages, unanswered } = contextOf(notebook.entries);
    if (messages.length === 0 && unanswered === undefined) return request;
    const { greeting, ...rest } = request.agent;
    return { ...request, agent: { ...rest, ...(messages.length > 0 && { context: { messages } }) } };
  };

  const replay = (): void => {
    if (unseenAfter === undefined) return;
    toldAfter(notebook.entries, unseenAfter).forEach((told) => show(told.message, told.seq));
    unseenAfter = undefined;
  };

  const perform = (effect: Effect): void => {
    switch (effect.do) {
      case "tell":
        if (effect.message.type === "user_started_speaking") playback.cut(now());
        if (effect.message.type === "agent_started_speaking") playback.begin(effect.message.turn);
        return tell(effect.message);
      case "note": {
        const { note } = effect;
        if (note.note === "interrupted") playback.interrupted(note.turn, now());
        if (note.note === "answered" && terms.clientTools.has(note.name)) logPageTool(note, session, log);
        return record(note);
      }
      case "replay":
        return replay();
      case "connect":
        agent.close();
        agent = connect();
        return;
      case "hang_up":
        return agent.close();
      case "send":
        return agent.send(withContext(effect.message));
      case "run":
        return run(effect.call, effect.caller);
      case "abort":
        return running.get(effect.id)?.abort();
      case "lanes":
        down = effect.down;
        if (down === "drop") playback.cut(now());
        return up.set(effect.up);
      case "close": {
        const seated = browser;
        [() => agent.close(), replay, () => seated?.close(effect.browser)].forEach((part) => attempt(part, undefined));
        browser = undefined;
      }
    }
  };

  const report = (before: State, after: State): void => {
    const reason = after.is === "closed" ? after.reason : undefined;
    log.info({ session, from: before.is, to: after.is, ...(reason && { reason }) }, "session");
    if (before.is !== "closed") ports.moved?.(before.is, after.is, reason);
  };

  const attempt = <T>(work: (given: T) => void, given: T): boolean => {
    try {
      work(given);
      return true;
    } catch (error) {
      log.error({ err: error, session }, "something could not be handled");
      return false;
    }
  };

  const advance = (event: Event): void => {
    const before = state;
    const [next, effects] = step(terms, state, event, now());
    state = next;
    // What ends a session is done to the last, whatever goes wrong with a part of it.
    if (next.is === "closed") effects.forEach((effect) => attempt(perform, effect));
    else effects.forEach(perform);
    if (before.is !== next.is) report(before, next);
  };

  const dispatch = (event: Event): void => {
    waiting.push(event);
    if (busy) return;
    busy = true;
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (!attempt(advance, next)) attempt(advance, FAULT);
    }
    busy = false;
  };

  /** What is no event ends the session all the same when it cannot be done. */
  const contained =
    <T>(work: (given: T) => void) =>
    (given: T): void => {
      if (!attempt(work, given)) dispatch(FAULT);
    };

  const passDown = contained(passFromAgent);
  const passUp = contained(up.push);
  const lookAround = contained((at: Ms) => {
    if (state.is !== "opening" && state.is !== "closed") agent.keepAlive(at);
    if (state.is !== "closed") watch();
    up.flush();
    scribe.nudge();
  });

  const seatOf = (guest: Browser): Seat => {
    const isSeated = (): boolean => browser === guest;
    return {
      inputRate: terms.started.audio.input.sampleRate,
      handle: (message) => {
        if (isSeated()) dispatch({ from: "browser", message });
      },
      tell: (error) => {
        if (isSeated()) dispatch({ from: "browser", message: { type: "astray", error } });
      },
      audio: (frame) => {
        if (isSeated()) passUp(frame);
      },
      flood: () => {
        if (isSeated()) dispatch({ from: "relay", message: "flood" });
      },
      left: () => {
        if (!isSeated()) return;
        browser = undefined;
        dispatch({ from: "browser", message: { type: "left", waits: guest.resumes } });
      },
    };
  };

  return {
    sit: (guest, after) => {
      const before = browser;
      browser = guest;
      unseenAfter = after;
      // The old socket is half-open, or its page would not come back by another.
      before?.close(1000);
      if (after !== undefined) dispatch({ from: "browser", message: { type: "attached" } });
      return seatOf(guest);
    },
    handle: dispatch,
    note: record,
    rate: (rating) => {
      const isRated = !scribe.isTaken() && mayRate(notebook.entries, now());
      if (isRated) record({ note: "rated", ...rating });
      return isRated;
    },
    tick: () => {
      lookAround(now());
      dispatch({ from: "relay", message: "tick" });
    },
    isClosed: () => state.is === "closed",
    isDone: () => state.is === "closed" && Object.keys(state.writes ?? {}).length === 0 && scribe.isDone(),
    settled: () => scribe.settled(),
  };
};
