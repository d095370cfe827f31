/** Milliseconds to the first attempt after a connection broke; each further one waits twice as long, up to the last. */
export const FIRST_RETRY_MS = 250;
export const LAST_RETRY_MS = 4_000;

/** How long to wait before an attempt: less by up to half, at random. */
export const retryAfterMs = (attempts: number, random: number): number =>
  Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts) * (1 - random / 2);

/** Milliseconds that the relay has to accept the connection and to start the session. */
export const DEFAULT_START_TIMEOUT_MS = 15_000;
/** Milliseconds that the relay has to close the socket after it was told to stop. */
export const STOP_GRACE_MS = 1_000;
/** Milliseconds in which a session whose connection is broken when it is stopped is tried to be told so. */
export const STOP_TELLING_MS = 5_000;
/** Milliseconds that an attempt to take up a session may last. */
export const ATTEMPT_MS = 8_000;
/**
 * Milliseconds between two looks at whether the relay is still there: without a word in one it is asked, and without
 * one in the next the connection counts as broken.
 */
export const PULSE_MS = 5_000;
/** Typed turns that are held while the session is not live. */
export const MAX_HELD_TEXTS = 8;
/** Outcomes of the page's tools that are held while the session is not live; the oldest go. */
export const MAX_HELD_RESULTS = 16;
/** Milliseconds of microphone audio that may wait in the socket; frames beyond it are dropped and counted. */
export const MAX_UNSENT_AUDIO_MS = 2_000;
