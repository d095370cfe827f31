import type { EndReason, ErrorCode, ErrorMessage } from "@bean-brew/widget/protocol";

/** What each error says to the person who sees it, and whether trying again may help. */
const ERRORS: Readonly<Record<ErrorCode, { readonly message: string; readonly retryable: boolean }>> = {
  bad_message: { message: "That message could not be understood.", retryable: false },
  unknown_message: { message: "That kind of message is not known here.", retryable: false },
  not_started: { message: "The conversation has not been started yet.", retryable: true },
  already_started: { message: "The conversation has already been started.", retryable: false },
  audio_format: { message: "The audio must be 16-bit PCM at a rate that this service supports.", retryable: false },
  too_large: { message: "That message is too long.", retryable: false },
  unauthorized: { message: "This page may not start a conversation.", retryable: false },
  origin_not_allowed: { message: "This site may not start a conversation here.", retryable: false },
  rate_limited: { message: "That was too much at once. Please wait a moment.", retryable: true },
  at_capacity: { message: "All lines are busy. Please try again in a moment.", retryable: true },
  agent_unavailable: {
    message: "The assistant cannot be reached right now. Please try again shortly.",
    retryable: true,
  },
  agent_error: { message: "The assistant had a problem and the call has ended.", retryable: true },
  resume_failed: {
    message: "The conversation could not be picked up where it was. Please start again.",
    retryable: true,
  },
  slow_client: { message: "Your connection is too slow for this call.", retryable: true },
  draining: { message: "The service is restarting. Please call again in a moment.", retryable: true },
  internal: { message: "Something went wrong on our side.", retryable: true },
};

/** The close code of the browser's socket for each way a session ends. */
const CLOSE_CODES: Readonly<Record<EndReason, number>> = {
  client_stop: 1000,
  end_call: 1000,
  idle_timeout: 1000,
  max_duration: 1000,
  connection_closed: 1000,
  agent_unavailable: 1013,
  agent_error: 1011,
  draining: 1012,
  limit: 1013,
  internal: 1011,
};

/** The error message of a code. `detail` replaces the table's sentence where a more exact one helps the person. */
export const errorOf = (code: ErrorCode, detail?: string): ErrorMessage => ({
  type: "error",
  code,
  message: detail ?? ERRORS[code].message,
  retryable: ERRORS[code].retryable,
});

export const closeCodeOf = (reason: EndReason): number => CLOSE_CODES[reason];

export const POLICY_VIOLATION = 1008;
export const SERVICE_RESTART = 1012;
const TRY_AGAIN_LATER = 1013;

/** The close code for what is refused before there is a session. */
export const refusalCodeOf = (code: ErrorCode): number => {
  if (code === "draining") return SERVICE_RESTART;
  if (code === "internal") return closeCodeOf(code);
  return code === "at_capacity" ? TRY_AGAIN_LATER : POLICY_VIOLATION;
};

/** Something in the relay's surroundings that stops it from starting: the message is one sentence for the operator. */
export class StartError extends Error {
  override name = "StartError";
}
