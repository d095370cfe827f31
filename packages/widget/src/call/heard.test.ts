import { describe, expect, it } from "vitest";
import { createHeard, MAX_COUNTED_TURNS, MAX_PIECES } from "./heard.js";

/** What is heard of a turn whose pieces came after so many ms of its audio. */
const turn = (pieces: readonly (readonly [string, number])[], whole?: number) => {
  const heard = createHeard();
  let ms = 0;
  const until = (at: number): void => {
    heard.audio(1, at - ms);
    ms = at;
  };
  for (const [text, at] of pieces) {
    until(at);
    heard.words(1, text);
  }
  if (whole !== undefined) {
    until(whole);
    heard.complete(1);
  }
  const text = pieces.map(([piece]) => piece).join(" ");
  return (playedMs: number): string => text.slice(0, heard.characters(1, playedMs));
};

describe("what was heard of a turn", () => {
  it.each([
    [0, ""],
    [400, "One"],
    [800, "One two."],
    [1_500, "One two. Three"],
    [2_000, "One two. Three four."],
    [60_000, "One two. Three four. Five six."],
  ])("after %i ms are the words whose audio was played", (ms, words) => {
    const heard = turn([
      ["One two.", 0],
      ["Three four.", 800],
      ["Five six.", 2_000],
    ]);
    expect(heard(ms)).toBe(words);
  });

  it("does not grow with what had not come yet: words whose audio is under way are told by the pace of speech", () => {
    expect(turn([["aaaa bbbb cccc dddd", 0]], 10_000)(5_500)).toBe("aaaa bbbb");
    const early = createHeard();
    early.words(1, "aaaa bbbb cccc dddd");
    early.audio(1, 700);
    expect(early.characters(1, 700)).toBe("aaaa bbbb".length);
  });

  it("is shared by pieces that came together, in order", () => {
    const pieces = [
      ["One two.", 0],
      ["Three four.", 0],
    ] as const;
    expect(turn(pieces, 2_000)(1_000)).toBe("One two.");
    expect(turn(pieces, 2_000)(2_000)).toBe("One two. Three four.");
  });

  it("is known of the newest turns, and of a bounded number of pieces without losing words", () => {
    const heard = createHeard();
    for (let each = 0; each <= MAX_COUNTED_TURNS; each += 1) {
      heard.words(each, "Words.");
      heard.audio(each, 100);
    }
    expect([heard.has(0), heard.has(1), heard.characters(0, 1e6)]).toEqual([false, true, 0]);
    const pieces = Array.from({ length: MAX_PIECES + 40 }, (_, index) => [`w${index}.`, index * 100] as const);
    expect(turn(pieces)(1e6)).toBe(pieces.map(([text]) => text).join(" "));
  });
});
