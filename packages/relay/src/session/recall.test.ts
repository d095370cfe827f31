import { describe, expect, it } from "vitest";
import { openHall, started, type Hall } from "./hall.testing.js";
import { MAX_ENTRIES } from "./journal.js";
import { MAX_TRIES } from "./recall.js";

const says = (hall: Hall, role: "user" | "assistant", content: string): void =>
  hall.say({ type: "ConversationText", role, content });
const ready = (hall: Hall): void => {
  hall.say({ type: "Welcome" });
  hall.say({ type: "SettingsApplied" });
};
const numbers = (hall: Hall) => hall.told.flatMap(({ seq }) => (seq === undefined ? [] : [seq]));

/** A conversation of which the store has the beginning only, when its relay dies. */
const cutOff = async (): Promise<Hall> => {
  const first = started({ resumes: true });
  says(first, "assistant", "Hello.");
  await first.settled();
  first.journal.away = true;
  first.say({ type: "UserStartedSpeaking" });
  says(first, "user", "Hi.");
  says(first, "assistant", "How can I help?");
  await first.settled();
  first.journal.away = false;
  return first;
};

describe("a browser that has more of a session than was stored", () => {
  it("is told what comes under numbers, and in turns, that it does not have", async () => {
    const first = await cutOff();
    const last = first.told.at(-1)!;
    const second = openHall({ resumes: true, journal: first.journal });
    await second.comeBack(first);
    ready(second);
    says(second, "assistant", "Where were we?");
    expect(numbers(second)).toEqual([last.seq! + 1]);
    expect(second.told.at(-1)!["turn"]).toBeGreaterThan(last["turn"] as number);
  });

  it("is told the ends of what it saw begin under such a number, too", async () => {
    const first = started({ resumes: true });
    first.say({ type: "FunctionCallRequest", calls: [{ id: "fc_1", name: "find_customer", arguments: "{}" }] });
    first.sound(1);
    await first.settled();
    first.journal.away = true;
    first.say({ type: "AgentThinking" });
    await first.settled();
    const second = openHall({ resumes: true, journal: first.journal });
    first.journal.away = false;
    await second.comeBack(first);
    ready(second);
    const last = first.told.at(-1)!.seq!;
    expect(second.told.slice(1)).toMatchObject([
      { type: "agent_audio_done", turn: 1, seq: last + 1 },
      { type: "tool_finished", id: "fc_1", ok: false, seq: last + 2 },
    ]);
  });

  it("is believed up to what a session may have at most, also by the next relay", async () => {
    const first = await cutOff();
    const { sessionId, resumeToken: token } = first.told[0] as unknown as { sessionId: string; resumeToken: string };
    const after = Number.MAX_SAFE_INTEGER;
    const stored = first.journal.sessions.get(sessionId)!.filter((entry) => "seq" in entry).length;
    for (const tries of [1, 2]) {
      const next = openHall({ resumes: true, journal: first.journal });
      next.tell({ type: "start_voice_agent", data: { resume: { sessionId, token, after: tries === 1 ? after : 0 } } });
      await new Promise((resolve) => setImmediate(resolve));
      ready(next);
      says(next, "assistant", "Hello again.");
      await next.settled();
      expect(next.told.at(-1)!.seq).toBe(stored + MAX_ENTRIES + tries);
    }
  });
});

describe("a session that is taken from a relay that still has it", () => {
  it.each([
    ["where its browser is waited for", (first: Hall) => first.leave()],
    ["where its socket is half-open", () => undefined],
  ])("is the new relay's at once, %s", async (_, prepare) => {
    const first = started({ resumes: true });
    says(first, "assistant", "Hello.");
    prepare(first);
    await first.settled();
    const second = openHall({ resumes: true, journal: first.journal });
    await second.comeBack(first);
    // It goes on writing, while the new relay's agent is not ready yet.
    says(first, "assistant", "Are you there?");
    await first.settled();
    expect([first.sessions, first.agents.size]).toEqual([1, 0]);
    ready(second);
    says(second, "assistant", "Welcome back.");
    await second.settled();
    expect(second.told.map(({ type }) => type)).toEqual(["session_started", "conversation_update"]);
    expect(second.agents.size).toBe(1);
  });

  /** A journal in which the relay that has the session always writes just after it was read. */
  const contested = (times: number) => {
    const first = started({ resumes: true });
    let left = times;
    const { journal } = first;
    const read: typeof journal.read = async (session, after) => {
      const entries = await journal.read(session, after);
      left -= 1;
      if (left >= 0) says(first, "assistant", "Still here.");
      await first.settled();
      return entries;
    };
    const second = openHall({ resumes: true, journal: { ...journal, sessions: journal.sessions, read } });
    return { first, second };
  };

  it("is asked for again when that relay was quicker, and has what it wrote", async () => {
    const { first, second } = contested(MAX_TRIES - 1);
    await first.settled();
    await second.comeBack(first);
    ready(second);
    says(second, "assistant", "Welcome back.");
    await second.settled();
    expect(second.told.filter(({ type }) => type === "conversation_update")).toHaveLength(MAX_TRIES);
    expect(second.agents.size).toBe(1);
  });

  it("is given up when that relay does not stop writing", async () => {
    const { first, second } = contested(Infinity);
    await first.settled();
    await second.comeBack(first);
    expect(second.told).toMatchObject([{ type: "error", code: "resume_failed" }]);
    expect([second.agentOpens, first.agents.size]).toEqual([0, 1]);
  });

  it("is had by one when two sockets of a relay ask for it at once", async () => {
    const first = started({ resumes: true });
    await first.settled();
    const second = openHall({ resumes: true, journal: first.journal });
    const one = second.comeBack(first);
    const two = second.comeBack(first);
    await Promise.all([one, two]);
    ready(second);
    says(second, "assistant", "Welcome back.");
    await second.settled();
    expect(second.told.at(-1)).toMatchObject({ type: "conversation_update" });
    expect([second.agentOpens, second.agents.size, second.closes]).toEqual([1, 1, [1000]]);
  });

  it("is had although the journal cannot be written to, and written down when it can", async () => {
    const first = started({ resumes: true });
    await first.settled();
    const { journal } = first;
    let away = true;
    const append: typeof journal.append = (session, entries) =>
      away ? Promise.reject(new Error("The store is away.")) : journal.append(session, entries);
    const second = openHall({ resumes: true, journal: { ...journal, sessions: journal.sessions, append } });
    await second.comeBack(first);
    ready(second);
    away = false;
    second.at(100);
    await second.settled();
    const entries = journal.sessions.get("session-1")!;
    expect(entries.map((entry) => ("note" in entry ? entry.note : entry.message.type)).slice(2)).toEqual([
      "taken_over",
      "resumed",
    ]);
  });
});
