/** Why a session ended: the closed set of `voice_agent_stopped.reason`. */
export const END_REASONS = [
  "client_stop",
  "end_call",
  "idle_timeout",
  "max_duration",
  "connection_closed",
  "agent_unavailable",
  "agent_error",
  "draining",
  "limit",
  "internal",
] as const;
export type EndReason = (typeof END_REASONS)[number];

/** The closed set of `error.code`. */
export const ERROR_CODES = [
  "bad_message",
  "unknown_message",
  "not_started",
  "already_started",
  "audio_format",
  "too_large",
  "unauthorized",
  "origin_not_allowed",
  "rate_limited",
  "at_capacity",
  "agent_unavailable",
  "agent_error",
  "resume_failed",
  "slow_client",
  "draining",
  "internal",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** `warning.code`: the session goes on. */
export type WarningCode = "unknown_template" | "agent_reconnected" | "draining";
