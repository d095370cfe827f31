import { expect, it } from "vitest";
import { createKeptSpeech } from "./kept-speech.js";

it("keeps a bounded amount of speech, of which what was said last stays", () => {
  const kept = createKeptSpeech(10);
  const speech = Int16Array.from([1, 2, 3, 4]);
  kept.keep("a", speech);
  kept.keep("b", speech);
  expect(kept.find("a")).toEqual(speech);
  kept.keep("c", speech);
  expect([kept.find("a"), kept.find("b"), kept.find("c")]).toEqual([speech, undefined, speech]);
  kept.keep("whole", new Int16Array(11));
  expect(["a", "c", "whole"].map(kept.find)).toEqual([undefined, undefined, undefined]);
});

it("gives what nobody else changes", () => {
  const kept = createKeptSpeech(10);
  const speech = Int16Array.from([1]);
  kept.keep("a", speech);
  speech[0] = 2;
  kept.find("a")![0] = 3;
  expect(kept.find("a")).toEqual(Int16Array.from([1]));
});
