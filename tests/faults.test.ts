import type { Fault } from "@bean-brew/emulator";
import { describe, expect, it } from "vitest";
import type { Call } from "./call.js";
import { openHouse } from "./house.js";

interface Recorded {
  readonly id: string;
  readonly name: string;
  readonly response?: string;
}

/** A house whose agent has a fault, with a call that has begun. */
const callWith = async (...faults: Fault[]) => {
  const house = await openHouse({ faults });
  const call = house.call();
  await call.next("session_started");
  return {
    call,
    calls: async () => (await (await fetch(`${house.agent}/admin/calls`)).json()) as readonly Recorded[],
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
};

const goesOn = async (call: Call): Promise<void> => {
  await call.ask("Do you train baristas?", /barista/i);
};

/** Waits until every call that was begun is over, as the page sees it. */
const allFinished = async (call: Call, count: number): Promise<readonly string[]> => {
  const finished = (): string[] => call.events.flatMap((event) => (event.type === "tool_finished" ? [event.id] : []));
  while (finished().length < count) await call.next("tool_finished");
  return finished();
};

describe("an agent with a fault", () => {
  it("that is lost in mid-call is connected anew, and remembers", async () => {
    await using faulty = await callWith({ fault: "drop", after: "InjectUserMessage", nth: 2, times: 1 });
    const { call } = faulty;
    await call.ask("My number is 212 555 0142.", /Maya/);
    call.client.sendText("Hello?");
    expect(await call.next("warning")).toMatchObject({ code: "agent_reconnected" });
    await call.ask("What appointments do I have?", /Follow-up on/);
  });

  it("that is lost before it answers is replaced by one that does, without the caller's doing", async () => {
    await using faulty = await callWith({ fault: "drop", after: "AgentThinking", times: 1 });
    const { call } = faulty;
    call.client.sendText("Do you train baristas?");
    expect(await call.next("warning")).toMatchObject({ code: "agent_reconnected" });
    await call.next("conversation_update", ({ data }) => data.role === "assistant" && /barista/i.test(data.content));
    const asked = call.events.filter((event) => event.type === "conversation_update" && event.data.role === "user");
    expect(asked).toHaveLength(1);
  });

  it("that is lost again and again ends the call, with its reason", async () => {
    await using faulty = await callWith({ fault: "drop", after: "InjectUserMessage" });
    const { call } = faulty;
    call.client.sendText("Hello?");
    expect(await call.next("warning")).toMatchObject({ code: "agent_reconnected" });
    call.client.sendText("Hello?");
    expect(await call.next("error")).toMatchObject({ code: "agent_error" });
    expect(await call.next("voice_agent_stopped")).toMatchObject({ reason: "agent_error" });
  });

  it("that says Error ends the call, in our words", async () => {
    const description = "secret of the upstream";
    await using faulty = await callWith({
      fault: "error",
      code: "FAILED_TO_THINK",
      description,
      after: "InjectUserMessage",
    });
    const { call } = faulty;
    call.client.sendText("Hello?");
    const error = await call.next("error");
    expect(error.code).toBe("agent_error");
    expect(JSON.stringify(call.events)).not.toMatch(/secret|FAILED_TO_THINK/);
    expect(await call.next("voice_agent_stopped")).toMatchObject({ reason: "agent_error" });
  });

  it.each([
    { fault: "garbage", frame: "text", after: "SettingsApplied" },
    { fault: "garbage", frame: "binary", after: "SettingsApplied" },
    { fault: "delay", type: "SettingsApplied", ms: 1_500 },
    { fault: "withhold", type: "AgentThinking" },
    { fault: "flood_audio", seconds: 60, after: "SettingsApplied" },
  ] as const)("like $fault does not end the call", async (fault) => {
    await using faulty = await callWith(fault);
    await goesOn(faulty.call);
  });

  it("that asks for the same call twice is answered once", async () => {
    await using faulty = await callWith({ fault: "repeat_calls" });
    await goesOn(faulty.call);
    const started = faulty.call.events.flatMap((event) => (event.type === "tool_started" ? [event.id] : []));
    expect(new Set(started).size).toBe(started.length);
  });

  it.each([
    ["unknown_tool", { fault: "unknown_function", after: "InjectUserMessage" }],
    ["invalid_arguments", { fault: "broken_arguments" }],
  ] as const)("is told %s, and the call goes on", async (code, fault) => {
    await using faulty = await callWith(fault);
    faulty.call.client.sendText("Do you train baristas?");
    await allFinished(faulty.call, 1);
    await goesOn(faulty.call);
    expect((await faulty.calls()).map(({ response }) => response).join()).toContain(code);
  });

  it("that cancels what it asked for does not end the call", async () => {
    await using faulty = await callWith({ fault: "cancel_calls", nth: 1 });
    await faulty.call.ask("Do you train baristas?", /cancelled/);
    await goesOn(faulty.call);
  });

  it("that asks for ten functions at once has ten answers", async () => {
    await using faulty = await callWith({ fault: "many_calls", count: 10 });
    faulty.call.client.sendText("Do you train baristas?");
    expect(new Set(await allFinished(faulty.call, 10)).size).toBeGreaterThanOrEqual(10);
    await goesOn(faulty.call);
  });

  it("that never says that its audio is done does not keep a goodbye for ever", async () => {
    await using faulty = await callWith({ fault: "withhold", type: "AgentAudioDone" });
    faulty.call.client.sendText("That is all, goodbye!");
    expect(await faulty.call.next("voice_agent_stopped")).toMatchObject({ reason: "end_call" });
  });

  it("that refuses the call ends it as one that can be tried again, and says nothing of why", async () => {
    await using house = await openHouse({ faults: [{ fault: "refuse", status: 429 }] });
    const call = house.call();
    expect(await call.next("error")).toMatchObject({ code: "agent_unavailable", retryable: true });
    expect(JSON.stringify(call.events)).not.toContain("429");
  });

  it("that reads no more is found by its own Error, which ends the call", async () => {
    await using faulty = await callWith({ fault: "stop_reading", after: "AgentAudioDone" });
    expect(await faulty.call.next("voice_agent_stopped")).toMatchObject({ reason: "agent_error" });
  });

  it("that is half-open is found, and connected anew", { timeout: 180_000 }, async () => {
    await using faulty = await callWith({ fault: "go_silent", after: "AgentAudioDone", times: 1 });
    const { call } = faulty;
    // The relay gives a silent agent 25 s, which is nearly as long as an event is awaited.
    const reconnected = () => call.next("warning", ({ code }) => code === "agent_reconnected");
    await reconnected().catch(reconnected);
    await goesOn(call);
  });
});
