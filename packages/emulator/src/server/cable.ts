import type { WebSocket } from "ws";
import type { Cable, Frame, Observer } from "../taps/line.js";

/** How long a client has for its part of the closing handshake, in milliseconds. */
const CLOSE_MS = 1_000;

/** How long a connection that is not read any more is kept, in milliseconds. */
export const MAX_UNREAD_MS = 10 * 60_000;

/**
 * A WebSocket, which answers no pings by itself, as a cable.
 *
 * @param observers see what comes in and goes out
 * @param receive takes what comes in
 */
export function cableOf(socket: WebSocket, observers: readonly Observer[], receive: (frame: Frame) => void): Cable {
  // What has come with the last frame that is read is not read either, which pausing alone does not see to.
  let reading = true;
  socket.on("ping", (data: Buffer) => {
    if (reading) socket.pong(data);
  });
  socket.on("message", (data: Buffer, isBinary) => {
    if (!reading) return;
    const frame = isBinary ? data : data.toString("utf8");
    for (const one of observers) one.frame("client", frame);
    receive(frame);
  });
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
      reading = false;
      socket.pause();
      // A paused socket does not notice that its client is gone.
      const limit = setTimeout(() => socket.terminate(), MAX_UNREAD_MS).unref();
      socket.once("close", () => clearTimeout(limit));
    },
  };
}
