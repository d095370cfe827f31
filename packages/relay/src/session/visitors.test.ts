import { pino } from "pino";
import { describe, expect, it } from "vitest";
import type { Visitor } from "../auth/gate.js";
import { errorOf } from "../errors.js";
import { openDoor } from "./door.js";
import { openHall, started } from "./hall.testing.js";
import { fakeJournal } from "./journal.testing.js";

const visitorOf = (id: string): Visitor => ({
  site: { id, key: `pk_${id}`, origins: [`https://${id}.example`] },
  address: "203.0.113.9",
  scope: "public",
});

describe("a browser that floods", () => {
  it("loses its call, and its socket is closed", () => {
    const hall = started();
    hall.door.flood();
    expect(hall.told.slice(-2)).toMatchObject([
      { type: "error", code: "rate_limited" },
      { type: "voice_agent_stopped", reason: "limit" },
    ]);
    expect([hall.closes, hall.agentCloses]).toEqual([[1008], 1]);
  });

  it("is shown out before it has one", () => {
    const hall = openHall();
    hall.door.flood();
    hall.tell({ type: "start_voice_agent" });
    expect(hall.told).toMatchObject([{ type: "error", code: "rate_limited" }]);
    expect([hall.closes, hall.agentOpens]).toEqual([[1008], 0]);
  });
});

describe("the door of a relay that is full", () => {
  it("shows out who would begin a call", () => {
    const told: unknown[] = [];
    const door = openDoor(
      {
        now: () => 0,
        begin: () => errorOf("at_capacity"),
        resume: async () => errorOf("resume_failed"),
        log: pino({ level: "silent" }),
      },
      {
        unreadBytes: () => 0,
        resumes: true,
        text: (json) => void told.push(JSON.parse(json)),
        binary: () => undefined,
        close: (code) => void told.push(code),
      },
    );
    door.text('{"type":"start_voice_agent"}');
    door.text('{"type":"start_voice_agent"}');
    expect(told).toEqual([errorOf("at_capacity"), 1013]);
  });
});

describe("a session", () => {
  it("is told of once that the relay will stop, and goes on", () => {
    const hall = started();
    hall.reception.warn();
    expect(hall.told.at(-1)).toMatchObject({ type: "warning", code: "draining" });
    hall.hear(1);
    expect([hall.agentAudio, hall.closes]).toEqual([[1], []]);
  });

  it("counts for its visitor as long as it lives, left or not", () => {
    const hall = started({ resumes: true, visitor: visitorOf("shop") });
    expect(hall.reception.present.map(({ site }) => site?.id)).toEqual(["shop"]);
    hall.leave();
    expect(hall.reception.present).toHaveLength(1);
    hall.at(30_000);
    expect(hall.reception.present).toHaveLength(0);
  });

  it.each([
    ["a customer who is signed in", { customerId: "CUST0001" }],
    ["the staff", { scope: "staff" }],
  ] as const)("of %s is taken up by nobody else, here and elsewhere", async (_, over) => {
    const journal = fakeJournal();
    const owner = { ...visitorOf("shop"), ...over };
    const hall = started({ resumes: true, journal, visitor: owner });
    await hall.settled();
    const comesBack = async (visitor: Visitor): Promise<unknown> => {
      const elsewhere = openHall({ resumes: true, journal, visitor });
      await elsewhere.comeBack(hall);
      return elsewhere.told.at(-1)?.["code"] ?? elsewhere.agentOpens;
    };
    expect(await comesBack(visitorOf("shop"))).toBe("resume_failed");
    expect(await comesBack({ ...owner, customerId: "CUST0002" })).toBe("resume_failed");
    expect(await comesBack(owner)).toBe(1);

    const { sessionId, resumeToken: token } = hall.told[0] as unknown as { sessionId: string; resumeToken: string };
    const browser = { unreadBytes: () => 0, resumes: true, text: () => {}, binary: () => {}, close: () => {} };
    const resume = { sessionId, token, after: 1 };
    expect(await hall.reception.resume(resume, browser, visitorOf("shop"))).toMatchObject({ code: "resume_failed" });
    expect(await hall.reception.resume(resume, browser, { ...owner })).toHaveProperty("handle");
  });

  it("is taken up by pages of its own site only, here and after the relay was killed", async () => {
    const journal = fakeJournal();
    const hall = started({ resumes: true, journal, visitor: visitorOf("shop") });
    hall.say({ type: "ConversationText", role: "assistant", content: "Hello." });
    await hall.settled();
    for (const [id, outcome] of [
      ["other", "resume_failed"],
      ["shop", "session_started"],
    ] as const) {
      const elsewhere = openHall({ resumes: true, journal, visitor: visitorOf(id) });
      await elsewhere.comeBack(hall);
      elsewhere.say({ type: "Welcome" });
      elsewhere.say({ type: "SettingsApplied" });
      expect(elsewhere.told.map(({ type, code }) => code ?? type)).toContain(outcome);
    }
  });
});
