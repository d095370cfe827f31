import { BYTES_PER_SAMPLE } from "@bean-brew/widget/protocol";

/** Microphone audio that is held until the agent listens: so many ms, the newest kept. */
const HELD_MS = 2_000;

export interface UpLane {
  /** A frame of the microphone's: sent on, held or dropped. */
  push(frame: Buffer): void;
  set(mode: "hold" | "flow" | "drop"): void;
}

/** The way of microphone audio. What was held is sent first when it begins to flow. */
export const upLane = (sampleRate: number, send: (frame: Buffer) => void): UpLane => {
  const bound = (HELD_MS * sampleRate * BYTES_PER_SAMPLE) / 1_000;
  let mode: "hold" | "flow" | "drop" = "hold";
  let held: Buffer[] = [];
  let heldBytes = 0;

  const hold = (frame: Buffer): void => {
    held.push(frame);
    heldBytes += frame.length;
    while (heldBytes > bound && held.length > 1) heldBytes -= held.shift()!.length;
  };

  return {
    push: (frame) => {
      if (mode === "flow") send(frame);
      else if (mode === "hold") hold(frame);
    },
    set: (next) => {
      mode = next;
      if (next === "hold") return;
      if (next === "flow") held.forEach(send);
      held = [];
      heldBytes = 0;
    },
  };
};

/** What the browser still has to play of the agent's audio, from what was sent to it and when. */
export interface Playback {
  sent(bytes: number, now: number): void;
  cut(now: number): void;
  /** Milliseconds of audio that the browser has not played yet. */
  left(now: number): number;
}

export const playbackOf = (sampleRate: number): Playback => {
  const bytesPerMs = (sampleRate * BYTES_PER_SAMPLE) / 1_000;
  let endsAt = 0;
  return {
    sent: (bytes, now) => {
      endsAt = Math.max(endsAt, now) + bytes / bytesPerMs;
    },
    cut: (now) => {
      endsAt = now;
    },
    left: (now) => Math.max(0, endsAt - now),
  };
};
