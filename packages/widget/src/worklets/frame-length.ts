/** Milliseconds that a frame of microphone audio may have. */
export const MIN_FRAME_MS = 20;
export const MAX_FRAME_MS = 100;
export const DEFAULT_FRAME_MS = 40;
