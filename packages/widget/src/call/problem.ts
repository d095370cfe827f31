import type { MicrophoneProblem } from "../audio/problems.js";
import type { Closed } from "../client/index.js";
import type { ErrorCode } from "../protocol/index.js";

/** What a person is told went wrong. */
export type ProblemCode =
  | MicrophoneProblem
  | "relay_unreachable"
  | "connection_lost"
  | "at_capacity"
  | "agent_unavailable"
  | "agent_failed"
  | "refused";

export interface Problem {
  readonly code: ProblemCode;
  /** The relay's own sentence, where it gave one: English, for the page's author. */
  readonly message?: string;
}

const BY_ERROR: { readonly [Code in ErrorCode]?: ProblemCode } = {
  at_capacity: "at_capacity",
  rate_limited: "at_capacity",
  agent_unavailable: "agent_unavailable",
  draining: "agent_unavailable",
  agent_error: "agent_failed",
  internal: "agent_failed",
  slow_client: "connection_lost",
};

/** What a closed connection means to the person; undefined when the call simply ended. */
export function problemOf({ cause, reason, error }: Closed): Problem | undefined {
  if (cause === "stopped") return undefined;
  if (cause === "unreachable") return { code: "relay_unreachable" };
  if (cause === "lost") return { code: "connection_lost" };
  switch (reason) {
    case "client_stop":
    case "end_call":
    case "idle_timeout":
    case "max_duration":
    case "draining":
      return undefined;
    case "connection_closed":
      return { code: "connection_lost" };
    case "agent_unavailable":
      return { code: "agent_unavailable" };
    case "agent_error":
    case "internal":
      return { code: "agent_failed" };
    default:
      // A call that a limit ended had begun; one without a reason was refused.
      return {
        code: (error && BY_ERROR[error.code]) ?? (reason ? "agent_failed" : "refused"),
        message: error?.message,
      };
  }
}
