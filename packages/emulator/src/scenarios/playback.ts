/** What a listener has heard of the agent's turn that came last. */
export interface Playback {
  /** A turn's audio begins. */
  start(turn: number): void;
  /** So many more milliseconds of it came at `now`; it comes faster than it is heard. */
  add(ms: number, now: number): void;
  /** Forgets what is not heard yet. Gives what was cut, if something was. */
  cut(now: number): { readonly turn: number; readonly playedMs: number } | undefined;
  /** The turn that is heard at `now`, and for how long so far. */
  audible(now: number): { readonly turn: number; readonly playedMs: number } | undefined;
}

/** Plays at the speed of speech, by the clock, from the first audio on. */
export function createPlayback(): Playback {
  let turn = 0;
  let receivedMs = 0;
  let endsAt = -Infinity;
  const audible: Playback["audible"] = (now) =>
    now < endsAt ? { turn, playedMs: Math.max(0, receivedMs - (endsAt - now)) } : undefined;
  return {
    start(next) {
      turn = next;
      receivedMs = 0;
    },
    add(ms, now) {
      receivedMs += ms;
      endsAt = Math.max(endsAt, now) + ms;
    },
    cut(now) {
      const heard = audible(now);
      endsAt = -Infinity;
      return heard;
    },
    audible,
  };
}
