import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { messageIn, type Direction, type Frame, type Observer } from "./line.js";

/** The longest recording of one session, in bytes: about an hour of both directions. After it, only its end is noted. */
export const MAX_RECORDING_BYTES = 512 * 1024 * 1024;

/** The first line of a recording. */
export interface RecordingHead {
  recording: 1;
  session: string;
  /** ISO 8601. */
  startedAt: string;
}

/** A further line: what was on the wire, `at` so many milliseconds after the beginning. */
export type RecordedStep = { at: number; from: Direction } & (
  | { message: Record<string, unknown> & { type: string } }
  /** A text frame that is no message. */
  | { text: string }
  /** A binary frame, in base64. */
  | { audio: string }
  | { close: { code: number; reason: string } }
  /** The recording was longer than may be. */
  | { cut: true }
);

/** Where sessions are recorded. */
export interface Recorder {
  /** Begins a recording. */
  open(session: string): Observer & { end(): void };
  /** The file of a session. */
  file(session: string): string;
}

export interface RecorderOptions {
  folder: string;
  /** The time in milliseconds. */
  now(): number;
  /** Told of what goes wrong. */
  log(line: string): void;
  maxBytes?: number;
}

function contentOf(frame: Frame): { message: { type: string } } | { text: string } | { audio: string } {
  if (typeof frame !== "string") return { audio: frame.toString("base64") };
  const message = messageIn(frame);
  return message ? { message } : { text: frame };
}

/**
 * Records sessions as JSON Lines, a file each, in a folder that is made when it is not there.
 *
 * @throws Error when the folder cannot be made
 */
export function createRecorder({ folder, now, log, maxBytes = MAX_RECORDING_BYTES }: RecorderOptions): Recorder {
  mkdirSync(folder, { recursive: true });
  const file = (session: string): string => join(folder, `${session}.jsonl`);
  return {
    file,
    open(session) {
      const began = now();
      const stream = createWriteStream(file(session), { mode: 0o600 });
      stream.on("error", (cause) => log(`a session is not recorded: ${cause.message}`));
      let bytes = 0;
      let cut = false;
      const write = (line: RecordingHead | RecordedStep, always = false): void => {
        const text = `${JSON.stringify(line)}\n`;
        if (stream.destroyed || (cut && !always)) return;
        if (bytes + text.length > maxBytes && !always) {
          cut = true;
          return write({ at: now() - began, from: "server", cut: true }, true);
        }
        bytes += text.length;
        stream.write(text);
      };
      write({ recording: 1, session, startedAt: new Date(began).toISOString() });
      return {
        frame: (from, frame) => write({ at: now() - began, from, ...contentOf(frame) }),
        close: (from, code, reason) => write({ at: now() - began, from, close: { code, reason } }, true),
        end: () => void stream.end(),
      };
    },
  };
}
