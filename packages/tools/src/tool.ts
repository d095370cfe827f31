import type { Card } from "@bean-brew/widget/protocol";
import type { z } from "zod";
import type { Caller, Identity, Scope } from "./caller.js";

/** `read` and `write` touch the shop's data, `speak` makes the agent say something, `end` ends the call. */
export type ToolKind = "read" | "write" | "speak" | "end";

/** What the session does once the model has its result. */
export type Follow = { readonly do: "say"; readonly text: string } | { readonly do: "end"; readonly farewell: string };

/** What a tool that worked gives. */
export interface Reply {
  /** For the model: a JSON value. */
  readonly result: unknown;
  /** For the page to show; personal data only of the identified caller. */
  readonly card?: Card;
  /** Who the caller turned out to be. */
  readonly identity?: Identity;
  /** The number of the customer of whom the result tells, for what is stored of them. */
  readonly concerns?: string;
  /** The call was a guess at somebody's data. */
  readonly miss?: true;
  readonly follow?: Follow;
  /** Nothing was written yet: the result says what would be. */
  readonly isPlan?: true;
  /** Nothing was written, because it was before: the result is what that gave. */
  readonly isReplay?: true;
}

export interface ToolContext {
  readonly caller: Caller;
  /** Aborted at the time limit and when the call is cancelled; never while a write runs. */
  readonly signal: AbortSignal;
  /** The same for the same tool and the same canonical arguments in a session: the claim of a write's record. */
  readonly writeKey: string;
}

/** A function that the voice agent may call. */
export interface Tool<Schema extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  /** For the model: when to call it, when not, what to settle first. */
  readonly description: string;
  /** For the display, while it runs: "Checking the calendar". */
  readonly label: string;
  readonly kind: ToolKind;
  readonly scope: Scope;
  /** In ms. */
  readonly timeLimit: number;
  /** The one source of the JSON Schema, the validation and the types. Its output must be plain JSON values. */
  readonly schema: Schema;
  /** Arguments that do not make it another write. */
  readonly unkeyed?: readonly string[];
  /** Its calls look for somebody, and may turn out to be misses: each that runs counts as one until that is known. */
  readonly guesses?: true;
  /** Throws `ToolError` with a sentence for the model; any other error is told as `internal`. */
  run(args: z.output<Schema>, context: ToolContext): Reply | Promise<Reply>;
  /**
   * What a write would do if it ran now, for the model to read back: a JSON value. Changes nothing, and throws
   * `ToolError` where `run` would. Shops that want a tool confirmed have it called first.
   */
  preview?(args: z.output<Schema>, context: ToolContext): Promise<unknown>;
  /** What this very write gave, if it was done and still stands. Asked before a write that is to be confirmed is planned. */
  done?(context: ToolContext): Promise<Reply | undefined>;
}

/** Time limits in ms, unless a tool has its own. */
export const TIME_LIMITS: Readonly<Record<ToolKind, number>> = { read: 4_000, write: 8_000, speak: 4_000, end: 4_000 };

type Defaulted = "scope" | "timeLimit";
type ToolDefinition<Schema extends z.ZodObject> = Omit<Tool<Schema>, Defaulted> & Partial<Pick<Tool, Defaulted>>;

/** A tool as a value; the arguments' types follow from the schema. */
export function defineTool<Schema extends z.ZodObject>(definition: ToolDefinition<Schema>): Tool<Schema> {
  return { scope: "public", timeLimit: TIME_LIMITS[definition.kind], ...definition };
}

/** Whether a session of this scope is offered the tool. */
export function isOffered(tool: Tool, scope: Scope): boolean {
  return tool.scope === "public" || scope === "staff";
}
