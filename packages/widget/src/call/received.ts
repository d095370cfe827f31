/** Turns whose received audio is counted. */
export const MAX_COUNTED_TURNS = 16;

/** Counts the audio that came of the agent's newest turns, to know how much of their text was heard. */
export interface Received {
  /** So many ms of a turn have come. */
  add(turn: number, ms: number): void;
  has(turn: number): boolean;
  /** What part of the turn, 0 to 1, `playedMs` are. */
  part(turn: number, playedMs: number): number;
  clear(): void;
}

export function countReceived(): Received {
  const received = new Map<number, number>();
  return {
    add(turn, ms) {
      received.set(turn, (received.get(turn) ?? 0) + ms);
      for (const oldest of received.keys()) if (received.size > MAX_COUNTED_TURNS) received.delete(oldest);
    },
    has: (turn) => received.has(turn),
    part: (turn, playedMs) => {
      const ms = received.get(turn) ?? 0;
      return ms === 0 ? 0 : playedMs / ms;
    },
    clear: () => received.clear(),
  };
}
