import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { begin, settings } from "../../test/client.js";
import { startEmulator, type Emulator, type EmulatorOptions } from "../server/emulator.js";

const open: Emulator[] = [];
afterAll(async () => {
  for (const emulator of open) await emulator.close();
});

async function start(options: EmulatorOptions): Promise<Emulator> {
  const emulator = await startEmulator({ recogniser: "none", ...options });
  open.push(emulator);
  return emulator;
}

/** How a connection is refused. */
async function refused({ url }: Emulator): Promise<string> {
  const socket = new WebSocket(`${url}/v1/agent/converse`, { headers: { authorization: "Token key" } });
  const [error] = (await once(socket, "error")) as [Error];
  return error.message;
}

describe("another service", () => {
  it("is spoken to with the client's key, and faults come before it", async () => {
    const service = await start({});
    const before = await start({ upstream: service.url, faults: [{ fault: "withhold", type: "AgentAudioDone" }] });
    const client = await begin(before.url, settings({ greeting: undefined }));
    client.send({ type: "InjectUserMessage", content: "thank you" });
    await client.next("LatencyReport");
    expect(client.types()).toContain("audio");
    expect(client.types()).not.toContain("AgentAudioDone");
    client.send({ type: "Settings" });
    expect((await client.next("Error")).code).toBe("SETTINGS_ALREADY_APPLIED");
    expect(await client.closed()).toBe(1008);
  });

  it("gets the key of a browser, which can only be in the subprotocols", async () => {
    const headers = new Promise<IncomingHttpHeaders>((resolve) => {
      const service = new WebSocketServer({ port: 0, host: "127.0.0.1" }, () => undefined);
      service.on("connection", (_, request) => resolve(request.headers));
      void once(service, "listening").then(async () => {
        const { port } = service.address() as AddressInfo;
        const before = await start({ upstream: `ws://127.0.0.1:${port}` });
        const socket = new WebSocket(`${before.url}/v1/agent/converse`, ["bearer", "jwt"]);
        await once(socket, "open");
        socket.terminate();
        service.close();
      });
    });
    expect((await headers).authorization).toBe("Bearer jwt");
  });

  it("that refuses, or is not there, is a connection that is refused", async () => {
    const full = await start({ faults: [{ fault: "refuse", status: 429 }] });
    const refusing = await start({ upstream: full.url });
    expect(await refused(refusing)).toContain("429");
    expect(await refused(await start({ upstream: "ws://127.0.0.1:1" }))).toContain("502");
  });

  it("that does not answer is given up when the emulator ends", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const before = await startEmulator({ recogniser: "none", upstream: `ws://127.0.0.1:${port}` });
    const asked = once(silent, "connection");
    const refusal = refused(before);
    await asked;
    await before.close();
    expect(await refusal).toBeDefined();
    silent.close();
  });
});
