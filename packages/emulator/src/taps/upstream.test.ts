import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { begin, settings } from "../../test/client.js";
import { startEmulator, type Emulator, type EmulatorOptions } from "../server/emulator.js";
import { MAX_WAITING_BYTES, startUpstream } from "./upstream.js";

const open: Emulator[] = [];
afterAll(async () => {
  for (const emulator of open) await emulator.close();
});

async function start(options: EmulatorOptions): Promise<Emulator> {
  const emulator = await startEmulator({ recogniser: "none", ...options });
  open.push(emulator);
  return emulator;
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

  it("that is not there closes the connection", async () => {
    const before = await start({ upstream: "ws://127.0.0.1:1" });
    const socket = new WebSocket(`${before.url}/v1/agent/converse`, { headers: { authorization: "Token key" } });
    const [code, reason] = (await once(socket, "close")) as [number, Buffer];
    expect(code).toBe(1011);
    expect(reason.toString()).toContain("ECONNREFUSED");
  });

  it("is waited for with a bounded amount", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const closed: number[] = [];
    const line = { send: () => undefined, buffered: () => 0, close: (code: number) => void closed.push(code) };
    const server = startUpstream(line, `ws://127.0.0.1:${port}`, undefined);
    server.receive(Buffer.alloc(MAX_WAITING_BYTES));
    expect(closed).toEqual([]);
    server.receive(Buffer.alloc(1));
    expect(closed).toEqual([1011]);
    server.end();
    silent.close();
  });
});
