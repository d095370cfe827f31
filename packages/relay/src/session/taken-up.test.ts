import { describe, expect, it } from "vitest";
import { MAX_EARLY } from "./door.js";
import { openHall, started } from "./hall.testing.js";
import { fakeJournal } from "./journal.testing.js";

describe("calls that are taken up from another relay", () => {
  it("are no more than there is room for, also when they come in the same moment", async () => {
    const journal = fakeJournal();
    const first = started({ resumes: true, journal });
    const one = [...first.told];
    first.enter();
    first.tell({ type: "start_voice_agent" });
    first.say({ type: "Welcome" });
    first.say({ type: "SettingsApplied" });
    const two = first.told.slice(one.length);
    await first.settled();
    const second = openHall({ resumes: true, journal, room: 1 });
    await Promise.all([second.comeBack({ told: one }), second.comeBack({ told: two })]);
    expect([second.sessions, second.agentOpens]).toEqual([1, 1]);
    expect(second.told).toMatchObject([{ type: "error", code: "at_capacity" }]);
    expect(second.reception.present).toHaveLength(1);
  });

  it("have nothing said against what their pages answer to the relay before", async () => {
    const first = started({ resumes: true });
    first.say({ type: "FunctionCallRequest", calls: [{ id: "map", name: "show_map", arguments: "{}" }] });
    await first.settled();
    const second = openHall({ resumes: true, journal: first.journal });
    await second.comeBack(first);
    second.say({ type: "Welcome" });
    second.say({ type: "SettingsApplied" });
    expect(second.told.at(-1)).toMatchObject({ type: "tool_finished", id: "map", ok: false });
    const before = second.told.length;
    second.tell({ type: "client_tool_result", id: "map", ok: true, content: "Shown." });
    expect(second.told).toHaveLength(before);
    second.tell({ type: "client_tool_result", id: "other", ok: true, content: "Shown." });
    expect(second.told.at(-1)).toMatchObject({ type: "error", code: "bad_message" });
  });

  /** A relay that is asked for a session of another's, and whose journal takes its time. */
  const slow = async (token?: string) => {
    const first = started({ resumes: true });
    await first.settled();
    const { journal } = first;
    const reads: (() => void)[] = [];
    const read: typeof journal.read = async (session, after) => {
      await new Promise<void>((resolve) => reads.push(resolve));
      return journal.read(session, after);
    };
    const second = openHall({ resumes: true, journal: { ...journal, sessions: journal.sessions, read } });
    await second.comeBack(first, token);
    const isRead = async (): Promise<void> => {
      reads.forEach((done) => done());
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { second, isRead };
  };

  it("hear what their browsers have said meanwhile, as far as that can be kept", async () => {
    const { second, isRead } = await slow();
    second.hear(1);
    for (let count = 0; count <= MAX_EARLY; count += 1) second.tell({ type: "user_message", text: `Text ${count}` });
    expect(second.told).toMatchObject([{ type: "error", code: "rate_limited" }]);
    await isRead();
    second.say({ type: "Welcome" });
    second.say({ type: "SettingsApplied" });
    const typed = second.agentSent.flatMap((request) =>
      request.type === "InjectUserMessage" ? [request.content] : [],
    );
    expect(typed).toEqual(Array.from({ length: MAX_EARLY }, (_, index) => `Text ${index}`));
    expect(second.told.some(({ code }) => code === "not_started")).toBe(false);
  });

  it("end when their browsers have stopped them meanwhile, and are gone", async () => {
    const { second, isRead } = await slow();
    second.tell({ type: "stop_voice_agent" });
    second.leave();
    await isRead();
    second.at(100);
    expect([second.sessions, second.agents.size]).toEqual([0, 0]);
  });

  it("leave their browsers time to start afresh when they cannot be had, however long the journal took", async () => {
    const { second, isRead } = await slow("forged");
    second.tell({ type: "user_message", text: "Hello?" });
    second.at(30_000);
    await isRead();
    expect(second.told).toMatchObject([{ code: "resume_failed" }, { code: "not_started" }]);
    second.at(39_999);
    expect(second.closes).toEqual([]);
    second.at(40_000);
    expect([second.told.at(-1), second.closes]).toMatchObject([{ code: "not_started" }, [1008]]);
  });
});
