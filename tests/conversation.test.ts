import { describe, expect, it } from "vitest";
import { openHouse, runRelay } from "./house.js";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startEmulator } from "@bean-brew/emulator";
import { run } from "./house.js";
import { makeCall } from "./call.js";

describe("a conversation", () => {
  it("greets, answers from the shop's texts, and plays what it says", async () => {
    await using house = await openHouse();
    const call = house.call();
    expect(await call.next("session_started")).toMatchObject({ resumed: false, limits: { idleSeconds: 120 } });
    expect(await call.next("conversation_update")).toMatchObject({ data: { role: "assistant" }, turn: 1 });
    const { samples } = await call.next("agent_audio");
    expect(samples.length).toBeGreaterThan(0);
    const answer = await call.ask("Do you train baristas?", /barista/i);
    expect(answer).toMatch(/training|course|class|workshop/i);
    expect(call.events).toContainEqual(
      expect.objectContaining({ type: "tool_started", name: "search_knowledge_base" }),
    );
    const audio = call.events.flatMap((event) => (event.type === "agent_audio" ? [...event.samples] : []));
    expect(Math.max(...audio)).toBeGreaterThan(1_000);
  });

  it("admits what the texts do not say", async () => {
    await using house = await openHouse();
    const call = house.call();
    await call.next("session_started");
    await call.ask("What is the capital of Mongolia?", /(don't|do not|not) (know|have)|couldn't find|nothing/i);
  });

  it("tells how long a turn took, by the agent's reports and the relay's own clock", async () => {
    await using house = await openHouse();
    const call = house.call();
    await call.next("session_started");
    await call.ask("Do you train baristas?", /barista|train/i);
    expect(await call.next("latency", ({ think }) => think !== undefined)).toEqual({
      type: "latency",
      seq: expect.any(Number),
      turn: expect.any(Number),
      think: expect.any(Number),
      tool: expect.any(Number),
      tts: expect.any(Number),
      total: expect.any(Number),
      relay: expect.any(Number),
    });
  });

  it("greets in the language of the page", async () => {
    await using house = await openHouse();
    const call = house.call({ context: { locale: "es-MX" } });
    expect(await call.next("session_started")).toMatchObject({ agent: { voice: "aura-2-celeste-es" } });
    const greeting = await call.next("conversation_update", ({ data }) => data.role === "assistant");
    expect(greeting.data.content).toContain("Hola");
  });

  it("books an appointment that is there after kill -9, and whose slot nobody else gets", async () => {
    await using house = await openHouse();
    const call = house.call();
    await call.next("session_started");
    await call.ask("My number is 212 555 0142.", /Maya/);
    await call.ask("Book a consultation next Tuesday at two pm, please.", /booked/);
    const finished = call.events.flatMap((event) => (event.type === "tool_finished" && event.card ? [event.card] : []));
    expect(finished).toMatchObject([
      { kind: "appointment", title: expect.stringMatching(/^Tuesday .*, 14:00$/) as string },
    ]);

    await house.crash();
    const again = house.call();
    await again.next("session_started");
    await again.ask("My number is 212 555 0142.", /Maya/);
    await again.ask("What appointments do I have?", /Tuesday, \w+ \d+ at 2 PM/);
    const other = house.call();
    await other.next("session_started");
    await other.ask("I would like to open a new account.", /name/);
    await other.ask("Ada Lovelace", /number/);
    await other.ask("212 555 0187", /e-?mail/);
    await other.ask("ada@example.com", /Ada Lovelace.*right/);
    await other.ask("yes", /account is open/);
    await other.ask("Book a consultation next Tuesday at two pm.", /no longer available|taken|not (free|available)/);
  });

  it("says goodbye, and ends once that was heard", async () => {
    await using house = await openHouse();
    const call = house.call();
    await call.next("session_started");
    await call.next("agent_audio_done");
    call.client.sendText("That is all, goodbye!");
    const ended = await call.next("voice_agent_stopped");
    expect(ended.reason).toBe("end_call");
    const farewell = call.events.findLast((event) => event.type === "conversation_update");
    expect(farewell).toMatchObject({ data: { role: "assistant" } });
  });
});

describe("the agent behind the relay", () => {
  it("is the emulator when there is no key, which the first line says", async () => {
    const program = runRelay({ PORT: "0", DATA_DIR: await mkdtemp(join(tmpdir(), "bean-brew-")), LOG_LEVEL: "silent" });
    const [, url] = await program.until(/^listening on (http:\/\/\S+)$/m);
    const lines = program.printed().split("\n");
    expect(lines[0]).toMatch(/^No DEEPGRAM_API_KEY: the emulator/);
    expect(lines[1]).toMatch(/^No MONGODB_URI: .* on disk/);
    const call = makeCall(`${url!.replace("http", "ws")}/ws`);
    await call.next("session_started");
    call.client.stop();
    await program.kill("SIGTERM");
  });

  it("is the server that DEEPGRAM_URL names when there is a key, by the command of the README", async () => {
    await using emulator = Object.assign(await startEmulator({ port: 0 }), {
      [Symbol.asyncDispose]: () => emulator.close(),
    });
    const script = fileURLToPath(new URL("../scripts/run.mjs", import.meta.url));
    const program = run(script, ["start"], {
      PORT: "0",
      DATA_DIR: await mkdtemp(join(tmpdir(), "bean-brew-")),
      DEEPGRAM_API_KEY: "x",
      DEEPGRAM_URL: emulator.url,
      LOG_LEVEL: "silent",
    });
    const [, url] = await program.until(/^listening on (http:\/\/\S+)$/m);
    expect(program.printed()).not.toContain("emulator");
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: "ok", sessions: 0 });
    expect(await (await fetch(`${url}/`)).text()).toContain("/bean-brew-agent.js");
    const call = makeCall(`${url!.replace("http", "ws")}/ws`);
    await call.next("session_started");
    call.client.stop();
    expect(await call.next("voice_agent_stopped")).toMatchObject({ reason: "client_stop" });
    await program.kill("SIGTERM");
  });
});
