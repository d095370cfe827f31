import type { Logger } from "pino";
import type { AgentConnection, AgentHandlers } from "../agent/connection.js";
import type { AgentMessage } from "../agent/messages.js";
import type { Note } from "../session/journal.js";
import { scrub } from "./redact.js";

type Connect = (handlers: AgentHandlers) => AgentConnection;

const inOurWords = (words: string | undefined): string | undefined =>
  words === undefined || words === "" ? undefined : scrub(words);

/**
 * Lets a session's connections to the agent pass, and logs what only the agent knows of them: by which id it finds
 * them, what it warns of, why it refused or left. Its words are scrubbed of what they may quote.
 */
export const loggedConnect =
  (connect: Connect, session: string, log: Logger): Connect =>
  (handlers) => {
    let isWelcome = false;
    const hear = (message: AgentMessage): void => {
      if (message.type === "Welcome") {
        isWelcome = true;
        log.info({ session, requestId: message.requestId }, "the agent answers");
      } else if (message.type === "Warning" || message.type === "Error") {
        const { type, code, description } = message;
        const line = { session, code, description: inOurWords(description) };
        if (type === "Warning") log.warn(line, "the agent warns");
        else log.error(line, "the agent gives up");
      }
    };
    return connect({
      message: (message) => {
        hear(message);
        handlers.message(message);
      },
      audio: handlers.audio,
      gone: (status, parting = {}) => {
        const { error, closeCode, reason, requestId } = parting;
        const line = { session, status, closeCode, reason: inOurWords(reason), requestId, err: error };
        log.warn(line, isWelcome ? "the agent is lost" : "the agent does not answer");
        handlers.gone(status, parting);
      },
    });
  };

/** Logs what came of a call that the page itself was asked to answer, as `meteredAnswer` does for the relay's own tools. */
export const logPageTool = (
  { name, ok, ms, result }: Extract<Note, { note: "answered" }>,
  session: string,
  log: Logger,
): void => {
  const { code } = JSON.parse(result) as { readonly code?: unknown };
  log.info({ session, tool: name, page: true, ok, ms, ...(!ok && { code }) }, "a tool ran");
};
