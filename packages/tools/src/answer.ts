import { readArguments, writeKeyOf } from "./arguments.js";
import type { Caller } from "./caller.js";
import { ToolError, toolErrorOf } from "./errors.js";
import { isOffered, type Reply, type Tool } from "./tool.js";

/** A function call as the model wrote it. */
export interface Call {
  readonly id: string;
  readonly name: string;
  /** JSON text, not trusted. */
  readonly arguments: string;
}

/** What became of a call. A failed one has `{ error, code }` as its result. */
export interface Outcome extends Reply {
  readonly ok: boolean;
  /** Of a write that was done: the claim by which its record is found. */
  readonly writeKey?: string;
  /** What went wrong inside, for the log only. */
  readonly cause?: unknown;
}

/** How much of a tool's unknown name is repeated to the model. */
const MAX_NAME_REPEATED = 64;

/**
 * Answers one call: parses, validates, limits the time, runs. Never rejects, and never tells the model an
 * exception's text. The signal cuts a read; a write that has started runs to its end, told or not: `late` hears of one
 * that was done after its time limit.
 */
export async function answer(
  tools: readonly Tool[],
  call: Call,
  caller: Caller,
  signal: AbortSignal,
  late: (outcome: Outcome) => void = () => undefined,
): Promise<Outcome> {
  try {
    const tool = tools.find((candidate) => candidate.name === call.name && isOffered(candidate, caller.scope));
    if (tool === undefined) {
      const name = JSON.stringify(call.name.slice(0, MAX_NAME_REPEATED));
      throw new ToolError(
        "unknown_tool",
        `There is no tool called ${name}: use only the functions that you were given.`,
      );
    }
    const args = readArguments(tool, call.arguments);
    const writeKey = writeKeyOf(caller.sessionId, tool.name, keyed(tool, args));
    const isWrite = tool.kind === "write";
    const done = (reply: Reply): Outcome => ({
      ok: true,
      ...reply,
      ...(isWrite && reply.isPlan !== true && { writeKey }),
    });
    const run = async (signal: AbortSignal): Promise<Reply> => tool.run(args, { caller, signal, writeKey });
    return done(await runLimited(tool, signal, run, (reply) => late(done(reply))));
  } catch (error) {
    return failed(error);
  }
}

/** What makes it this write and no other. */
function keyed({ unkeyed = [] }: Tool, args: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(args).filter(([name]) => !unkeyed.includes(name)));
}

function failed(error: unknown): Outcome {
  const told = toolErrorOf(error);
  return {
    ok: false,
    result: { error: told.message, code: told.code, ...told.details },
    ...(told.miss && { miss: true }),
    ...(told !== error && { cause: error }),
  };
}

function runLimited(
  tool: Tool,
  outer: AbortSignal,
  run: (signal: AbortSignal) => Promise<Reply>,
  late: (reply: Reply) => void,
): Promise<Reply> {
  if (outer.aborted) throw cancelled();
  const inner = new AbortController();
  const isWrite = tool.kind === "write";
  return new Promise((resolve, reject) => {
    const giveUp = (error: ToolError): void => {
      reject(error);
      // A write goes on: its record tells later that it was done.
      if (!isWrite) inner.abort(error);
    };
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      giveUp(new ToolError("timeout", "That took too long: tell the caller and offer to try again."));
    }, tool.timeLimit);
    const cut = (): void => {
      giveUp(cancelled());
    };
    if (!isWrite) outer.addEventListener("abort", cut, { once: true });
    run(inner.signal)
      .then((reply) => {
        if (isOver && isWrite) late(reply);
        resolve(reply);
      }, reject)
      .finally(() => {
        clearTimeout(timer);
        outer.removeEventListener("abort", cut);
      });
  });
}

function cancelled(): ToolError {
  return new ToolError("unavailable", "The call was cancelled before it was answered.");
}
