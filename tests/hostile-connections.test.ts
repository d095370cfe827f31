import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { numberOf, stamp, UP_BYTES } from "@bean-brew/bench/relay/frames";
import { relayLine } from "@bean-brew/bench/relay/lines";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { besiege, type Besieged } from "./bystander.js";

const CONNECTIONS = 1_000;
/** Opened at a time: more than a listening socket's backlog would be refused by the system. */
const AT_ONCE = 50;

/** Sockets that a relay may have, and TCP connections that may be open beside them. */
const FEW_SOCKETS = 20;
const MORE_CONNECTIONS = 1_000;

/** A frame with this number is answered with more audio than a relay may hold for a browser: 19 MB. */
const FLOOD = 0xffff_ffff;
const FLOOD_ANSWERS = 20_000;

const metric = async (url: string, name: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1]);
};

const besieged = (env: Readonly<Record<string, string>> = {}): Promise<Besieged> =>
  besiege({
    env: { NODE_ENV: "development", RELAY_SITES: "", ...env },
    bystander: ({ process: { url } }) => relayLine({ url }),
    answers: (frame) => (numberOf(frame) === FLOOD ? FLOOD_ANSWERS : 1),
  });

// What both wait for are the relay's time limits: 10 s to start, 15 s to read.
describe.concurrent("a relay that many come to", () => {
  it(`shows out ${CONNECTIONS} that never start, and harms nobody`, async () => {
    await using relay = await besieged();
    await relay.unharmed(async () => {
      const ends: Promise<string>[] = [];
      while (ends.length < CONNECTIONS) {
        const sockets = Array.from({ length: AT_ONCE }, () => new WebSocket(relay.socketUrl));
        sockets.forEach((socket) => {
          const told = once(socket, "message") as Promise<[Buffer]>;
          const closed = once(socket, "close") as Promise<[number]>;
          ends.push(
            Promise.all([told, closed]).then(
              ([[message], [code]]) => `${(JSON.parse(message.toString()) as { code: string }).code} ${code}`,
            ),
          );
        });
        await Promise.all(sockets.map((socket) => once(socket, "open")));
      }
      expect(await metric(relay.url, "bean_brew_sockets")).toBeGreaterThan(AT_ONCE);
      expect([...new Set(await Promise.all(ends))]).toEqual(["not_started 1008"]);
    });
  });

  it("closes those that never ask for anything, lets in no more than it may, and harms nobody", async () => {
    await using relay = await besieged({ MAX_SOCKETS: String(FEW_SOCKETS) });
    const { hostname, port } = new URL(relay.url);
    await relay.unharmed(async () => {
      const closed: Promise<unknown>[] = [];
      while (closed.length < FEW_SOCKETS + MORE_CONNECTIONS + AT_ONCE) {
        const sockets = Array.from({ length: AT_ONCE }, () => connectTcp(Number(port), hostname));
        sockets.forEach((socket) => {
          socket.on("error", () => undefined);
          socket.resume();
          closed.push(once(socket, "close"));
        });
        await Promise.all(sockets.map((socket) => once(socket, "connect")));
      }
      // There is no room but for those that are in: the last ones are closed as they come.
      await Promise.race(closed.slice(-AT_ONCE));
      await Promise.all(closed);
      expect((await fetch(`${relay.url}/health`)).status).toBe(200);
    });
    const line = await relayLine({ url: relay.url });
    await line.close();
  });

  it("cuts one that does not read, and its agent, and harms nobody", async () => {
    await using relay = await besieged();
    await relay.unharmed(async () => {
      const socket = new WebSocket(relay.socketUrl);
      const started = new Promise<void>((resolve) => {
        socket.on("message", (data: Buffer, isBinary) => {
          if (!isBinary && data.includes("session_started")) resolve();
        });
      });
      await once(socket, "open");
      socket.send('{"type":"start_voice_agent"}');
      await started;
      expect(relay.agent.size).toBe(2);

      const stream = (socket as unknown as { readonly _socket: Socket })._socket;
      stream.pause();
      const frame = Buffer.alloc(UP_BYTES);
      stamp(frame, FLOOD, 0);
      socket.send(frame);
      await relay.agent.left();
      expect(relay.agent.size).toBe(1);

      const closed = once(socket, "close") as Promise<[number]>;
      stream.resume();
      // The frame of its closing is behind all that it has not read, and is lost when the relay cuts it.
      expect([1006, 1013]).toContain((await closed)[0]);
      expect(await metric(relay.url, "bean_brew_sockets")).toBe(1);
      expect(await metric(relay.url, 'bean_brew_sessions_ended_total\\{reason="limit"\\}')).toBe(1);
    });
  });
});
