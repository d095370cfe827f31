import { describe, expect, it } from "vitest";
import { en } from "../text/en.js";
import { conversationText } from "./conversation-text.js";

describe("conversationText", () => {
  it("is a line for each turn and card, with the time where it is known and what was not heard", () => {
    const turn = { kind: "turn", call: 1, turn: 1 } as const;
    expect(
      conversationText(
        [
          { ...turn, role: "user", text: "Hello", at: "2026-11-23T10:05:00" },
          { ...turn, role: "assistant", text: "We open at nine", heard: 7, at: "never" },
          { kind: "card", id: "1", card: { kind: "appointment", title: "Tuesday, 10:00", text: "booked" } },
        ],
        en,
        "Roaster",
      ).replace(/\u202f/g, " "),
    ).toBe("[10:05 AM] You: Hello\nRoaster: We open (not heard: at nine)\n* Tuesday, 10:00 · booked\n");
  });
});
