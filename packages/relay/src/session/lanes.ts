import { BYTES_PER_SAMPLE } from "@bean-brew/widget/protocol";

/** Microphone audio that waits for the agent, to be ready or to take it: so many ms, the newest kept. */
const HELD_MS = 2_000;
/** How far the connection to the agent may lag before frames are held here, where the oldest can still be dropped, in ms. */
const AHEAD_MS = 500;

/** Where microphone audio goes. */
export interface Sink {
  send(frame: Buffer): void;
  /** What was sent and the network has not taken yet, in bytes. */
  unsentBytes(): number;
}

export interface UpLane {
  /** A frame of the microphone's: sent on, held or dropped. */
  push(frame: Buffer): void;
  set(mode: "hold" | "flow" | "drop"): void;
  /** Called ten times a second: sends what is held and can be taken now. */
  flush(): void;
}

/**
 * The way of microphone audio. What was held is sent first when it flows again; `dropped` is told of each frame that
 * was too old to be held.
 */
export const upLane = (sampleRate: number, sink: Sink, dropped: () => void): UpLane => {
  const bytesPerMs = (sampleRate * BYTES_PER_SAMPLE) / 1_000;
  const bound = HELD_MS * bytesPerMs;
  const ahead = AHEAD_MS * bytesPerMs;
  let mode: "hold" | "flow" | "drop" = "hold";
  let held: Buffer[] = [];
  let heldBytes = 0;

  const hold = (frame: Buffer): void => {
    held.push(frame);
    heldBytes += frame.length;
    const room = bound - Math.min(sink.unsentBytes(), ahead);
    while (heldBytes > room && held.length > 1) {
      heldBytes -= held.shift()!.length;
      dropped();
    }
  };
  const flush = (): void => {
    while (mode === "flow" && held.length > 0 && sink.unsentBytes() <= ahead) {
      const frame = held.shift()!;
      heldBytes -= frame.length;
      sink.send(frame);
    }
  };

  return {
    push: (frame) => {
      if (mode === "drop") return;
      if (held.length > 0) flush();
      if (mode === "flow" && held.length === 0 && sink.unsentBytes() <= ahead) sink.send(frame);
      else hold(frame);
    },
    set: (next) => {
      mode = next;
      if (next === "flow") flush();
      if (next !== "drop") return;
      held = [];
      heldBytes = 0;
    },
    flush,
  };
};

/** What the browser still has to play of the agent's audio, from what was sent to it and when. */
export interface Playback {
  /** A turn begins to sound. */
  begin(turn: number): void;
  sent(bytes: number, now: number): void;
  cut(now: number): void;
  /** The browser plays no more of a turn, whatever is still sent of it. */
  interrupted(turn: number, now: number): void;
  /** Milliseconds of audio that the browser has not played yet. */
  left(now: number): number;
  /** Milliseconds of the turn's audio that were sent. */
  sentMs(): number;
}

export const playbackOf = (sampleRate: number): Playback => {
  const bytesPerMs = (sampleRate * BYTES_PER_SAMPLE) / 1_000;
  let endsAt = 0;
  let sentMs = 0;
  let sounding: number | undefined;
  let isCut = false;
  return {
    begin: (turn) => {
      sentMs = 0;
      sounding = turn;
      isCut = false;
    },
    sent: (bytes, now) => {
      sentMs += bytes / bytesPerMs;
      if (!isCut) endsAt = Math.max(endsAt, now) + bytes / bytesPerMs;
    },
    interrupted: (turn, now) => {
      if (turn !== sounding) return;
      isCut = true;
      endsAt = now;
    },
    cut: (now) => {
      endsAt = now;
    },
    left: (now) => Math.max(0, endsAt - now),
    sentMs: () => sentMs,
  };
};
