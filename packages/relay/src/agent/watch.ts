import type { Check } from "../http/health.js";
import type { AgentConnection, AgentHandlers } from "./connection.js";

type Connect = (handlers: AgentHandlers) => AgentConnection;

/** Lets connections pass, and knows of the last one whether Deepgram took it. Asking costs a call, so nobody asks. */
export const watchAgent = (connect: Connect): { readonly connect: Connect; readonly check: () => Check } => {
  let last: Check = { status: "ok", detail: "No call has been made yet." };
  return {
    check: () => last,
    connect: (handlers) => {
      let welcome = false;
      return connect({
        audio: handlers.audio,
        message: (message) => {
          if (message.type === "Welcome") {
            welcome = true;
            last = { status: "ok" };
          }
          handlers.message(message);
        },
        gone: (refused, parting) => {
          if (!welcome) {
            const why = refused === undefined ? "could not be reached" : `refused the last call (HTTP ${refused})`;
            last = { status: "degraded", detail: `The voice agent ${why}.` };
          }
          handlers.gone(refused, parting);
        },
      });
    },
  };
};
