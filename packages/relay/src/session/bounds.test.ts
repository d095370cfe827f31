import type { Outcome } from "@bean-brew/tools";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { errorOf } from "../errors.js";
import { openDoor } from "./door.js";
import { MAX_ASIDES } from "./from-browser.js";
import { openHall, started, type Hall } from "./hall.testing.js";
import { MAX_CHARACTERS, MAX_ENTRIES, recollect, type Entry } from "./journal.js";
import { notebookOf } from "./notebook.js";

const entriesOf = (hall: Hall): readonly Entry[] => hall.journal.sessions.get("session-1")!;
const isEnded = (hall: Hall): void => {
  expect(hall.told.slice(-2)).toMatchObject([
    { type: "error", code: "rate_limited" },
    { type: "voice_agent_stopped", reason: "limit" },
  ]);
  expect([hall.closes, hall.agents.size]).toEqual([[1008], 0]);
};

describe("what a session writes down", () => {
  it.each([
    ["that cannot be read", { type: "dance" }],
    ["that cannot be taken", { type: "start_voice_agent" }],
    ["that say what was heard", { type: "interrupted", turn: 1, playedMs: 40 }],
  ])("has room for many messages %s, and not for any number", async (_, message) => {
    const hall = started();
    for (let count = 0; count < MAX_ASIDES; count += 1) hall.tell(message);
    expect(hall.closes).toEqual([]);
    hall.tell(message);
    isEnded(hall);
    await hall.settled();
    expect(entriesOf(hall).length).toBeLessThan(MAX_ASIDES + 10);
  });

  it("ends before it has more entries than can be kept", async () => {
    const hall = started();
    for (let count = 0; count < MAX_ENTRIES; count += 1) hall.say({ type: "AgentThinking" });
    isEnded(hall);
    await hall.settled();
    expect(entriesOf(hall).length).toBeLessThan(MAX_ENTRIES + 10);
  });

  it("ends before it is longer than can be kept", () => {
    const hall = started();
    const content = "word ".repeat(MAX_CHARACTERS / 50);
    for (let count = 0; count < 9; count += 1) hall.say({ type: "ConversationText", role: "assistant", content });
    expect(hall.closes).toEqual([]);
    hall.say({ type: "ConversationText", role: "assistant", content });
    isEnded(hall);
  });

  it("counts what another relay wrote down of the session", () => {
    const data = { role: "assistant", content: "x".repeat(MAX_CHARACTERS / 10) } as const;
    const told = (n: number): Entry => ({
      n,
      at: 0,
      seq: n,
      message: { type: "conversation_update", turn: n, data, at: "" },
    });
    const past = Array.from({ length: 10 }, (_, index) => told(index + 1));
    expect([notebookOf(past.slice(1)).isFull(), notebookOf(past).isFull()]).toEqual([false, true]);
  });

  it("can be read again, however much there is", () => {
    const began = { n: 1, at: 0, note: "began", data: {}, tokenHash: "" } as const;
    const told = (n: number): Entry => ({ n, at: 0, seq: n, message: { type: "agent_audio_done", turn: n } });
    const past = recollect([began, ...Array.from({ length: 500_000 }, (_, index) => told(index + 2))]);
    expect(past).toMatchObject({ n: 500_001, seq: 500_001, turn: 500_001 });
  });
});

describe("a fault of the relay's own", () => {
  it("ends the socket that was to start a conversation, and nothing else", async () => {
    const told: unknown[] = [];
    const door = openDoor(
      {
        now: () => 0,
        begin: () => {
          throw new Error("Nobody has thought of that.");
        },
        resume: () => Promise.reject(new Error("Nor of that.")),
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
    door.text('{"type":"start_voice_agent","data":{"resume":{"sessionId":"s","token":"t","after":0}}}');
    await new Promise((resolve) => setImmediate(resolve));
    door.text('{"type":"start_voice_agent"}');
    expect(told).toEqual([errorOf("internal"), 1011]);
  });

  it("ends the session, to the last of what that takes", async () => {
    const closed: number[] = [];
    const hall = started({
      wire: (browser) => ({
        ...browser,
        text: (json) => {
          if (/agent_thinking|"error"/.test(json)) throw new Error("The socket takes no text.");
          browser.text(json);
        },
        close: (code) => void closed.push(code),
      }),
    });
    hall.say({ type: "AgentThinking" });
    expect(hall.told.at(-1)).toMatchObject({ type: "voice_agent_stopped", reason: "internal" });
    expect([closed, hall.agents.size]).toEqual([[1011], 0]);
    hall.at(100);
    expect(hall.sessions).toBe(0);
  });

  it("ends the session in which a call cannot be answered", async () => {
    const hall = started();
    hall.say({ type: "FunctionCallRequest", calls: [{ id: "a", name: "find_customer", arguments: "{}" }] });
    hall.pending.get("a")!(undefined as unknown as Outcome);
    await new Promise((resolve) => setImmediate(resolve));
    expect(hall.told.at(-1)).toMatchObject({ type: "voice_agent_stopped", reason: "internal" });
    expect([hall.closes, hall.agents.size]).toEqual([[1011], 0]);
  });

  it.each([
    ["on the way of its audio", (hall: Hall) => hall.sound(1)],
    ["on the tick", (hall: Hall) => hall.at(100)],
  ])("ends the session %s, and no other", async (_, happens) => {
    let breaks = false;
    const hall = openHall({
      wire: (browser) => ({
        ...browser,
        unreadBytes: () => {
          if (breaks) throw new Error("Nobody has thought of that.");
          return 0;
        },
      }),
    });
    hall.tell({ type: "start_voice_agent" });
    hall.say({ type: "Welcome" });
    hall.say({ type: "SettingsApplied" });
    breaks = true;
    happens(hall);
    await hall.settled();
    expect(entriesOf(hall).at(-1)).toMatchObject({ message: { type: "voice_agent_stopped", reason: "internal" } });
    expect([hall.closes, hall.agents.size]).toEqual([[1011], 0]);
  });
});
