import type { ErrorMessage, ServerMessage } from "@bean-brew/widget/protocol";
import type { Call, Caller, Outcome } from "@bean-brew/tools";
import type { Logger } from "pino";
import type { AgentConnection, AgentHandlers } from "../agent/connection.js";
import type { AgentMessage } from "../agent/messages.js";
import { playbackOf, upLane } from "./lanes.js";
import { begin, step } from "./step.js";
import { awaitsAudio, noTurns } from "./turns.js";
import type { Effect, Event, State, Terms, Turns } from "./types.js";

/** What the browser has not taken yet; a client that lets it grow further is cut, in bytes. */
const MAX_UNREAD_BYTES = 8 * 1024 * 1024;

/** The browser's side, as a session needs it. */
export interface Browser {
  readonly unreadBytes: number;
  text(json: string): void;
  binary(frame: Buffer): void;
  close(code: number): void;
}

export interface SessionPorts {
  readonly connect: (handlers: AgentHandlers) => AgentConnection;
  /** Never rejects. */
  readonly answer: (call: Call, caller: Caller, signal: AbortSignal) => Promise<Outcome>;
  readonly now: () => number;
  readonly log: Logger;
}

export interface Session {
  handle(event: Extract<Event, { from: "browser" | "relay" }>): void;
  /** An answer to what is no event of the session: a message that could not be read. */
  tell(error: ErrorMessage): void;
  /** A frame of the microphone's. */
  audio(frame: Buffer): void;
  /** Called ten times a second: all deadlines of the session hang on it. */
  tick(): void;
  readonly closed: boolean;
}

/**
 * Performs what `step` decides: owns the connection to the agent and the running calls, and lets audio pass by.
 * Events that come while effects are performed wait their turn.
 */
export const openSession = (
  ports: SessionPorts,
  terms: Terms,
  browser: Browser,
  delivery: "binary" | "base64",
): Session => {
  const { now, log } = ports;
  const { sampleRate } = terms.started.audio.output;
  const session = terms.started.sessionId;
  const playback = playbackOf(sampleRate);
  const running = new Map<string, AbortController>();
  const waiting: Event[] = [];
  let [state] = begin(terms, now());
  let busy = false;
  let seq = 0;
  let down: "flow" | "drop" = "flow";

  const agent = ports.connect({
    message: (message) => dispatch({ from: "agent", message: withPlayback(message) }),
    audio: (frame) => fromAgent(frame),
    gone: (refused) => dispatch({ from: "agent", message: { type: "gone", refused } }),
  });
  const up = upLane(terms.started.audio.input.sampleRate, (frame) => agent.sendAudio(frame));

  const withPlayback = (message: AgentMessage) =>
    message.type === "AgentAudioDone" ? { ...message, playsMs: playback.left(now()) } : message;

  const send = (message: ServerMessage, counted: boolean): void => {
    browser.text(JSON.stringify(counted ? { ...message, seq: ++seq } : message));
    if (browser.unreadBytes > MAX_UNREAD_BYTES) dispatch({ from: "relay", message: "slow_client" });
  };

  const turns = (): Turns => (state.is === "closed" ? noTurns : state.talk.turns);

  const fromAgent = (frame: Buffer): void => {
    if (down === "drop") return;
    if (awaitsAudio(turns())) dispatch({ from: "agent", message: { type: "first_audio" } });
    const { agent: turn, audio } = turns();
    if (audio === "flowing") playback.sent(frame.length, now());
    if (delivery === "binary") browser.binary(frame);
    else if (audio === "flowing" && turn !== undefined) {
      send({ type: "audio_output", audio: frame.toString("base64"), sampleRate, turn }, false);
    }
    if (browser.unreadBytes > MAX_UNREAD_BYTES) dispatch({ from: "relay", message: "slow_client" });
  };

  const run = (call: Call, caller: Omit<Caller, "sessionId">): void => {
    const controller = new AbortController();
    running.set(call.id, controller);
    void ports.answer(call, { ...caller, sessionId: session }, controller.signal).then((outcome) => {
      running.delete(call.id);
      if (outcome.cause !== undefined) log.error({ err: outcome.cause, session, tool: call.name }, "a tool failed");
      dispatch({ from: "tool", id: call.id, outcome });
    });
  };

  const perform = (effect: Effect): void => {
    switch (effect.do) {
      case "tell":
        if (effect.message.type === "user_started_speaking") playback.cut(now());
        return send(effect.message, true);
      case "send":
        return agent.send(effect.message);
      case "run":
        return run(effect.call, effect.caller);
      case "abort":
        return running.get(effect.id)?.abort();
      case "lanes":
        down = effect.down;
        return up.set(effect.up);
      case "close":
        agent.close();
        return browser.close(effect.browser);
    }
  };

  const advance = (event: Event): void => {
    const before = state;
    const [next, effects] = step(terms, state, event, now());
    state = next;
    effects.forEach(perform);
    if (before.is !== next.is) report(before, next);
  };

  const report = (before: State, after: State): void => {
    const reason = after.is === "closed" ? { reason: after.reason } : {};
    log.info({ session, from: before.is, to: after.is, ...reason }, "session");
  };

  const dispatch = (event: Event): void => {
    waiting.push(event);
    if (busy) return;
    busy = true;
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        try {
          advance(next);
        } catch (error) {
          log.error({ err: error, session }, "an event could not be handled");
          advance({ from: "relay", message: "fault" });
        }
      }
    } finally {
      busy = false;
    }
  };

  return {
    handle: dispatch,
    tell: (error) => {
      if (state.is !== "closed") send(error, true);
    },
    audio: (frame) => up.push(frame),
    tick: () => {
      if (state.is !== "opening" && state.is !== "closed") agent.keepAlive(now());
      dispatch({ from: "relay", message: "tick" });
    },
    get closed() {
      return state.is === "closed";
    },
  };
};
