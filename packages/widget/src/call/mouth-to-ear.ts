/** Milliseconds that an answer may take. What takes longer answers something else. */
export const MAX_MOUTH_TO_EAR_MS = 60_000;

/** Measures how long a visitor who spoke waits for the answer to be heard. Times are in ms of the sound's own clock. */
export interface MouthToEar {
  /** The microphone last heard speech at `at`; undefined when it has heard none. */
  spoke(at: number | undefined): void;
  /** What was spoken so far is a question. */
  asked(): void;
  /** The agent begins to be heard at `at`. Gives back how long that took, if it answers something that was spoken. */
  answered(at: number): number | undefined;
}

export function createMouthToEar(): MouthToEar {
  let spokeAt: number | undefined;
  let askedAt: number | undefined;
  return {
    spoke(at) {
      spokeAt = at;
    },
    asked() {
      askedAt = spokeAt;
    },
    answered(at) {
      const ms = at - (askedAt ?? NaN);
      askedAt = undefined;
      return ms > 0 && ms <= MAX_MOUTH_TO_EAR_MS ? ms : undefined;
    },
  };
}
