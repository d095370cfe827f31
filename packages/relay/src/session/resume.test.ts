import { describe, expect, it } from "vitest";
import { started, openHall, type Hall } from "./hall.testing.js";
import { fakeJournal } from "./journal.testing.js";
import { MAX_LEAVING } from "./reception.js";

const says = (hall: Hall, role: "user" | "assistant", content: string): void =>
  hall.say({ type: "ConversationText", role, content });
const call = { id: "fc_1", name: "find_customer", arguments: '{"phone":"+12125550142"}' };

/** A conversation with a call that identified the caller, as somebody has it before the connection breaks. */
const talk = async (hall: Hall): Promise<void> => {
  says(hall, "assistant", "Hello.");
  says(hall, "assistant", "How can I help?");
  hall.say({ type: "UserStartedSpeaking" });
  says(hall, "user", "My number is 212 555 0142.");
  hall.say({ type: "FunctionCallRequest", calls: [call] });
  const identity = { customerId: "CUST0001", by: "phone", at: 1 } as const;
  hall.pending.get("fc_1")!({ ok: true, result: { id: "CUST0001" }, identity });
  await Promise.resolve();
  await hall.settled();
};

/** What a conversation's context says, for a connection that is told of it. */
const CONTEXT = [
  { type: "History", role: "assistant", content: "Hello. How can I help?" },
  { type: "History", role: "user", content: "My number is 212 555 0142." },
  {
    type: "History",
    function_calls: [{ ...call, client_side: true, response: '{"id":"CUST0001"}' }],
  },
];

describe("a browser that comes back to the same relay", () => {
  it("is told what it missed, with the original numbers, and the conversation goes on", async () => {
    const hall = started({ resumes: true });
    says(hall, "assistant", "Hello.");
    hall.leave();
    const before = hall.told.length;
    says(hall, "assistant", "Are you there?");
    hall.sound(1);
    hall.at(20_000);
    expect(hall.keepAlives).toBeGreaterThan(0);
    await hall.comeBack();
    expect(hall.told.slice(before)).toMatchObject([
      { type: "session_started", resumed: true, sessionId: "session-1" },
      { type: "conversation_update", seq: 3, data: { content: "Are you there?" } },
      { type: "agent_started_speaking", seq: 4 },
    ]);
    expect(hall.told[before]).not.toHaveProperty("seq");
    // Audio of the time away is lost; what comes now is not.
    expect(hall.frames).toEqual([]);
    hall.sound(2);
    hall.hear(3);
    expect([hall.frames, hall.agentAudio, hall.agentOpens]).toEqual([[2], [3], 1]);
  });

  it("has half a minute; then the session is over, and cannot be taken up", async () => {
    const hall = started({ resumes: true });
    hall.leave();
    hall.at(29_999);
    expect(hall.agentCloses).toBe(0);
    hall.at(30_000);
    expect(hall.agentCloses).toBe(1);
    await hall.comeBack();
    expect(hall.told.at(-1)).toMatchObject({ type: "error", code: "resume_failed" });
  });

  it("needs the session's token", async () => {
    const hall = started({ resumes: true });
    hall.leave();
    await hall.comeBack(hall, "forged");
    expect(hall.told.at(-1)).toMatchObject({ type: "error", code: "resume_failed" });
    await hall.comeBack();
    expect(hall.told.at(-1)).toMatchObject({ type: "session_started", resumed: true });
  });

  it("takes the seat from a socket that is half-open, whose end then says nothing", async () => {
    const hall = started({ resumes: true });
    const halfOpen = hall.door;
    await hall.comeBack();
    expect(hall.closes).toEqual([1000]);
    halfOpen.text(JSON.stringify({ type: "stop_voice_agent" }));
    halfOpen.gone();
    hall.sound(1);
    expect([hall.frames, hall.agentCloses]).toEqual([[1], 0]);
  });

  it("is not waited for when it is a client that does not know how to", () => {
    const hall = started({ resumes: false });
    hall.leave();
    expect(hall.agentCloses).toBe(1);
  });
});

