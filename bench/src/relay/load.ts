import { FRAME_MS, numberOf, sentAt, stamp, UP_BYTES } from "./frames.js";
import type { Line } from "./lines.js";

/** How often frames that are due are sent, in ms. */
const TICK_MS = 1;
/** After so long without an answer those that are missing are lost, in ms: generous, as a busy machine is slow. */
const PATIENCE_MS = 10_000;

/** Audio on many lines at once, each in real time and all at different moments, as callers are. */
export interface Load {
  /** Frames that went up and that came down so far. */
  readonly frames: number;
  /** From now on it takes note of round trips. */
  measure(): void;
  /** Sends nothing more, and waits for what is still to come: for each answer so long, in ms. */
  stop(patienceMs?: number): Promise<Carried>;
}

export interface Carried {
  /** From sending a frame until the answer to it was there, in ms, of each frame that was sent while it was measured. */
  readonly roundTrips: readonly number[];
  /** Frames that no answer came to. */
  readonly lost: number;
  /** Answers that came before one to an earlier frame, or twice. */
  readonly disordered: number;
}

export const startLoad = (lines: readonly Line[], now: () => number): Load => {
  const startedAt = now();
  const roundTrips: number[] = [];
  const sentOn = lines.map(() => 0);
  const heardOn = lines.map(() => 0);
  const frame = Buffer.alloc(UP_BYTES);
  let sent = 0;
  let heard = 0;
  let disordered = 0;
  let measuredFrom = Infinity;
  let onHeard: () => void = () => undefined;

  lines.forEach((line, index) =>
    line.onFrame((answer) => {
      heard += 1;
      const number = numberOf(answer);
      if (number <= heardOn[index]!) disordered += 1;
      heardOn[index] = number;
      const at = sentAt(answer);
      if (at >= measuredFrom) roundTrips.push(now() - at);
      onHeard();
    }),
  );

  const send = (): void => {
    const due = ((now() - startedAt) * lines.length) / FRAME_MS;
    for (; sent < due; sent += 1) {
      const index = sent % lines.length;
      sentOn[index]! += 1;
      // A client's frame is copied when it is masked, so that one buffer does for all.
      stamp(frame, sentOn[index]!, now());
      lines[index]!.send(frame);
    }
  };
  const timer = setInterval(send, TICK_MS);

  return {
    get frames() {
      return sent + heard;
    },
    measure: () => {
      measuredFrom = now();
    },
    stop: async (patienceMs = PATIENCE_MS) => {
      clearInterval(timer);
      await new Promise<void>((resolve) => {
        let patience = setTimeout(resolve, patienceMs);
        onHeard = () => {
          clearTimeout(patience);
          if (heard >= sent) resolve();
          else patience = setTimeout(resolve, patienceMs);
        };
        if (heard >= sent) {
          clearTimeout(patience);
          resolve();
        }
      });
      return { roundTrips, lost: sent - heard, disordered };
    },
  };
};
