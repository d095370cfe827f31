import type { IncomingMessage, Server } from "node:http";
import { MAX_FRAME_BYTES, PROTOCOL } from "@bean-brew/widget/protocol";
import { WebSocketServer, type WebSocket } from "ws";
import { isLoopback } from "../auth/loopback.js";
import { errorOf, POLICY_VIOLATION } from "../errors.js";
import type { Door } from "../session/door.js";
import type { Browser } from "../session/shell.js";

/** How long a browser has to answer a close frame before its socket is cut, in ms. */
const CLOSE_MS = 800;

const browserOver = (socket: WebSocket): Browser => ({
  resumes: socket.protocol === PROTOCOL,
  get unreadBytes() {
    return socket.bufferedAmount;
  },
  text: (json) => {
    socket.send(json);
  },
  binary: (frame) => {
    socket.send(frame);
  },
  close: (code) => {
    socket.close(code);
  },
});

const pathOf = (request: IncomingMessage): string => (request.url ?? "").split("?", 1)[0]!;

/** `GET /ws`: browsers' sockets, each with a door. The doors that are open are in the returned set. */
export const browserSockets = (server: Server, openDoor: (browser: Browser) => Door): ReadonlySet<Door> => {
  const doors = new Set<Door>();
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    closeTimeout: CLOSE_MS,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });

  const admit = (socket: WebSocket): void => {
    const door = openDoor(browserOver(socket));
    doors.add(door);
    socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) door.audio(data);
      else door.text(data.toString("utf8"));
    });
    socket.on("close", () => {
      doors.delete(door);
      door.gone();
    });
  };

  const refuse = (socket: WebSocket): void => {
    socket.send(JSON.stringify(errorOf("origin_not_allowed")));
    socket.close(POLICY_VIOLATION);
  };

  server.on("upgrade", (request, stream, head) => {
    stream.on("error", () => stream.destroy());
    if (pathOf(request) !== "/ws") {
      stream.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      // What is wrong with a socket (a frame over the bound, bytes that are no WebSocket) ends in its close.
      socket.on("error", () => undefined);
      if (isLoopback(request.socket.remoteAddress, request.headers.origin)) admit(socket);
      else refuse(socket);
    });
  });
  return doors;
};
