import { once } from "node:events";
import { createServer } from "node:http";
import { builtFile } from "./policy-pages.mjs";
import { WebSocketServer } from "ws";

/**
 * A WebSocket server through which a test in the browser is the relay itself: it joins the element's socket at
 * `/<id>/ws` to the test's at `/<id>/test`, frame by frame, text as text and binary as binary, and closes with it. Over
 * HTTP it is another host than the page's: it has the built files for every origin, and takes a rating.
 */
export async function startRelayServer() {
  const http = createServer(async ({ url, method }, response) => {
    const [, folder, file] = url.split("/");
    const body = folder === "dist" ? await builtFile(file) : undefined;
    const status = body !== undefined ? 200 : url.endsWith("/api/session/rating") ? 204 : 404;
    response.writeHead(status, {
      "access-control-allow-origin": "*",
      "access-control-allow-headers": "content-type",
      "content-type": "text/javascript",
    });
    response.end(method === "GET" ? body : undefined);
  });
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  const tests = new Map();
  server.on("connection", (socket, request) => {
    const [, id, side] = request.url.split("/");
    if (side === "test") {
      tests.set(id, socket);
      socket.on("close", () => tests.delete(id));
      return;
    }
    const test = tests.get(id);
    if (test === undefined) return socket.close(1011, "no test is the relay here");
    test.send(JSON.stringify({ type: "opened", protocol: socket.protocol }));
    const down = (data, binary) => {
      const text = binary ? undefined : data.toString();
      // The test closes as the relay would, with its code.
      if (text?.startsWith("close ")) socket.close(Number(text.slice(6)));
      else socket.send(data, { binary });
    };
    test.on("message", down);
    socket.on("message", (data, binary) => test.send(data, { binary }));
    socket.on("close", () => {
      test.off("message", down);
      test.send(JSON.stringify({ type: "closed" }));
    });
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  return {
    url: `http://127.0.0.1:${http.address().port}`,
    async close() {
      server.clients.forEach((socket) => socket.terminate());
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
