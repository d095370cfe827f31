import { readFileSync, statSync } from "node:fs";
import { MAX_RECORDING_BYTES, type RecordedStep } from "./recording.js";
import { sendableCode } from "./upstream.js";
import { messageIn, type Frame, type Line, type Server } from "./line.js";

/** How long the client may take for what the recording has from it, in milliseconds. */
export const MAX_CLIENT_WAIT_MS = 60_000;

/** How many of the client's messages may come before the recording has them; further ones are forgotten. */
export const MAX_EARLY_MESSAGES = 1_000;

/** What the client sends by the clock, and so is not waited for. */
const UNAWAITED = new Set(["KeepAlive"]);

export interface ReplayOptions {
  steps: readonly RecordedStep[];
  /** How many times faster than it was recorded; 1 unless said. */
  speed?: number;
  /** How long the client may take, where it is to differ from {@link MAX_CLIENT_WAIT_MS}. */
  clientWaitMs?: number;
}

/**
 * Reads a recording.
 *
 * @throws Error in a sentence that names the file and line, when it is none
 */
export function readRecording(file: string): RecordedStep[] {
  const fail = (why: string): never => {
    throw new Error(`The recording ${file} cannot be replayed: ${why}.`);
  };
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) return fail("there is no such file");
  if (size > MAX_RECORDING_BYTES) return fail(`it has more than ${MAX_RECORDING_BYTES} bytes`);
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .map((line, i) => ({ line, number: i + 1 }))
    .filter(({ line }) => line.trim() !== "");
  const parsed = lines.map(({ line, number }): Record<string, unknown> => {
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
    } catch {
      // told below
    }
    return fail(`line ${number} is no JSON object`);
  });
  if (parsed[0]?.["recording"] !== 1) return fail("its first line is not that of a recording");
  return parsed.slice(1).map((step, i) => {
    const { at, from } = step;
    const hasContent = ["message", "text", "audio", "close", "cut"].some((name) => name in step);
    if (typeof at !== "number" || (from !== "client" && from !== "server") || !hasContent) {
      return fail(`line ${lines[i + 1]?.number} is no step`);
    }
    return step as unknown as RecordedStep;
  });
}

/** What of the client's is waited for: a message of the same type, and a response of the same call. */
function keyOf(message: Record<string, unknown>): string {
  return message["type"] === "FunctionCallResponse"
    ? `FunctionCallResponse ${String(message["id"])}`
    : String(message["type"]);
}

/**
 * Plays the server's side of a recording: each frame after as much time as had passed since the one before, and after
 * the client's messages that were before it. The client's audio is not waited for, only its time.
 */
export function startReplay(
  line: Line,
  { steps, speed = 1, clientWaitMs = MAX_CLIENT_WAIT_MS }: ReplayOptions,
): Server {
  const early: string[] = [];
  let at = 0;
  let awaited: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  function put(step: RecordedStep): void {
    if ("message" in step) line.send(JSON.stringify(step.message));
    else if ("text" in step) line.send(step.text);
    else if ("audio" in step) line.send(Buffer.from(step.audio, "base64"));
    else if ("close" in step) line.close(sendableCode(step.close.code), step.close.reason);
  }

  function go(): void {
    const step = steps[at];
    if (!step) return;
    const wait = (step.at - (steps[at - 1]?.at ?? 0)) / speed;
    if (step.from === "server") {
      timer = setTimeout(() => {
        at++;
        put(step);
        go();
      }, wait);
      return;
    }
    if (!("message" in step) || UNAWAITED.has(step.message.type)) {
      timer = setTimeout(next, wait);
      return;
    }
    const key = keyOf(step.message);
    const found = early.indexOf(key);
    if (found >= 0) {
      early.splice(found, 1);
      return next();
    }
    awaited = key;
    timer = setTimeout(() => {
      line.send(
        JSON.stringify({
          type: "Error",
          code: "CLIENT_MESSAGE_TIMEOUT",
          description: `The recording waits for ${key}.`,
        }),
      );
      line.close(1008, "CLIENT_MESSAGE_TIMEOUT");
    }, clientWaitMs);
  }

  function next(): void {
    clearTimeout(timer);
    awaited = undefined;
    at++;
    go();
  }

  go();
  return {
    receive(frame: Frame) {
      const message = messageIn(frame);
      if (!message || UNAWAITED.has(message.type)) return;
      const key = keyOf(message);
      if (key === awaited) next();
      else if (early.length < MAX_EARLY_MESSAGES) early.push(key);
    },
    goAway: () => line.close(1001, "The emulator ends."),
    end: () => clearTimeout(timer),
  };
}
