import { describe, expect, it } from "vitest";
import type { Settings } from "../agent/messages.js";
import { openHall, started, type Hall } from "./hall.testing.js";

const says = (hall: Hall, role: "user" | "assistant", content: string): void =>
  hall.say({ type: "ConversationText", role, content });
const ready = (hall: Hall): void => {
  hall.say({ type: "Welcome" });
  hall.say({ type: "SettingsApplied" });
};
const types = (hall: Hall, from: number) => hall.told.slice(from).map(({ type }) => type);
const HELLO = [{ type: "History", role: "assistant", content: "Hello." }];

/** A conversation whose browser may come back. */
const talking = (): Hall => {
  const hall = started({ resumes: true });
  says(hall, "assistant", "Hello.");
  return hall;
};

/** The browser is back, and finds an agent that was told what was said. */
const goesOn = async (hall: Hall): Promise<void> => {
  const before = hall.told.length;
  await hall.comeBack();
  expect(types(hall, before)).toEqual([]);
  hall.hear(9);
  hall.say({ type: "Welcome" });
  expect(hall.agentSent.at(-1)).toMatchObject({ type: "Settings", agent: { context: { messages: HELLO } } });
  hall.say({ type: "SettingsApplied" });
  expect(hall.told[before]).toMatchObject({ type: "session_started", resumed: true });
  expect(hall.agentAudio.at(-1)).toBe(9);
  says(hall, "assistant", "Where were we?");
  expect(types(hall, before).at(-1)).toBe("conversation_update");
  expect([hall.agents.size, hall.closes]).toEqual([1, []]);
};

describe("a browser that comes back to a conversation without an agent", () => {
  it("finds another when the agent was lost while it was away", async () => {
    const hall = talking();
    hall.leave();
    hall.lose();
    hall.at(20_000);
    expect([hall.sessions, hall.agentOpens]).toEqual([1, 1]);
    await goesOn(hall);
    expect(hall.agentOpens).toBe(2);
  });

  it("finds another when it left while the agent was connected anew, which is given up", async () => {
    const hall = talking();
    hall.say({ type: "AgentAudioDone" });
    hall.lose();
    hall.say({ type: "Welcome" });
    hall.leave();
    expect([hall.agents.size, hall.agentOpens]).toEqual([0, 2]);
    // What still comes of that one is not heard.
    hall.say({ type: "SettingsApplied" });
    says(hall, "assistant", "Am I late?");
    hall.at(20_000);
    await goesOn(hall);
  });

  it("finds another when it left before the agent of the relay that took the session up was ready", async () => {
    const first = talking();
    await first.settled();
    const hall = openHall({ resumes: true, journal: first.journal });
    await hall.comeBack(first);
    hall.leave();
    expect([hall.agents.size, hall.sessions]).toEqual([0, 1]);
    hall.told.push(...first.told);
    await goesOn(hall);
  });

  it("is waited for no longer than with one, and not when it does not know how to come back", () => {
    const hall = talking();
    hall.leave();
    hall.at(10_000);
    hall.lose();
    hall.at(29_999);
    expect(hall.sessions).toBe(1);
    hall.at(30_000);
    expect(hall.sessions).toBe(0);

    const old = started({ resumes: false });
    old.lose();
    old.leave();
    old.at(100);
    expect([old.sessions, old.agents.size]).toEqual([0, 0]);
  });

  it("may leave again while the agent is connected", async () => {
    const hall = talking();
    hall.leave();
    hall.lose();
    await hall.comeBack();
    hall.leave();
    expect(hall.agents.size).toBe(0);
    await goesOn(hall);
  });

  it("has the agent's end told within ten seconds when there is none to be had", async () => {
    const hall = talking();
    hall.leave();
    hall.lose();
    await hall.comeBack();
    hall.at(10_000);
    expect(hall.told.at(-1)).toMatchObject({ type: "voice_agent_stopped", reason: "agent_unavailable" });
  });

  it.each([
    ["there again", (hall: Hall) => hall.comeBack()],
    ["still away", () => undefined],
  ])("has lost the call when the agent is lost twice within a minute, %s or not", async (_, act) => {
    const hall = talking();
    hall.lose();
    ready(hall);
    hall.at(20_000);
    hall.leave();
    await act(hall);
    hall.at(40_000);
    hall.lose();
    hall.at(40_100);
    await hall.settled();
    const entries = hall.journal.sessions.get("session-1")!;
    expect(entries.at(-1)).toMatchObject({ message: { type: "voice_agent_stopped", reason: "agent_error" } });
  });

  it("has lost the call when the agent that it found is lost within a minute", async () => {
    const hall = talking();
    hall.leave();
    hall.lose();
    hall.at(25_000);
    await hall.comeBack();
    ready(hall);
    hall.at(84_999);
    hall.lose();
    expect(hall.told.at(-1)).toMatchObject({ type: "voice_agent_stopped", reason: "agent_error" });
  });

  it("hears nothing of the agent's before it knows where the conversation is", async () => {
    const first = talking();
    await first.settled();
    const hall = openHall({ resumes: true, journal: first.journal });
    await hall.comeBack(first);
    hall.say({ type: "Welcome" });
    hall.sound(1);
    expect([hall.frames, hall.told]).toEqual([[], []]);
    hall.say({ type: "SettingsApplied" });
    hall.sound(2);
    expect(hall.order).toEqual(["session_started", "agent_started_speaking", "frame"]);
    expect(hall.frames).toEqual([2]);
  });
});

