/** Seconds of agent audio that may wait to be played. What comes beyond is dropped and counted. */
export const MAX_QUEUED_SECONDS = 300;
/** Turns that may wait to be played. */
export const MAX_QUEUED_TURNS = 64;

/** A turn of which samples wait or whose end has not been played. */
interface QueuedTurn {
  readonly turn: number;
  /** Samples still to be read. */
  left: number;
  /** Samples read so far, in all, also of a turn that was thought to be over and goes on. */
  read: number;
  /** All of its samples have come. */
  complete: boolean;
}

/** Agent audio that waits to be played: a ring that grows and knows which turn each sample belongs to. */
export interface TurnQueue {
  /** Adds samples of a turn. Returns how many found no room. */
  push(turn: number, samples: Int16Array): number;
  /** All samples of the turn have come. */
  complete(turn: number): void;
  /** Reads up to `target.length` samples of the first turn, never across its end, as -1 to 1. */
  read(target: Float32Array): number;
  /** The turn that is read now. */
  readonly head: Readonly<QueuedTurn> | undefined;
  /** Removes the first turn, with what is left of it. */
  shift(): void;
  /** Samples that wait, of all turns. */
  readonly length: number;
}

const FIRST_CAPACITY = 1 << 15;

/** A queue for audio of `sampleRate` Hz. */
export function createTurnQueue(sampleRate: number): TurnQueue {
  const maxLength = sampleRate * MAX_QUEUED_SECONDS;
  let ring = new Int16Array(FIRST_CAPACITY);
  let start = 0;
  let length = 0;
  const turns: QueuedTurn[] = [];
  let over: QueuedTurn | undefined;

  const grow = (needed: number): void => {
    let capacity = ring.length;
    while (capacity < needed) capacity *= 2;
    if (capacity === ring.length) return;
    const grown = new Int16Array(capacity);
    const first = Math.min(length, ring.length - start);
    grown.set(ring.subarray(start, start + first));
    grown.set(ring.subarray(0, length - first), first);
    ring = grown;
    start = 0;
  };
  const skip = (count: number): void => {
    start = (start + count) % ring.length;
    length -= count;
  };

  return {
    push(turn, samples) {
      let last = turns.at(-1);
      if (last?.turn !== turn) {
        if (turns.length === MAX_QUEUED_TURNS) return samples.length;
        if (last !== undefined) last.complete = true;
        last = { turn, left: 0, read: over?.turn === turn ? over.read : 0, complete: false };
        turns.push(last);
      }
      const taken = Math.min(samples.length, maxLength - length);
      grow(length + taken);
      const end = (start + length) % ring.length;
      const first = Math.min(taken, ring.length - end);
      ring.set(samples.subarray(0, first), end);
      ring.set(samples.subarray(first, taken), 0);
      length += taken;
      last.left += taken;
      return samples.length - taken;
    },
    complete(turn) {
      const found = turns.find((queued) => queued.turn === turn);
      if (found !== undefined) found.complete = true;
    },
    read(target) {
      const head = turns[0];
      const count = Math.min(target.length, head?.left ?? 0);
      for (let index = 0; index < count; index += 1)
        target[index] = ring[(start + index) & (ring.length - 1)]! / 32_768;
      skip(count);
      if (head !== undefined) {
        head.left -= count;
        head.read += count;
      }
      return count;
    },
    get head() {
      return turns[0];
    },
    shift() {
      over = turns.shift();
      skip(over?.left ?? 0);
    },
    get length() {
      return length;
    },
  };
}
