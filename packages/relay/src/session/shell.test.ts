import { describe, expect, it } from "vitest";
import { openHall, started } from "./hall.testing.js";
import { whateverComes } from "./interleavings.testing.js";

describe("the door", () => {
  it("answers what comes before a start, and lives", () => {
    const hall = openHall();
    hall.hear(1);
    hall.tell({ type: "user_message", text: "Hello?" });
    hall.tell({ type: "stop_voice_agent" });
    hall.tell("garbage");
    hall.tell({ type: "ping", t: 5 });
    expect(hall.told.map(({ code, type }) => code ?? type)).toEqual([
      "not_started",
      "not_started",
      "not_started",
      "bad_message",
      "pong",
    ]);
    expect(hall.told.every(({ seq }) => seq === undefined)).toBe(true);
    hall.tell({ type: "start_voice_agent" });
    hall.say({ type: "Welcome" });
    expect(hall.agentSent).toHaveLength(1);
  });

  it("closes a socket that starts nothing within ten seconds", () => {
    const hall = openHall();
    hall.at(9_999);
    expect(hall.closes).toEqual([]);
    hall.at(10_000);
    hall.at(20_000);
    expect(hall.told).toMatchObject([{ type: "error", code: "not_started" }]);
    expect(hall.closes).toEqual([1008]);
  });

  it("says that a session cannot be taken up again, after which the client may start afresh", async () => {
    const hall = openHall();
    hall.tell({ type: "start_voice_agent", data: { resume: { sessionId: "s", token: "t", after: 4 } } });
    await new Promise((resolve) => setImmediate(resolve));
    expect(hall.told).toMatchObject([{ type: "error", code: "resume_failed" }]);
    hall.tell({ type: "start_voice_agent" });
    hall.say({ type: "Welcome" });
    hall.say({ type: "SettingsApplied" });
    expect(hall.told.at(-1)).toMatchObject({ type: "session_started", seq: 1 });
  });

  it("counts errors in a session among its messages, and goes on", () => {
    const hall = started();
    hall.tell({ type: "dance" });
    hall.tell({ type: "audio_data", audio: "AAAA", sampleRate: 8_000 });
    hall.tell({ type: "start_voice_agent" });
    expect(hall.told.slice(1).map(({ code, seq }) => [code, seq])).toEqual([
      ["unknown_message", 2],
      ["audio_format", 3],
      ["already_started", 4],
    ]);
    hall.tell({ type: "audio_data", audio: Buffer.alloc(4, 9).toString("base64"), sampleRate: 16_000 });
    expect(hall.agentAudio).toEqual([9]);
  });

  it("refuses a frame of half a sample", () => {
    const hall = openHall();
    hall.tell({ type: "start_voice_agent" });
    hall.say({ type: "Welcome" });
    hall.say({ type: "SettingsApplied" });
    const before = hall.agentAudio.length;
    hall.tell({ type: "audio_data", audio: Buffer.alloc(3).toString("base64"), sampleRate: 16_000 });
    expect(hall.told.at(-1)).toMatchObject({ code: "audio_format" });
    expect(hall.agentAudio).toHaveLength(before);
  });
});

