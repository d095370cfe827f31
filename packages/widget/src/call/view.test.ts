import { describe, expect, it } from "vitest";
import type { Closed } from "../client/index.js";
import { END_REASONS, ERROR_CODES } from "../protocol/index.js";
import { wholeWords } from "./heard.js";
import { problemOf } from "./problem.js";
import { MAX_TURN_CHARACTERS } from "./transcript.js";
import { IDLE, MAX_ACTIVITIES, next, stateOf, type CallEvent, type CallView } from "./view.js";

const AT = "2026-11-23T10:00:00Z";
const STARTED: CallEvent = {
  type: "session_started",
  sessionId: "s",
  resumeToken: "r",
  resumed: false,
  audio: { input: { encoding: "linear16", sampleRate: 16_000 }, output: { encoding: "linear16", sampleRate: 24_000 } },
  agent: { name: "Bean & Brew", voice: "v" },
  limits: { idleSeconds: 1, maxSeconds: 1, resumeSeconds: 1 },
};
const after = (...events: CallEvent[]): CallView => events.reduce(next, IDLE);
const spoken = (...events: CallEvent[]): CallView => after({ type: "begin" }, { type: "voice" }, STARTED, ...events);
const piece = (turn: number, role: "user" | "assistant", content: string): CallEvent => ({
  type: "conversation_update",
  data: { role, content },
  turn,
  at: AT,
});

describe("the view of a call", () => {
  it("speaks until the turn was heard, not until it was sent", () => {
    const speaking = spoken({ type: "agent_started_speaking", turn: 1 }, { type: "agent_audio_done", turn: 1 });
    expect(stateOf(speaking)).toBe("speaking");
    expect(stateOf(next(speaking, { type: "turn_ended", turn: 1, playedMs: 900 }))).toBe("listening");
    // One whose end was taken for granted is heard all the same, when it is.
    const early = next(speaking, { type: "turn_ended", turn: 1, playedMs: 300 });
    expect(stateOf(next(early, { type: "turn_started", turn: 1, at: 5 }))).toBe("speaking");
  });

  it("still thinks when a filler was heard while a tool runs", () => {
    const filler = spoken(
      { type: "agent_started_speaking", turn: 3 },
      { type: "tool_started", id: "a", name: "n", label: "Checking the calendar" },
    );
    expect(stateOf(filler)).toBe("speaking");
    expect(stateOf(next(filler, { type: "turn_ended", turn: 3, playedMs: 900 }))).toBe("thinking");
  });

  it("listens at once on a barge-in, whatever it did", () => {
    for (const event of [{ type: "agent_thinking" }, { type: "agent_started_speaking", turn: 3 }] as const)
      expect(stateOf(spoken(event, { type: "user_started_speaking", turn: 4 }))).toBe("listening");
  });

  it("speaks no longer than there is a speaker: not with one that is gone, nor with one that came since", () => {
    const speaking = spoken({ type: "agent_started_speaking", turn: 1 }, { type: "agent_audio_done", turn: 1 });
    const problem = { code: "microphone_failed" } as const;
    expect(stateOf(next(speaking, { type: "failed", problem, over: false }))).toBe("listening");
    const stays = next(speaking, { type: "failed", problem, over: false, voice: true });
    expect(stays).toMatchObject({ voice: true, speaking: 1, problem });
    const typed = after({ type: "begin" }, STARTED, { type: "agent_started_speaking", turn: 1 }, { type: "opening" });
    expect(stateOf(typed)).toBe("speaking");
    expect(stateOf(next(typed, { type: "voice" }))).toBe("listening");
  });

  it("joins the pieces of a turn with a space, of each role and each call for itself", () => {
    const first = spoken(
      piece(1, "assistant", "Good morning."),
      piece(1, "assistant", "How can I help?"),
      piece(2, "user", "Hi"),
    );
    const second = [{ type: "begin" } as const, STARTED, piece(1, "assistant", "Hello again.")].reduce<CallView>(
      next,
      first,
    );
    expect(second.transcript.map((item) => item.kind === "turn" && item.text)).toEqual([
      "Good morning. How can I help?",
      "Hi",
      "Hello again.",
    ]);
  });

  it("marks what was not heard from a whole word on, with what still comes of the turn", () => {
    const text = "We have three places left at ten";
    expect(text.slice(0, wholeWords(text, 0.5))).toBe("We have three");
    expect(wholeWords(text, 0)).toBe(0);
    expect(wholeWords(text, 1)).toBe(text.length);
    const cut = spoken(
      piece(1, "assistant", text),
      { type: "heard", turn: 1, characters: text.length },
      piece(1, "assistant", "and more"),
    );
    expect(cut.transcript[0]).toMatchObject({ text: `${text} and more`, heard: text.length });
  });

  it("keeps what was said when the call ends or breaks, and nothing of what was being done", () => {
    const busy = spoken(
      piece(1, "user", "Hi"),
      { type: "tool_started", id: "a", name: "n", label: "l" },
      { type: "typed", text: "x" },
    );
    const lost = next(busy, { type: "closed", cause: "lost" });
    expect(lost).toMatchObject({
      phase: "error",
      problem: { code: "connection_lost" },
      activities: [],
      pending: [],
      voice: false,
    });
    expect(lost.transcript).toHaveLength(1);
    expect(next(lost, { type: "dismissed" })).toMatchObject({ phase: "idle", problem: undefined });
  });

  it("lets a typed call go on when it gets no microphone", () => {
    const problem = { code: "microphone_blocked" } as const;
    const failed: CallEvent = { type: "failed", problem, over: false };
    expect(after({ type: "begin" }, STARTED, failed)).toMatchObject({ phase: "live", problem });
    const early = after({ type: "begin" }, { type: "typed", text: "Hi" }, failed);
    expect(early).toMatchObject({ phase: "connecting", pending: ["Hi"], problem });
    expect(next(early, { ...failed, over: true })).toMatchObject({ phase: "error", pending: [], problem });
  });

  it("bounds the text of a turn and the things that are done at once", () => {
    const long = spoken(piece(1, "user", "x".repeat(MAX_TURN_CHARACTERS)), piece(1, "user", "y"));
    expect(long.transcript[0]).toMatchObject({ text: "x".repeat(MAX_TURN_CHARACTERS) });
    const tools = Array.from({ length: MAX_ACTIVITIES + 3 }, (_, id): CallEvent => ({
      type: "tool_started",
      id: `${id}`,
      name: "n",
      label: "l",
    }));
    expect(spoken(...tools).activities).toHaveLength(MAX_ACTIVITIES);
  });
});

