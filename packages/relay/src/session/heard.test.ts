import { describe, expect, it } from "vitest";
import { contextOf } from "./context.js";
import { heardOf, said, sentWhole, type Utterance } from "./heard.js";
import type { Entry } from "./journal.js";
import { agent, browser, live, says } from "./play.testing.js";

const turn = (...pieces: readonly (readonly [string, number])[]): readonly Utterance[] =>
  pieces.reduce<readonly Utterance[]>((all, [text, at]) => said(all, 1, text, at), []);

describe("what was heard of a turn", () => {
  const spoken = turn(["One two.", 0], ["Three four.", 800], ["Five six.", 2_000]);

  it.each([
    [0, ""],
    [400, "One"],
    [800, "One two."],
    [1_500, "One two. Three"],
    [2_000, "One two. Three four."],
    [60_000, "One two. Three four. Five six."],
  ])("after %i ms are the words whose audio was played", (ms, heard) => {
    expect(heardOf(spoken, 1, ms)).toBe(heard);
  });

  it("is measured against the whole turn where that was sent, and by the pace of speech where not", () => {
    const words = turn(["aaaa bbbb cccc dddd", 0]);
    expect(heardOf(sentWhole(words, 1, 10_000), 1, 5_500)).toBe("aaaa bbbb");
    expect(heardOf(words, 1, 700)).toBe("aaaa bbbb");
  });

  it("is shared by pieces that came together, in order", () => {
    const together = sentWhole(turn(["One two.", 0], ["Three four.", 0]), 1, 2_000);
    expect(heardOf(together, 1, 1_000)).toBe("One two.");
    expect(heardOf(together, 1, 2_000)).toBe("One two. Three four.");
  });

  it("is not known of another turn, or of one too long ago", () => {
    expect(heardOf(spoken, 2, 100)).toBeUndefined();
    const many = Array.from({ length: 9 }, (_, index) => index).reduce<readonly Utterance[]>(
      (all, index) => said(all, index, "Words.", 0),
      [],
    );
    expect(many).toHaveLength(8);
    expect(heardOf(many, 0, 100)).toBeUndefined();
  });

  it("has a bounded number of pieces, and loses no words by it", () => {
    const pieces = Array.from({ length: 100 }, (_, index) => [`w${index}.`, index * 100] as const);
    const [utterance] = turn(...pieces);
    expect(utterance!.pieces).toHaveLength(64);
    expect(heardOf([utterance!], 1, 1e6)).toBe(pieces.map(([text]) => text).join(" "));
  });
});

describe("a turn that was cut", () => {
  it("is noted with what was heard of it, which is all that a new agent is told", () => {
    const run = live().then(
      says("assistant", "We open at nine."),
      agent({ type: "first_audio" }),
      agent({
        type: "ConversationText",
        role: "assistant",
        content: "And we close at five.",
        sentMs: 1_000,
        playsMs: 900,
      }),
      agent({ type: "UserStartedSpeaking" }),
      browser({ type: "interrupted", turn: 1, playedMs: 1_000 }),
      says("user", "Stop."),
    );
    expect(run.effects).toContainEqual({
      do: "note",
      note: { note: "interrupted", turn: 1, playedMs: 1_000, heard: "We open at nine." },
    });
    const entries = run.effects.flatMap((effect, n): Entry[] =>
      effect.do === "note"
        ? [{ n, at: 0, ...effect.note }]
        : effect.do === "tell"
          ? [{ n, at: 0, seq: n, message: effect.message }]
          : [],
    );
    expect(contextOf(entries)).toEqual({
      messages: [{ type: "History", role: "assistant", content: "We open at nine." }],
      unanswered: { words: "Stop.", called: false },
    });
  });

  it("is not told at all when nothing of it was heard", () => {
    const at = new Date(0).toISOString();
    const message = {
      type: "conversation_update",
      data: { role: "assistant", content: "Hello." },
      turn: 1,
      at,
    } as const;
    const entries: readonly Entry[] = [
      { n: 1, at: 0, seq: 1, message },
      { n: 2, at: 0, note: "interrupted", turn: 1, playedMs: 0, heard: "" },
    ];
    expect(contextOf(entries)).toEqual({ messages: [] });
  });
});