describe("a session", () => {
  it("sends what the microphone said before the agent was ready first, in order", () => {
    const hall = openHall();
    hall.tell({ type: "start_voice_agent" });
    [1, 2, 3].forEach(hall.hear);
    hall.say({ type: "Welcome" });
    expect(hall.agentAudio).toEqual([]);
    hall.say({ type: "SettingsApplied" });
    hall.hear(4);
    expect(hall.agentAudio).toEqual([1, 2, 3, 4]);
  });

  it("passes audio and text on in the order in which they came", () => {
    const hall = started();
    hall.say({ type: "ConversationText", role: "assistant", content: "Hello." });
    [1, 2].forEach(hall.sound);
    hall.say({ type: "AgentAudioDone" });
    hall.say({ type: "UserStartedSpeaking" });
    hall.sound(3);
    expect(hall.order.slice(1)).toEqual([
      "conversation_update",
      "agent_started_speaking",
      "frame",
      "frame",
      "agent_audio_done",
      "user_started_speaking",
      "frame",
    ]);
  });

  it("passes on no frame without a sample, which to the agent may be the end of all audio", () => {
    const hall = started();
    hall.door.audio(Buffer.alloc(0));
    hall.tell({ type: "audio_data", audio: "", sampleRate: 16_000 });
    expect(hall.agentAudio).toEqual([]);
    hall.soundNothing();
    expect(hall.order).toEqual(["session_started"]);
  });

  it("delivers base64 to clients that ask for it, without leftovers of a turn that was cut", () => {
    const hall = started({ delivery: "base64" });
    hall.sound(7);
    hall.say({ type: "UserStartedSpeaking" });
    hall.sound(8);
    const audio = hall.told.filter(({ type }) => type === "audio_output");
    expect(audio).toEqual([
      { type: "audio_output", audio: Buffer.alloc(960, 7).toString("base64"), sampleRate: 24_000, turn: 1 },
    ]);
  });

  it("waits for no more of a farewell than the browser plays of it", async () => {
    for (const isInterrupted of [true, false]) {
      const hall = started();
      hall.say({ type: "FunctionCallRequest", calls: [{ id: "bye", name: "end_call", arguments: "{}" }] });
      hall.pending.get("bye")!({ ok: true, result: {}, follow: { do: "end", farewell: "Goodbye!" } });
      await new Promise((resolve) => setImmediate(resolve));
      hall.say({ type: "ConversationText", role: "assistant", content: "Goodbye!" });
      for (let frames = 0; frames < 250; frames += 1) hall.sound(1);
      if (isInterrupted) hall.tell({ type: "interrupted", turn: 1, playedMs: 40 });
      hall.say({ type: "AgentAudioDone" });
      hall.at(400);
      expect(hall.sessions).toBe(isInterrupted ? 0 : 1);
    }
  });

  it("cuts a client that does not read", () => {
    const hall = started();
    hall.unreadBytes = 8 * 1024 * 1024 + 1;
    hall.sound(1);
    expect(hall.told.slice(-2)).toMatchObject([
      { type: "error", code: "slow_client" },
      { type: "voice_agent_stopped", reason: "limit" },
    ]);
    expect([hall.closes, hall.agentCloses]).toEqual([[1013], 1]);
  });

  it("holds the agent back while the browser is behind, and lets it go on when it has left", () => {
    const hall = started({ resumes: true });
    hall.unreadBytes = 600 * 1024;
    hall.sound(1);
    expect(hall.agentPaused).toBe(true);
    hall.at(100);
    expect(hall.agentPaused).toBe(true);
    hall.leave();
    hall.at(200);
    expect(hall.agentPaused).toBe(false);
    expect(hall.frames).toEqual([1]);
  });

  it("cuts a browser that is behind and takes nothing for fifteen seconds", () => {
    const hall = started();
    hall.unreadBytes = 600 * 1024;
    hall.sound(1);
    hall.at(14_999);
    expect(hall.closes).toEqual([]);
    hall.at(15_000);
    expect(hall.told.at(-1)).toMatchObject({ type: "voice_agent_stopped", reason: "limit" });
    expect([hall.closes, hall.agentCloses]).toEqual([[1013], 1]);
  });

  it("holds the microphone's audio while the agent is behind, and sends it once it is not", () => {
    const hall = started();
    hall.unsentBytes = 100_000;
    for (let sent = 0; sent < 60; sent += 1) hall.hear(sent);
    expect(hall.agentAudio).toEqual([]);
    expect(hall.dropped).toBeGreaterThan(0);
    hall.unsentBytes = 0;
    hall.at(100);
    expect(hall.agentAudio).toHaveLength(60 - hall.dropped);
    expect(hall.agentAudio.at(-1)).toBe(59);
  });

  it("speaks of KeepAlive only once the agent listens, and no more when it is over", () => {
    const hall = openHall();
    hall.tell({ type: "start_voice_agent" });
    hall.at(100);
    expect(hall.keepAlives).toBe(0);
    hall.say({ type: "Welcome" });
    hall.say({ type: "SettingsApplied" });
    hall.at(200);
    expect(hall.keepAlives).toBe(1);
    hall.tell({ type: "stop_voice_agent" });
    hall.at(300);
    expect(hall.keepAlives).toBe(1);
  });
});

it("stops once with one reason, closes every agent, answers a call once, keeps order, and loses no message", () =>
  whateverComes(500));
