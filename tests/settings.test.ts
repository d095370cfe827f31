import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { settingsProblems } from "@bean-brew/emulator";
import { expect, it } from "vitest";
import { WebSocketServer, type WebSocket } from "ws";
import { openHouse } from "./house.js";

interface Settings {
  readonly type: string;
  readonly audio: {
    readonly input: { readonly sample_rate: number };
    readonly output: { readonly sample_rate: number };
  };
  readonly agent: {
    readonly greeting: string;
    readonly speak: { readonly provider: { readonly model: string } };
    readonly think: {
      readonly prompt: string;
      readonly functions: readonly { readonly name: string; readonly defer_until_eot?: boolean }[];
    };
  };
}

it("the relay says nothing before Welcome, and then Settings that fit Deepgram's published schema", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await using house = await openHouse({ agentUrl: `ws://127.0.0.1:${port}` });
  const connected = once(server, "connection") as Promise<[WebSocket]>;
  const call = house.call({
    audio: { output: { encoding: "linear16", sampleRate: 48_000 } },
    voiceModel: "aura-2-luna-en",
  });
  call.client.sendText("Hello?");
  const [socket] = await connected;
  const said: unknown[] = [];
  socket.on("message", (data: Buffer, isBinary) => said.push(isBinary ? data : JSON.parse(data.toString())));
  // A whole exchange of ping and pong later, nothing has come.
  socket.ping();
  await once(socket, "pong");
  expect(said).toEqual([]);

  socket.send(JSON.stringify({ type: "Welcome", request_id: "fc553ec9-5874-49ca-a47c-b670d525a4b3" }));
  while (said.length === 0) await once(socket, "message");
  const settings = said[0] as Settings;
  expect(settingsProblems(settings)).toEqual([]);
  expect(settings.type).toBe("Settings");
  expect(settings.audio.input.sample_rate).toBe(16_000);
  expect(settings.audio.output.sample_rate).toBe(48_000);
  expect(settings.agent.speak.provider.model).toBe("aura-2-luna-en");
  expect(settings.agent.think.prompt).toMatch(/It is \w+day, \w+ \d+, \d{4}, .* America\/New_York/);
  expect(settings.agent.think.functions.map(({ name }) => name).sort()).toEqual([
    "agent_filler",
    "cancel_appointment",
    "check_availability",
    "create_appointment",
    "create_customer_account",
    "end_call",
    "find_customer",
    "get_appointments",
    "get_best_answer",
    "get_knowledge_base_topics",
    "get_orders",
    "reschedule_appointment",
    "search_knowledge_base",
  ]);
  const deferred = settings.agent.think.functions.filter((each) => each.defer_until_eot).map(({ name }) => name);
  expect(deferred.sort()).toEqual([
    "cancel_appointment",
    "create_appointment",
    "create_customer_account",
    "end_call",
    "reschedule_appointment",
  ]);
  server.close();
});
