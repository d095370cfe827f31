import { keyed, readArguments, writeKeyOf } from "./arguments.js";
import type { Caller } from "./caller.js";
import { ToolError, toolErrorOf } from "./errors.js";
import { MAX_ASIDE_CHARACTERS, MAX_RESULT_CHARACTERS, plain } from "./plain.js";
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
  /** Of a write that failed and may have been done all the same, or may yet be: the claim by which its record would be found. */
  readonly inDoubt?: string;
  /** What went wrong inside, for the log only. */
  readonly cause?: unknown;
}

/** How much of a tool's unknown name is repeated to the model. */
const MAX_NAME_REPEATED = 64;

/**
 * Answers one call: parses, validates, limits the time, runs. Never rejects, and never tells the model an
 * exception's text. The signal cuts a read; a write that has started runs to its end, told or not: `late` hears what
 * became of one that did not end within its time limit.
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
    if (signal.aborted) throw cancelled();
    const writeKey = writeKeyOf(caller.sessionId, tool.name, keyed(tool, args));
    const isWrite = tool.kind === "write";
    const run = async (signal: AbortSignal): Promise<Outcome> => {
      try {
        const reply = checked(await tool.run(args, { caller, signal, writeKey }));
        return { ok: true, ...reply, ...(isWrite && reply.isPlan !== true && { writeKey }) };
      } catch (error) {
        return failed(error, isWrite ? writeKey : undefined);
      }
    };
    return await runLimited(tool, signal, run, late).catch((error: unknown) =>
      failed(error, isWrite ? writeKey : undefined),
    );
  } catch (error) {
    return failed(error);
  }
}

/** What a tool gave, so that it can be told. */
function checked(reply: Reply): Reply {
  const { result, card, follow, ...rest } = reply;
  const aside = plain({ ...(card && { card }), ...(follow && { follow }) }, MAX_ASIDE_CHARACTERS);
  return { ...rest, result: plain(result, MAX_RESULT_CHARACTERS), ...aside };
}

/** `writeKey`: a write was begun. What was refused is not done; of what broke nobody knows. */
function failed(error: unknown, writeKey?: string): Outcome {
  const told = toolErrorOf(error);
  const isOpen = told !== error || told.code === "timeout" || told.code === "unavailable";
  const result = { error: told.message, code: told.code, ...told.details };
  try {
    return {
      ok: false,
      result: plain(result, MAX_RESULT_CHARACTERS),
      ...(told.miss && { miss: true }),
      ...(told !== error && { cause: error }),
      ...(isOpen && writeKey !== undefined && { inDoubt: writeKey }),
    };
  } catch (cause) {
    // A sentence of a tool's own that cannot be told.
    return failed(cause, writeKey);
  }
}

function runLimited(
  tool: Tool,
  outer: AbortSignal,
  run: (signal: AbortSignal) => Promise<Outcome>,
  late: (outcome: Outcome) => void,
): Promise<Outcome> {
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
    void run(inner.signal).then((outcome) => {
      clearTimeout(timer);
      outer.removeEventListener("abort", cut);
      if (isOver && isWrite) late(outcome);
      resolve(outcome);
    });
  });
}

function cancelled(): ToolError {
  return new ToolError("unavailable", "The call was cancelled before it was answered.");
}
