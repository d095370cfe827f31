import { describe, expect, it } from "vitest";
import { heardText } from "./heard.js";

describe("what was heard becomes text", () => {
  it.each([
    ["what are your\n opening hours ", "what are your opening hours"],
    ["two one two five five five oh one four two", "two one two five five five oh one four two"],
    ["at ten a m on Tuesday", "at ten a.m. on Tuesday"],
    ["at four p.m. please", "at four p.m. please"],
    ["i think i'd like a review", "I think I'd like a review"],
    ["", ""],
  ])("%j", (heard, text) => {
    expect(heardText(heard)).toBe(text);
  });

  it.each([
    ["my last name is spelled o n e I l l", "my last name is spelled O-N-E-I-L-L"],
    ["that's o n e i double l", "that's O-N-E-I-L-L"],
    ["b as in bravo e t h", "B-E-T-H"],
    ["it's with a b as in boy", "it's with a B"],
    ["m for mike s for sierra", "M-S"],
    ["oscar november echo", "O-N-E"],
    ["can I book a review", "can I book a review"],
    ["is plan b a choice", "is plan b a choice"],
    ["Mike and Victor stay at the hotel", "Mike and Victor stay at the hotel"],
    ["do you have a hotel program", "do you have a hotel program"],
    ["a double espresso for two", "a double espresso for two"],
  ])("spelling: %j", (heard, text) => {
    expect(heardText(heard)).toBe(text);
  });

  it.each([
    ["it's s m i t h at yahoo dot com", "it's smith at yahoo dot com"],
    ["Maya dot t o r r e s at example dot com", "Maya dot torres at example dot com"],
    ["jane at m a i l dot example dot org", "jane at mail dot example dot org"],
    ["my name is l e e at two", "my name is L-E-E at two"],
  ])("addresses: %j", (heard, text) => {
    expect(heardText(heard)).toBe(text);
  });
});