describe("a browser that comes back to another relay", () => {
  it("is told so and shown out where there is no room, and can go to a third", async () => {
    const journal = fakeJournal();
    const first = started({ resumes: true, journal });
    await talk(first);
    const full = openHall({ resumes: true, journal, room: 0 });
    await full.comeBack(first, "forged");
    expect(full.told.at(-1)).toMatchObject({ type: "error", code: "resume_failed" });
    await full.comeBack(first);
    expect(full.told.at(-1)).toMatchObject({ type: "error", code: "at_capacity" });
    expect([full.closes, full.agentOpens, full.sessions]).toEqual([[1013], 0, 0]);
    const third = openHall({ resumes: true, journal });
    await third.comeBack(first);
    third.say({ type: "Welcome" });
    third.say({ type: "SettingsApplied" });
    expect(third.told).toMatchObject([{ type: "session_started", resumed: true, sessionId: "session-1" }]);
  });

  it("finds the agent knowing what was said and done, without another greeting", async () => {
    const journal = fakeJournal();
    const first = started({ resumes: true, journal });
    await talk(first);
    const second = openHall({ resumes: true, journal });
    await second.comeBack(first);
    second.say({ type: "Welcome" });
    expect(second.agentSent).toMatchObject([{ type: "Settings", agent: { context: { messages: CONTEXT } } }]);
    expect((second.agentSent[0] as { agent: object }).agent).not.toHaveProperty("greeting");
    second.say({ type: "SettingsApplied" });
    expect(second.told).toMatchObject([{ type: "session_started", resumed: true, sessionId: "session-1" }]);
    // Numbers and turns go on, and so does what is known of the caller.
    says(second, "assistant", "What can I do for you?");
    expect(second.told.at(-1)).toMatchObject({ seq: first.told.at(-1)!.seq! + 1, turn: 3 });
  });

  it("is told what the relay that died had written down and not told", async () => {
    const journal = fakeJournal();
    const first = started({ resumes: true, journal });
    await talk(first);
    const lost = first.told.splice(-1);
    const second = openHall({ resumes: true, journal });
    await second.comeBack(first);
    second.say({ type: "Welcome" });
    second.say({ type: "SettingsApplied" });
    expect(second.told.slice(1)).toEqual(lost);
  });

  it("ends the session on the relay that had it, once that has something to write", async () => {
    const journal = fakeJournal();
    const first = started({ resumes: true, journal });
    await talk(first);
    const second = openHall({ resumes: true, journal });
    await second.comeBack(first);
    second.say({ type: "Welcome" });
    second.say({ type: "SettingsApplied" });
    says(second, "assistant", "Here I am.");
    await second.settled();
    says(first, "assistant", "Here I am, too.");
    await first.settled();
    expect(first.told.at(-1)).toMatchObject({ type: "voice_agent_stopped", reason: "connection_closed" });
    expect(first.agentCloses).toBe(1);
    expect(second.agentCloses).toBe(0);
  });

  it.each([
    ["has ended", (first: Hall) => first.tell({ type: "stop_voice_agent" })],
    ["is too old", (_first: Hall, second: Hall) => second.at(150_001)],
    ["cannot be read", (first: Hall) => (first.journal.away = true)],
  ])("may start afresh on the same socket when the session %s", async (_, prepare) => {
    const journal = fakeJournal();
    const first = started({ resumes: true, journal });
    await talk(first);
    const second = openHall({ resumes: true, journal });
    prepare(first, second);
    await first.settled();
    await second.comeBack(first);
    expect(second.told.at(-1)).toMatchObject({ type: "error", code: "resume_failed" });
    second.tell({ type: "start_voice_agent" });
    expect(second.agentOpens).toBe(1);
  });
});

