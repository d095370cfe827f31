/** What a browser has not taken yet, in bytes: past the first, the agent is not read; below the second, it is again. */
export const PAUSE_BYTES = 512 * 1024;
export const RESUME_BYTES = 128 * 1024;
/** What is held for a browser at most, in bytes, whatever it is: one that lets it grow further is cut. */
export const MAX_UNREAD_BYTES = 8 * 1024 * 1024;
/** How long a browser that is behind may take nothing at all, in ms; then it is cut. */
export const STALLED_MS = 15_000;

/** Holds the agent back while the browser is behind, so that nothing is lost, and knows a browser that does not read. */
export interface BackPressure {
  /** Asked for each frame and on every tick, with what the browser has not taken. False when it is to be cut. */
  look(unreadBytes: number, now: number): boolean;
}

/** `pause` and `resume` stop and go on reading from the agent; either may be told again. */
export const backPressure = (agent: { pause(): void; resume(): void }): BackPressure => {
  let paused = false;
  let last = 0;
  let movedAt = 0;
  return {
    look: (unreadBytes, now) => {
      if (!paused && unreadBytes <= PAUSE_BYTES) return true;
      if (unreadBytes < RESUME_BYTES) {
        paused = false;
        agent.resume();
        return true;
      }
      if (!paused || unreadBytes < last) movedAt = now;
      paused = true;
      last = unreadBytes;
      // Told each time: the agent may have been connected anew.
      agent.pause();
      return unreadBytes <= MAX_UNREAD_BYTES && now - movedAt < STALLED_MS;
    },
  };
};
