/** Why a call failed; part of the contract with the prompts. */
export type ToolErrorCode =
  | "invalid_arguments"
  | "not_found"
  | "conflict"
  | "not_allowed"
  | "unavailable"
  | "timeout"
  | "unknown_tool"
  | "internal";

export interface ToolErrorOptions {
  /** Told to the model beside the sentence, such as the next free slots. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The call was a guess at somebody's data. */
  readonly miss?: boolean;
}

/** A failure that the model is told about: `message` is one sentence that it can act on. */
export class ToolError extends Error {
  override readonly name = "ToolError";
  readonly code: ToolErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
  readonly miss: boolean;

  constructor(code: ToolErrorCode, message: string, options: ToolErrorOptions = {}) {
    super(message);
    this.code = code;
    this.details = options.details ?? {};
    this.miss = options.miss ?? false;
  }
}

/** The store cannot be reached, or could not do what was asked. The cause is for the log. */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
}

/** No knowledge base is loaded. */
export class KnowledgeUnavailable extends Error {
  override readonly name = "KnowledgeUnavailable";
}

/** What the model is told about any error; what it was not made for stays in the log. */
export function toolErrorOf(error: unknown): ToolError {
  if (error instanceof ToolError) return error;
  if (error instanceof StoreUnavailable) {
    return new ToolError(
      "unavailable",
      "The shop's records are temporarily unavailable: apologise and offer to try again in a minute.",
    );
  }
  if (error instanceof KnowledgeUnavailable) {
    return new ToolError("unavailable", "The knowledge base is not available: say that you cannot look this up now.");
  }
  return new ToolError("internal", "Something went wrong on our side: apologise and offer to try again.");
}