describe("an agent that is lost in mid-call", () => {
  it("is connected anew with the conversation as its context, which the browser is told", async () => {
    const hall = started();
    await talk(hall);
    hall.lose();
    expect([hall.agentOpens, hall.agentCloses]).toEqual([2, 1]);
    hall.hear(5);
    hall.say({ type: "Welcome" });
    expect(hall.agentSent.at(-1)).toMatchObject({ type: "Settings", agent: { context: { messages: CONTEXT } } });
    hall.say({ type: "SettingsApplied" });
    expect(hall.told.at(-1)).toMatchObject({ type: "warning", code: "agent_reconnected" });
    expect(hall.agentAudio).toEqual([5]);
  });

  it("is connected anew within five seconds and at most once a minute", () => {
    const slow = started();
    slow.lose();
    slow.at(4_999);
    expect(slow.closes).toEqual([]);
    slow.at(5_000);
    expect(slow.told.slice(-2)).toMatchObject([{ code: "agent_error" }, { reason: "agent_error" }]);
    expect(slow.closes).toEqual([1011]);

    const again = started();
    again.lose();
    again.say({ type: "Welcome" });
    again.say({ type: "SettingsApplied" });
    again.at(59_999);
    again.lose();
    expect(again.told.at(-1)).toMatchObject({ reason: "agent_error" });
  });

  it("leaves no call unanswered that somebody waits for: they are dropped with it", async () => {
    const hall = started();
    hall.say({ type: "FunctionCallRequest", calls: [call] });
    hall.lose();
    expect(hall.aborted).toEqual(["fc_1"]);
    expect(hall.told.at(-1)).toMatchObject({ type: "tool_finished", ok: false });
    hall.say({ type: "Welcome" });
    hall.say({ type: "SettingsApplied" });
    hall.pending.get("fc_1")!({ ok: true, result: {} });
    await Promise.resolve();
    expect(hall.agentSent.filter(({ type }) => type === "FunctionCallResponse")).toEqual([]);
  });
});

describe("a store that is away", () => {
  it("is not waited for, and gets what it missed once it is back", async () => {
    const hall = started();
    hall.journal.away = true;
    says(hall, "assistant", "Hello.");
    await hall.settled();
    expect(hall.told.at(-1)).toMatchObject({ type: "conversation_update" });
    hall.journal.away = false;
    hall.at(100);
    await hall.settled();
    const entries = hall.journal.sessions.get("session-1")!;
    expect(entries.map(({ n }) => n)).toEqual(entries.map((_, index) => index + 1));
    expect(entries.at(-1)).toMatchObject({ message: { type: "conversation_update" } });
  });

  it("gets what was said in a call that has ended meanwhile, which cannot be taken up again before", async () => {
    const hall = started({ resumes: true });
    await hall.settled();
    hall.journal.away = true;
    hall.tell({ type: "stop_voice_agent" });
    hall.at(100);
    await hall.settled();
    expect(hall.sessions).toBe(0);
    hall.journal.away = false;
    await hall.comeBack();
    expect(hall.told.at(-1)).toMatchObject({ type: "error", code: "resume_failed" });
    hall.at(200);
    await hall.settled();
    const last = hall.journal.sessions.get("session-1")!.at(-1);
    expect(last).toMatchObject({ message: { type: "voice_agent_stopped" } });
  });

  it("gets what was said in so many calls that have ended meanwhile, and in no more", async () => {
    const hall = openHall();
    hall.journal.away = true;
    for (let calls = 0; calls <= MAX_LEAVING; calls += 1) {
      hall.enter();
      hall.tell({ type: "start_voice_agent" });
      hall.tell({ type: "stop_voice_agent" });
    }
    hall.at(100);
    await hall.settled();
    hall.journal.away = false;
    hall.at(200);
    await hall.settled();
    expect(hall.journal.sessions.size).toBe(MAX_LEAVING);
    expect(hall.journal.sessions.has("session-1")).toBe(false);
  });
});