describe("what a closed connection means", () => {
  it("is a problem for every reason but the usual ends", () => {
    const usual = ["client_stop", "end_call", "idle_timeout", "max_duration", "draining"];
    for (const reason of END_REASONS) {
      const problem = problemOf({ type: "closed", cause: "ended", reason });
      expect(problem === undefined, reason).toBe(usual.includes(reason));
    }
    expect(problemOf({ type: "closed", cause: "stopped" })).toBeUndefined();
  });

  it("is a connection that was too slow, not a call that could not begin, where the relay says so", () => {
    const error = { type: "error", message: "Why.", retryable: true } as const;
    for (const [code, problem] of [
      ["slow_client", "connection_lost"],
      ["rate_limited", "at_capacity"],
      ["bad_message", "agent_failed"],
    ] as const)
      expect(problemOf({ type: "closed", cause: "ended", reason: "limit", error: { ...error, code } })).toMatchObject({
        code: problem,
      });
    expect(problemOf({ type: "closed", cause: "refused", error: { ...error, code: "bad_message" } })).toMatchObject({
      code: "refused",
    });
  });

  it("keeps the relay's sentence for every refusal", () => {
    for (const code of ERROR_CODES) {
      const closed: Closed = {
        type: "closed",
        cause: "refused",
        error: { type: "error", code, message: "Why.", retryable: true },
      };
      expect(problemOf(closed)).toMatchObject({ message: "Why." });
    }
  });
});
