import type { Outcome } from "@bean-brew/tools";
import type { Logger } from "pino";
import type { AgentConnection, AgentHandlers } from "../agent/connection.js";
import type { SessionPorts } from "../session/session.js";
import type { Meter } from "./costs.js";
import type { Metrics } from "./metrics.js";

type Connect = (handlers: AgentHandlers) => AgentConnection;
type Answer = SessionPorts["answer"];
type Now = () => number;

/**
 * The connection with some of its methods in another's place. Every property is named: what V8 makes of spreading, or of
 * getters, is a dictionary for each object, which costs each frame of audio more than all that the relay does with it.
 */
const passing = (
  { send, sendAudio, unsentBytes, pause, resume, keepAlive, close }: AgentConnection,
  instead: Partial<AgentConnection>,
): AgentConnection => ({
  send,
  sendAudio: instead.sendAudio ?? sendAudio,
  unsentBytes,
  pause,
  resume,
  keepAlive,
  close: instead.close ?? close,
});

/** Lets connections to the agent pass, and counts their audio and how long they took to be welcomed. */
export const meteredConnect =
  (connect: Connect, { audio, connected }: Metrics, now: Now): Connect =>
  (handlers) => {
    const askedAt = now();
    let isWelcome = false;
    const connection = connect({
      message: (message) => {
        if (message.type === "Welcome" && !isWelcome) {
          isWelcome = true;
          connected(now() - askedAt, "ok");
        }
        handlers.message(message);
      },
      audio: (frame) => {
        audio.down += frame.length;
        handlers.audio(frame);
      },
      gone: (refused, parting) => {
        if (!isWelcome) connected(now() - askedAt, "failed");
        handlers.gone(refused, parting);
      },
    });
    return passing(connection, {
      sendAudio: (frame) => {
        audio.up += frame.length;
        connection.sendAudio(frame);
      },
    });
  };

/** Lets connections pass, and has a session's meter run while one is open. */
export const billedConnect =
  (connect: Connect, meter: Pick<Meter, "opened" | "closed">): Connect =>
  (handlers) => {
    const connection = connect({
      message: (message) => {
        if (message.type === "Welcome") meter.opened();
        handlers.message(message);
      },
      audio: handlers.audio,
      gone: (refused, parting) => {
        meter.closed();
        handlers.gone(refused, parting);
      },
    });
    return passing(connection, {
      close: () => {
        connection.close();
        meter.closed();
      },
    });
  };

export interface MeteredAnswerOptions {
  readonly names: readonly string[];
  readonly metrics: Pick<Metrics, "toolRan">;
  readonly now: Now;
  readonly log: Logger;
}

/** What failed, as the model is told it. */
const codeOf = ({ result }: Outcome): unknown =>
  typeof result === "object" && result !== null && "code" in result ? result.code : undefined;

/** Lets calls pass, counts and logs what came of them. A name that the model made up is no name of a metric, nor logged. */
export const meteredAnswer = (answer: Answer, { names, metrics, now, log }: MeteredAnswerOptions): Answer => {
  const known = new Set(names);
  return async (tools, call, caller, signal, late) => {
    const startedAt = now();
    const outcome = await answer(tools, call, caller, signal, late);
    const result = signal.aborted ? "cancelled" : outcome.ok ? "ok" : "failed";
    const tool = known.has(call.name) ? call.name : "unknown";
    const ms = now() - startedAt;
    metrics.toolRan(tool, result, ms);
    const { ok } = outcome;
    log.info({ session: caller.sessionId, tool, ok, ms, ...(!ok && { code: codeOf(outcome) }) }, "a tool ran");
    return outcome;
  };
};
