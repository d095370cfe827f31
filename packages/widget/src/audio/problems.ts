/** Why a call has no microphone. */
export type MicrophoneProblem =
  "microphone_blocked" | "microphone_missing" | "microphone_in_use" | "microphone_failed" | "insecure_page";

const BY_NAME: Readonly<Record<string, MicrophoneProblem>> = {
  NotAllowedError: "microphone_blocked",
  SecurityError: "microphone_blocked",
  NotFoundError: "microphone_missing",
  OverconstrainedError: "microphone_missing",
  NotReadableError: "microphone_in_use",
  AbortError: "microphone_in_use",
};

/** Names what went wrong when `getUserMedia` refused. */
export function microphoneProblem(error: unknown): MicrophoneProblem {
  return (error instanceof Error && BY_NAME[error.name]) || "microphone_failed";
}
