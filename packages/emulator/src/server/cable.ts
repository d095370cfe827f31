import type { WebSocket } from "ws";
import type { Cable, Observer } from "../taps/line.js";

/** How long a client has for its part of the closing handshake, in milliseconds. */
const CLOSE_MS = 1_000;

/** How long a connection that is not read any more is kept, in milliseconds. */
export const MAX_UNREAD_MS = 10 * 60_000;

/** A WebSocket as a cable; the observers see what goes out. */
export function cableOf(socket: WebSocket, observers: readonly Observer[]): Cable {
  return {
    send(frame) {
      if (socket.readyState !== socket.OPEN) return;
      for (const one of observers) one.frame("server", frame);
      socket.send(frame);
    },
    buffered: () => socket.bufferedAmount,
    close(code, reason) {
      if (socket.readyState !== socket.OPEN) return;
      for (const one of observers) one.close("server", code, reason);
      socket.close(code, reason);
      setTimeout(() => socket.terminate(), CLOSE_MS).unref();
    },
    drop: () => socket.terminate(),
    stopReading() {
      socket.pause();
      // A paused socket does not notice that its client is gone.
      const limit = setTimeout(() => socket.terminate(), MAX_UNREAD_MS).unref();
      socket.once("close", () => clearTimeout(limit));
    },
  };
}
