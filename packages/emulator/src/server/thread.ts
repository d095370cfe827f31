import type { ErrorCode, FunctionDefinition, RequestedCall, ServerMessage, WarningCode } from "../protocol/messages.js";
import { ThinkError, type Instructions, type Mind, type WantedCall } from "../think/mind.js";
import { createBatch, type Batch } from "./calls.js";
import type { Clocks } from "./clocks.js";
import { callEndpoint } from "./endpoint.js";

/** The most rounds of calls that one turn may take. */
export const MAX_ROUNDS = 20;

const NO_ANSWER = JSON.stringify({ error: "That took too long, please try again.", code: "timeout" });

/** Where the time of a turn went, in milliseconds. */
export interface Timing {
  /** When the user had finished. */
  since: number;
  sttMs?: number | undefined;
  /** When the first thought of any kind was there, and the first that called a function. */
  firstThoughtAt?: number;
  firstCallAt?: number;
  /** How long functions were waited for. */
  waitedMs: number;
}

/** What a thread of thought needs of its conversation. */
export interface ThreadSurroundings {
  send(message: ServerMessage): void;
  warn(code: WarningCode, description: string): void;
  /** Ends the session. */
  fail(code: ErrorCode, description: string): void;
  /** Says a text when the user has finished. */
  say(text: string, timing: Timing): void;
  instructions(): Instructions;
  now(): number;
  id(): string;
  clocks: Clocks;
  /** Whether what was called is told as history. */
  history: boolean;
  /** The turn was answered, and this is the mind for the next one. */
  done(mind: Mind): void;
}

/** All that follows from one turn of the user's, until nothing is left to call. */
export interface Thread {
  text: string;
  /** The turn is over: what waited for that is said and called. */
  confirm(sttMs?: number): void;
  /** The turn was not over: open calls are cancelled, and nothing is kept. */
  drop(): void;
  /** Takes a response; one that no open call waits for is dropped. */
  respond(response: { id?: string | undefined; name: string; content: string }): void;
  /** The session is over. */
  end(): void;
}

/** Begins to think about what may be a whole turn; see `confirm`. */
export function startThread(text: string, mind: Mind, surroundings: ThreadSurroundings): Thread {
  const { send, warn, fail, now, instructions, clocks } = surroundings;
  const aborter = new AbortController();
  const { signal } = aborter;
  const timing: Timing = { since: now(), waitedMs: 0 };
  let confirmed = false;
  let held: (() => void)[] = [];
  let batch: Batch | undefined;

  const whenConfirmed = (act: () => void): void => void (confirmed ? act() : held.push(act));

  /** Warns again and again while something is waited for. */
  async function slowly<T>(waited: Promise<T>): Promise<T> {
    const since = now();
    const slow = setInterval(
      () => warn("SLOW_THINK_REQUEST", `The agent has been thinking for ${Math.round(now() - since)} ms.`),
      clocks.slowThink,
    );
    try {
      return await waited;
    } finally {
      clearInterval(slow);
    }
  }

  function ask(calls: RequestedCall[], asked: Batch, functions: readonly FunctionDefinition[]): void {
    if (calls.length === 0) return;
    send({ type: "FunctionCallRequest", functions: calls });
    for (const call of calls.filter((one) => !one.client_side)) {
      const endpoint = functions.find(({ name }) => name === call.name)?.endpoint;
      if (!endpoint) continue;
      void callEndpoint(endpoint, call, AbortSignal.any([signal, AbortSignal.timeout(clocks.functionCall)])).then(
        ({ content, problem }) => {
          if (signal.aborted || !asked.respond({ ...call, content })) return;
          if (problem !== undefined) warn("FUNCTION_CALL_FAILED", problem);
          send({ type: "FunctionCallResponse", id: call.id, name: call.name, content });
        },
      );
    }
  }

  async function call(calls: readonly WantedCall[]): Promise<string[]> {
    const { functions, signed = false } = instructions();
    const asked = createBatch(calls, functions, surroundings.id, signed);
    const since = now();
    batch = asked;
    if (!confirmed) ask(asked.take("eager"), asked, functions);
    whenConfirmed(() => ask(asked.take("all"), asked, functions));
    const limit = setTimeout(() => {
      const names = asked.giveUp(NO_ANSWER).map(({ name }) => name);
      warn("FUNCTION_CALL_FAILED", `No response came to ${names.join(", ")} for ${clocks.functionCall} ms.`);
    }, clocks.functionCall);
    const answers = await slowly(asked.answered);
    clearTimeout(limit);
    batch = undefined;
    timing.waitedMs += now() - since;
    if (surroundings.history && !signal.aborted) {
      whenConfirmed(() => send({ type: "History", function_calls: asked.history() }));
    }
    return answers;
  }

  async function follow(): Promise<void> {
    let thought = await slowly(mind.hear(text, instructions(), signal));
    for (let round = 0; !signal.aborted; round++) {
      const { say, calls } = thought;
      timing.firstThoughtAt ??= now();
      if (calls.length > 0) timing.firstCallAt ??= now();
      if (say !== "") whenConfirmed(() => surroundings.say(say, timing));
      if (calls.length === 0) break;
      if (round === MAX_ROUNDS) return fail("FAILED_TO_THINK", `A turn took more than ${MAX_ROUNDS} rounds of calls.`);
      const unknown = calls.find(({ name }) => !instructions().functions.some((one) => one.name === name));
      if (unknown) {
        const description = `The function ${JSON.stringify(unknown.name)} was called, which was not offered.`;
        return whenConfirmed(() => fail("NON_EXISTENT_FUNCTION_CALLED", description));
      }
      const answers = await call(calls);
      if (signal.aborted) return;
      thought = await slowly(thought.mind.answer(answers, instructions(), signal));
    }
    const { mind: after } = thought;
    if (!signal.aborted) whenConfirmed(() => surroundings.done(after));
  }

  follow().catch((cause: unknown) => {
    if (signal.aborted) return;
    if (cause instanceof ThinkError) whenConfirmed(() => fail("FAILED_TO_THINK", cause.message));
    else fail("INTERNAL_SERVER_ERROR", String(cause));
  });

  function end(): RequestedCall[] {
    aborter.abort();
    held = [];
    return batch?.giveUp("") ?? [];
  }

  return {
    text,
    confirm(sttMs) {
      confirmed = true;
      timing.since = now() - (sttMs ?? 0);
      timing.sttMs = sttMs;
      send({ type: "AgentThinking", content: `The user said: ${text}` });
      for (const act of held.splice(0)) act();
    },
    drop() {
      const open = end().map(({ id, name }) => ({ id, name }));
      if (open.length > 0) send({ type: "FunctionCallCancelled", functions: open });
    },
    respond: (response) => void batch?.respond(response),
    end: () => void end(),
  };
}
