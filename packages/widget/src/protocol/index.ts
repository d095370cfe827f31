/**
 * The wire protocol `bean-brew.v1` between the widget and the relay: plain types and constants,
 * free of DOM and Node. Text frames are one JSON object with a string `type`; binary frames are audio.
 * @module
 */
export * from "./audio.js";
export * from "./client-messages.js";
export * from "./reasons.js";
export * from "./server-messages.js";

/** The WebSocket subprotocol that a client offers and the relay selects. */
export const PROTOCOL = "bean-brew.v1";

/** The largest frame that the relay accepts, in bytes; a larger one closes the socket with 1009. */
export const MAX_FRAME_BYTES = 256 * 1024;

/** The longest text of a `user_message`, in characters. */
export const MAX_USER_MESSAGE_CHARACTERS = 2_000;
