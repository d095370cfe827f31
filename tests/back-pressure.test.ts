import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { openHouse } from "./house.js";

const FRAME_BYTES = 16_384;
/** More than networks of this machine and 8 MB in the relay can hold. */
const FRAMES = 4_000;

/** An agent that welcomes one call, and then says what a test has it say. */
const openAgent = async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  const called = new Promise<WebSocket>((resolve) => {
    server.on("connection", (socket) => {
      socket.send('{"type":"Welcome","request_id":"1"}');
      socket.once("message", () => {
        socket.send('{"type":"SettingsApplied"}');
        resolve(socket);
      });
    });
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    called,
    [Symbol.dispose]: () => {
      server.clients.forEach((socket) => socket.terminate());
      server.close();
    },
  };
};

it("a browser that does not read for a while holds the agent back, and loses nothing", async () => {
  using agent = await openAgent();
  await using house = await openHouse({ agentUrl: agent.url });
  const browser = new WebSocket(`${house.url.replace("http", "ws")}/ws`);
  const heard: number[] = [];
  const told: string[] = [];
  let notice: (() => void) | undefined;
  browser.on("message", (data: Buffer, isBinary) => {
    if (isBinary) heard.push(data.readUInt32LE());
    else told.push((JSON.parse(data.toString()) as { type: string }).type);
    notice?.();
  });
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise<void>((resolve) => (notice = resolve));
  };
  await once(browser, "open");
  browser.send('{"type":"start_voice_agent"}');
  const speaker = await agent.called;
  await until(() => told.includes("session_started"));

  browser.pause();
  let sent = 0;
  for (let index = 0; index < FRAMES; index += 1) {
    const frame = Buffer.alloc(FRAME_BYTES);
    frame.writeUInt32LE(index);
    speaker.send(frame, () => (sent += 1));
  }
  speaker.send('{"type":"AgentAudioDone"}');
  // The agent gets rid of no more: every network between here and there is full, and so is the relay.
  for (let before = -1; before < sent || sent === 0;) {
    before = sent;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(sent).toBeLessThan(FRAMES);

  browser.resume();
  await until(() => told.includes("agent_audio_done") || told.includes("voice_agent_stopped"));
  expect(heard).toEqual(Array.from({ length: FRAMES }, (_, index) => index));
  expect(told).toEqual(["session_started", "agent_started_speaking", "agent_audio_done"]);
  browser.terminate();
});
