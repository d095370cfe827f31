/** The names under which the processors are registered in the audio thread. */
export const CAPTURE_PROCESSOR = "bean-brew-capture";
export const PLAYBACK_PROCESSOR = "bean-brew-playback";