describe("a browser that leaves", () => {
  it("while a relay that stops has the agent say goodbye, is not waited for", () => {
    const hall = talking();
    hall.reception.dismiss();
    hall.leave();
    expect(hall.agents.size).toBe(0);
    hall.at(100);
    expect(hall.sessions).toBe(0);
  });
});

describe("an agent that is lost", () => {
  it("has the turn that it spoke told to be over", () => {
    const hall = talking();
    hall.sound(1);
    hall.lose();
    expect(hall.told.at(-1)).toMatchObject({ type: "agent_audio_done", turn: 1 });
    const cut = talking();
    cut.sound(1);
    cut.say({ type: "UserStartedSpeaking" });
    cut.lose();
    expect(cut.told.at(-1)).toMatchObject({ type: "user_started_speaking" });
  });

  it("has the next one know what of that turn was heard", () => {
    const context = (spoken: number): readonly object[] => {
      const hall = talking();
      hall.say({ type: "AgentAudioDone" });
      says(hall, "user", "What do you sell?");
      says(hall, "assistant", "Coffee, cakes, and courses for baristas.");
      for (let frames = 0; frames < spoken; frames += 1) hall.sound(1);
      hall.lose();
      hall.say({ type: "Welcome" });
      const settings = hall.agentSent.at(-1) as Settings;
      return settings.agent.context!.messages.slice(2);
    };
    // A frame of the test's lasts 20 ms.
    expect(context(40)).toEqual([{ type: "History", role: "assistant", content: "Coffee," }]);
    expect(context(200)).toMatchObject([{ content: "Coffee, cakes, and courses for baristas." }]);
  });

  it("leaves what was typed and it never told back to the next, once", () => {
    const hall = talking();
    hall.tell({ type: "user_message", text: "What do you sell?" });
    hall.tell({ type: "user_message", text: "And where are you?" });
    says(hall, "user", "What do you sell?");
    says(hall, "assistant", "Coffee.");
    hall.say({ type: "AgentAudioDone" });
    hall.lose();
    ready(hall);
    const injected = () =>
      hall.agentSent.flatMap((request) => (request.type === "InjectUserMessage" ? [request.content] : []));
    expect(injected()).toEqual(["What do you sell?", "And where are you?", "And where are you?"]);
    says(hall, "user", "And where are you?");
    says(hall, "assistant", "In New York.");
    hall.say({ type: "AgentAudioDone" });
    hall.at(70_000);
    hall.lose();
    ready(hall);
    expect(injected()).toHaveLength(3);
  });

  it("leaves nothing of what it told back", () => {
    const hall = talking();
    for (const text of ["What do you sell?", "And where are you?"]) hall.tell({ type: "user_message", text });
    for (const text of ["What do you sell?", "And where are you?"]) says(hall, "user", text);
    says(hall, "assistant", "Coffee, in New York.");
    hall.say({ type: "AgentAudioDone" });
    hall.lose();
    ready(hall);
    expect(hall.agentSent.filter(({ type }) => type === "InjectUserMessage")).toHaveLength(2);
  });

  it("has been told back what was typed in other words, too, and a turn goes on under its number", () => {
    const hall = talking();
    hall.tell({ type: "user_message", text: "  whats   up " });
    const [turn] = hall.told.flatMap(({ type, turn }) => (type === "user_started_speaking" ? [turn] : []));
    hall.lose();
    ready(hall);
    says(hall, "user", "What's up?");
    expect(hall.told.at(-1)).toMatchObject({ type: "conversation_update", turn });
    says(hall, "assistant", "Not much.");
    hall.say({ type: "AgentAudioDone" });
    hall.at(70_000);
    hall.lose();
    ready(hall);
    expect(hall.agentSent.filter(({ type }) => type === "InjectUserMessage")).toHaveLength(2);
  });

  it("keeps no more of what was typed than can be sent again", () => {
    const hall = talking();
    for (let count = 1; count <= 20; count += 1) hall.tell({ type: "user_message", text: `Text ${count}` });
    const before = hall.agentSent.length;
    hall.lose();
    ready(hall);
    const again = hall.agentSent.slice(before).filter(({ type }) => type === "InjectUserMessage");
    expect(again).toHaveLength(8);
    expect(again.at(-1)).toEqual({ type: "InjectUserMessage", content: "Text 20" });
  });

  it("has the next one say what it was to say and had not said, once", () => {
    const hall = talking();
    for (let ms = 50_000; ms < 840_000; ms += 50_000) {
      hall.at(ms);
      hall.say({ type: "UserStartedSpeaking" });
    }
    hall.at(840_000);
    hall.lose();
    ready(hall);
    const asked = () => hall.agentSent.filter(({ type }) => type === "InjectAgentMessage");
    expect(asked()).toHaveLength(2);
    expect(asked()[1]).toEqual({ type: "InjectAgentMessage", message: "One minute left.", behavior: "queue" });
    says(hall, "assistant", "One minute left.");
    hall.say({ type: "AgentAudioDone" });
    hall.at(899_999);
    expect(asked()).toHaveLength(2);
  });

  it("has the next one know that the longest call is nearly over", () => {
    const hall = talking();
    hall.tell({ type: "user_message", text: "Hi." });
    for (let ms = 60_000; ms < 840_000; ms += 50_000) {
      hall.at(ms);
      says(hall, "user", "Still here.");
    }
    hall.at(840_000);
    const prompts = () => hall.agentSent.filter(({ type }) => type === "UpdatePrompt");
    expect(prompts()).toHaveLength(1);
    hall.lose();
    ready(hall);
    expect(prompts()).toHaveLength(2);
    expect(prompts()[1]).toEqual(prompts()[0]);
  });
});
