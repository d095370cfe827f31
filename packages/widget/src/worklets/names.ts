/** The names under which the processors are registered in the audio thread. */
export const CAPTURE_PROCESSOR = "bean-brew-capture";
export const PLAYBACK_PROCESSOR = "bean-brew-playback";

/** What a processor is told when it is no longer wanted. Until it has ended, browsers hold its context for good. */
export const END = "end";
