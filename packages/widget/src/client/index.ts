/**
 * The relay's client: a call without its user interface, for browsers and Node alike. It knows no DOM and no Node;
 * it is given a function that opens a WebSocket and one that runs something later.
 * @module
 */
export type { Fetch } from "./api.js";
export * from "./client.js";
export type { Client, ClientOptions } from "./contract.js";
export * from "./events.js";
export { MAX_HELD_AUDIO_MS } from "./held-audio.js";
export * from "./limits.js";
export { MAX_MESSAGE_CHARACTERS } from "./parse.js";
export { MAX_COMMENT_CHARACTERS, sendRating, type Rating } from "./rating.js";
export { siteToken } from "./site-token.js";
export type { After, AudioFrame, OpenSocket, Socket } from "./socket.js";
