/**
 * What the relay is held against: two sockets of `ws` and nothing else between them. Takes the agent's URL.
 * @module
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";

const [agentUrl = ""] = process.argv.slice(2);
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });

server.on("connection", (browser) => {
  const agent = new WebSocket(agentUrl, { perMessageDeflate: false });
  browser.pause();
  agent.on("open", () => browser.resume());
  browser.on("message", (data, binary) => agent.send(data, { binary }));
  agent.on("message", (data, binary) => browser.send(data, { binary }));
  browser.on("close", () => agent.close());
  agent.on("close", () => browser.close());
  for (const socket of [browser, agent]) socket.on("error", () => undefined);
});

await once(server, "listening");
process.stdout.write(`listening on ws://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
