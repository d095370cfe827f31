/** Why a call has no microphone. */
export type MicrophoneProblem =
  | "microphone_blocked"
  | "microphone_forbidden"
  | "microphone_missing"
  | "microphone_in_use"
  | "microphone_failed"
  | "insecure_page";

const BY_NAME: Readonly<Record<string, MicrophoneProblem>> = {
  NotAllowedError: "microphone_blocked",
  SecurityError: "microphone_blocked",
  NotFoundError: "microphone_missing",
  OverconstrainedError: "microphone_missing",
  NotReadableError: "microphone_in_use",
  AbortError: "microphone_in_use",
};

/** A document that knows what the pages around it let it do, as not every browser's does. */
type WithPolicy = Document & { readonly featurePolicy?: { allowsFeature(feature: string): boolean } };

/** Names what went wrong when `getUserMedia` refused. */
export function microphoneProblem(error: unknown): MicrophoneProblem {
  const problem = (error instanceof Error && BY_NAME[error.name]) || "microphone_failed";
  const { featurePolicy } = document as WithPolicy;
  // A frame that was not given the microphone cannot be given it by the visitor, either.
  return problem === "microphone_blocked" && featurePolicy?.allowsFeature("microphone") === false
    ? "microphone_forbidden"
    : problem;
}
