import type { Outcome } from "@bean-brew/tools";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openHall, started, type Hall } from "./hall.testing.js";

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

type Act = (hall: Hall) => void | Promise<void>;

const isStarted = (hall: Hall): boolean => hall.told.some(({ type }) => type === "session_started");
const ids = fc.constantFrom("a", "b", "c");
const settle =
  (id: string, follow: Outcome["follow"]): Act =>
  async (hall) => {
    hall.pending.get(id)?.({ ok: true, result: {}, ...(follow && { follow }) });
    await Promise.resolve();
  };
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Act>((hall) => hall.hear(1)) },
  {
    weight: 3,
    arbitrary: fc.nat(255).map(
      (byte): Act =>
        (hall) =>
          hall.sound(byte),
    ),
  },
  { weight: 4, arbitrary: fc.constant<Act>((hall) => hall.say({ type: "SettingsApplied" })) },
  ...(
    ["Welcome", "UserStartedSpeaking", "AgentAudioDone", "AgentThinking", "EndOfTurn", "AgentStartedSpeaking"] as const
  ).map((type) => ({ weight: 2, arbitrary: fc.constant<Act>((hall) => hall.say({ type })) })),
  fc.constantFrom("user", "assistant").map(
    (role): Act =>
      (hall) =>
        hall.say({ type: "ConversationText", role: role as "user" | "assistant", content: "Words." }),
  ),
  fc.array(ids, { minLength: 1, maxLength: 3 }).map(
    (calls): Act =>
      (hall) =>
        hall.say({ type: "FunctionCallRequest", calls: calls.map((id) => ({ id, name: "t", arguments: "{}" })) }),
  ),
  ids.map(
    (id): Act =>
      (hall) =>
        hall.say({ type: "FunctionCallCancelled", ids: [id] }),
  ),
  fc
    .tuple(
      ids,
      fc.constantFrom<Outcome["follow"]>(
        undefined,
        { do: "say", text: "One moment." },
        { do: "end", farewell: "Bye." },
      ),
    )
    .map(([id, follow]) => settle(id, follow)),
  fc.nat(4_000).map(
    (ms): Act =>
      (hall) =>
        hall.at(hall.now() + ms),
  ),
  fc.constant<Act>((hall) => hall.tell({ type: "user_message", text: "Typed." })),
  fc.constant<Act>((hall) => hall.tell({ type: "nonsense" })),
  fc.constant<Act>((hall) => hall.tell({ type: "stop_voice_agent" })),
  fc.constant<Act>((hall) => hall.lose()),
  fc.constant<Act>((hall) => hall.lose(429)),
  { weight: 3, arbitrary: fc.constant<Act>((hall) => hall.leave()) },
  { weight: 3, arbitrary: fc.constant<Act>((hall) => (isStarted(hall) ? hall.comeBack() : undefined)) },
  fc.constant<Act>((hall) => hall.drain()),
  fc.constant<Act>((hall) => hall.say({ type: "Error", code: "FAILED_TO_THINK" })),
);

/** What the journal says that a browser was told, in order. */
const written = (hall: Hall) =>
  [...hall.journal.sessions.values()].flat().flatMap((entry) => ("seq" in entry ? [entry] : []));

describe("whatever comes in whatever order, a session", () => {
  it("stops once with one reason, closes every agent, answers a call once, keeps order, and loses no message", async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.boolean(), fc.array(anyAct, { maxLength: 60 }), async (resumes, live, acts) => {
        const hall = live ? started({ resumes }) : openHall({ resumes });
        if (!live) hall.tell({ type: "start_voice_agent" });
        for (const act of acts) await act(hall);
        hall.leave();
        hall.at(hall.now() + 30_000);
        for (const resolve of hall.pending.values()) resolve({ ok: true, result: {} });
        await hall.settled();
        hall.sound(0);
        hall.hear(0);
        hall.at(hall.now() + 200);

        const told = written(hall);
        expect(told.filter(({ message }) => message.type === "voice_agent_stopped")).toHaveLength(1);
        expect(told.at(-1)!.message.type).toBe("voice_agent_stopped");
        expect(told.map(({ seq }) => seq)).toEqual(told.map((_, index) => index + 1));
        expect(hall.sessions).toBe(0);
        expect(hall.agentCloses).toBe(hall.agentOpens);

        // What browsers saw is what was written, in order; what one had not seen was told to the next.
        const seen = hall.told.filter(({ seq }) => seq !== undefined);
        const first = told.slice(0, seen.length).map(({ seq, message }) => ({ ...message, seq }));
        expect(seen).toEqual(JSON.parse(JSON.stringify(first)));

        const answered = hall.agentSent.flatMap((request) =>
          request.type === "FunctionCallResponse" ? [request.id] : [],
        );
        expect(new Set(answered).size).toBe(answered.length);
        const settings = hall.agentSent.filter(({ type }) => type === "Settings");
        expect(settings.length).toBeLessThanOrEqual(hall.agentOpens);
        const turns = told.flatMap(({ message }) => (message.type === "agent_started_speaking" ? [message.turn] : []));
        expect(turns).toEqual([...new Set(turns)].sort((a, b) => a - b));
      }),
      { numRuns: 1000 },
    );
  });
});
