import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Call } from "./call.js";
import { openHouse, type House } from "./house.js";
import { openScriptedAgent } from "./scripted-agent.js";

/** Generous for a second; an agent that is waited for to answer would be for thirty. */
const CUT_MS = 20_000;

/** What brings a call to where its browser leaves. */
type Until = (call: Call) => Promise<unknown>;

describe("a browser that leaves", () => {
  let house: House;
  let left = 0;
  beforeAll(async () => {
    house = await openHouse({ env: { RESUME_SECONDS: "1" } });
  });
  afterAll(() => house[Symbol.asyncDispose]());

  const withFaults = (faults: readonly object[]) =>
    fetch(`${house.agent}/admin/faults`, { method: "PUT", body: JSON.stringify(faults) });

  const untilSpeaking: Until = (call) => call.next("agent_audio");
  const cases: readonly (readonly [string, Until])[] = [
    ["when the agent listens", (call) => call.next("session_started")],
    ["while the agent speaks", untilSpeaking],
    ["while a tool runs", (call) => (call.client.sendText("Do you train baristas?"), call.next("tool_started"))],
    [
      "while the farewell is spoken",
      (call) => (call.client.sendText("That is all, goodbye!"), call.next("tool_finished")),
    ],
    [
      "again, while it is coming back",
      async (call) => {
        await call.next("session_started");
        call.hangUp();
        await call.next("reconnecting");
      },
    ],
    [
      "again, when it has come back",
      async (call) => {
        await call.next("session_started");
        call.hangUp();
        await call.next("session_started", ({ resumed }) => resumed);
      },
    ],
  ];

  it.each(cases)("%s leaves no connection to the agent behind", async (_when, until) => {
    const call = house.call();
    await until(call);
    // A page that is gone for good: its socket breaks, and it does not come back.
    call.hangUp();
    call.client.stop();
    left += 1;
    await house.agentsAreGone(left);
  });

  it("before the agent listens leaves no connection to the agent behind", async () => {
    await withFaults([{ fault: "delay", type: "SettingsApplied", ms: 1_500, times: 1 }]);
    const call = house.call();
    // The agent was asked for once its connection is there.
    left += 1;
    while ((await sessionsOf(house)) < left) await new Promise((resolve) => setTimeout(resolve, 20));
    call.hangUp();
    call.client.stop();
    await house.agentsAreGone(left);
  });

  it("while the agent is connected anew leaves no connection to the agent behind", async () => {
    await withFaults([{ fault: "drop", after: "InjectUserMessage", times: 1 }]);
    const call = house.call();
    await call.next("session_started");
    await withFaults([{ fault: "withhold", type: "SettingsApplied", times: 1 }]);
    left += 2;
    call.client.sendText("Hello?");
    while ((await sessionsOf(house)) < left) await new Promise((resolve) => setTimeout(resolve, 20));
    call.hangUp();
    call.client.stop();
    await house.agentsAreGone(left);
  });

  it("that took up a call of a relay that died, before the agent listens, leaves no connection behind", async () => {
    const call = house.call();
    const { sessionId, resumeToken: token } = await call.next("session_started");
    await house.journalHas(new RegExp(sessionId));
    await withFaults([{ fault: "withhold", type: "SettingsApplied", times: 1 }]);
    await house.crash();
    // The client comes back by itself, too: whichever is later has the seat.
    call.client.stop();
    left += 2;
    const again = house.call({ resume: { sessionId, token, after: 1 } });
    while ((await sessionsOf(house)) < left) await new Promise((resolve) => setTimeout(resolve, 20));
    again.hangUp();
    again.client.stop();
    await house.agentsAreGone(left);
  });

  it("while a relay that stops has the agent say goodbye leaves nothing to wait for", async () => {
    await using agent = await openScriptedAgent();
    await using stopping = await openHouse({ agentUrl: agent.url, env: { DRAIN_SECONDS: "0" } });
    const conversation = agent.conversation();
    const call = stopping.call();
    const answers = await conversation;
    await call.next("session_started");
    stopping.relay.child.kill("SIGTERM");
    await answers.injected();
    call.hangUp();
    call.client.stop();
    expect(await stopping.relay.ended()).toBe(0);
  });

  it.each([
    ["stops", (call: Call) => call.client.stop()],
    ["is gone", (call: Call) => (call.hangUp(), call.client.stop())],
  ])("and %s leaves no connection to an agent that answers no goodbye", { timeout: CUT_MS }, async (_, leave) => {
    await using agent = await openScriptedAgent();
    await using deafHouse = await openHouse({ agentUrl: agent.url, env: { RESUME_SECONDS: "1" } });
    const conversation = agent.conversation();
    const call = deafHouse.call();
    const gone = (await conversation).deaf();
    await call.next("session_started");
    leave(call);
    await gone;
  });

  it("again and again leaves the relay with nobody", async () => {
    const untilNobody = async (): Promise<number> =>
      ((await (await fetch(`${house.url}/health`)).json()) as { sessions: number }).sessions;
    while ((await untilNobody()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await untilNobody()).toBe(0);
  });
});

const sessionsOf = async (house: House): Promise<number> =>
  ((await (await fetch(`${house.agent}/admin/sessions`)).json()) as readonly unknown[]).length;
