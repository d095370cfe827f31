import { describe, expect, it } from "vitest";
import { parseAgentMessage } from "./messages.js";

describe("a message of Deepgram's", () => {
  it("is taken with what is needed of it", () => {
    expect(parseAgentMessage({ type: "ConversationText", role: "user", content: " Hi. ", languages: ["en"] })).toEqual({
      type: "ConversationText",
      role: "user",
      content: "Hi.",
    });
    expect(parseAgentMessage({ type: "FunctionCallCancelled", functions: [{ id: "fc_1", name: "x" }] })).toEqual({
      type: "FunctionCallCancelled",
      ids: ["fc_1"],
    });
  });

  it("leaves out calls that are Deepgram's own to answer", () => {
    const functions = [
      { id: "fc_1", name: "get_orders", arguments: "{}", client_side: true },
      { id: "fc_2", name: "weather", arguments: "{}", client_side: false },
    ];
    expect(parseAgentMessage({ type: "FunctionCallRequest", functions })).toEqual({
      type: "FunctionCallRequest",
      calls: [{ id: "fc_1", name: "get_orders", arguments: "{}" }],
    });
  });

  it.each([
    undefined,
    null,
    "text",
    7,
    {},
    { type: "LatencyReport" },
    { type: "ConversationText", role: "user", content: "" },
  ])("is left out when it is none, or not known: %o", (value) => {
    expect(parseAgentMessage(value)).toBeUndefined();
  });
});
