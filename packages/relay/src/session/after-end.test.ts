import { describe, expect, it } from "vitest";
import { started, type Hall } from "./hall.testing.js";

const notesOf = (hall: Hall) =>
  hall.journal.sessions.get("session-1")!.flatMap((entry) => ("note" in entry ? [entry] : []));
const settle = async (hall: Hall, id: string, outcome: object): Promise<void> => {
  hall.pending.get(id)!({ ok: true, result: { id: "APT0007" }, ...outcome });
  await new Promise((resolve) => setImmediate(resolve));
  await hall.settled();
};

/** A conversation that ends while a read and a write run. */
const ended = async (): Promise<Hall> => {
  const hall = started();
  hall.say({
    type: "FunctionCallRequest",
    calls: [
      { id: "read", name: "find_customer", arguments: "{}" },
      { id: "write", name: "create_appointment", arguments: "{}" },
    ],
  });
  hall.tell({ type: "stop_voice_agent" });
  hall.at(100);
  await hall.settled();
  return hall;
};

describe("calls that run when a session ends", () => {
  it("are cancelled, which the page and the journal are told before the end", async () => {
    const hall = await ended();
    expect(hall.told.slice(-2)).toMatchObject([
      { type: "tool_finished", id: "read", ok: false },
      { type: "voice_agent_stopped" },
    ]);
    expect(notesOf(hall).flatMap((entry) => (entry.note === "cancelled" ? [entry.id] : []))).toEqual(["read", "write"]);
  });

  it("are written down with what they did when they were writes, and nobody is told", async () => {
    const hall = await ended();
    const [told, sent] = [hall.told.length, hall.agentSent.length];
    const identity = { customerId: "CUST0001", by: "created", at: 1 } as const;
    await settle(hall, "read", {});
    hall.at(200);
    expect([hall.sessions, hall.reception.isDone]).toEqual([0, false]);
    await settle(hall, "write", { writeKey: "write:1", identity });
    expect(notesOf(hall).slice(-2)).toMatchObject([
      { note: "answered", id: "write", ok: true, result: '{"id":"APT0007"}', writeKey: "write:1" },
      { note: "identified", identity },
    ]);
    expect([hall.told.length, hall.agentSent.length]).toEqual([told, sent]);
    hall.at(200);
    expect(hall.reception.isDone).toBe(true);
  });

  it("are written down beside what the caller thought of it meanwhile", async () => {
    const hall = await ended();
    hall.at(200);
    expect(await hall.reception.rate("session-1", "guessed", { stars: 1 })).toBe("unknown");
    expect(await hall.reception.rate("session-1", "secret", { stars: 5 })).toBe("done");
    await settle(hall, "write", { writeKey: "write:1" });
    expect(notesOf(hall).slice(-2)).toMatchObject([
      { note: "rated", stars: 5 },
      { note: "answered", id: "write", writeKey: "write:1" },
    ]);
    hall.at(300);
    expect(hall.reception.isDone).toBe(true);
  });

  it("are still waited for when their time is up: they may be done late", async () => {
    const hall = started();
    hall.say({
      type: "FunctionCallRequest",
      calls: [{ id: "write", name: "create_appointment", arguments: "{}" }],
    });
    await settle(hall, "write", { ok: false, result: { error: "", code: "timeout" }, inDoubt: "write:1" });
    hall.tell({ type: "stop_voice_agent" });
    await hall.settled();
    hall.late.get("write")!({ ok: true, result: { id: "APT0007" } });
    await hall.settled();
    expect(notesOf(hall).at(-1)).toMatchObject({ note: "answered", id: "write", ok: true });
  });

  it("are still waited for when their time is up after the end", async () => {
    const hall = await ended();
    const before = notesOf(hall).length;
    await settle(hall, "write", { ok: false, result: { error: "", code: "timeout" }, inDoubt: "write:1" });
    expect(notesOf(hall)).toHaveLength(before);
    hall.late.get("write")!({ ok: true, result: { id: "APT0007" } });
    await hall.settled();
    expect(notesOf(hall).slice(before)).toMatchObject([{ note: "answered", id: "write", ok: true }]);
  });
});
