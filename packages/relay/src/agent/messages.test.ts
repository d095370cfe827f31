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

  it("says that something could not be said, with or without a reason", () => {
    const known = { type: "InjectionRefused" };
    expect(parseAgentMessage({ type: "InjectionRefused", message: "The user speaks." })).toEqual(known);
    expect(parseAgentMessage({ type: "InjectionRefused" })).toEqual(known);
  });

  it("tells latencies in ms, of numbers and of texts, and leaves out what is none", () => {
    const parts = {
      stt_latency: 0.12,
      ttt_token_latency: "0.3",
      ttt_tool_latency: 0.2, // how soon the model called a tool: no part of how long the turn took
      tts_latency: "soon",
      total_latency: 1e9,
    };
    expect(parseAgentMessage({ type: "LatencyReport", ...parts })).toEqual({
      type: "LatencyReport",
      report: { stt: 120, think: 300 },
    });
    expect(parseAgentMessage({ type: "LatencyReport", stt_latency: -1 })).toEqual({
      type: "LatencyReport",
      report: {},
    });
  });

  it("keeps what the log says of a connection: its id, and the words of a warning or an error", () => {
    expect(parseAgentMessage({ type: "Welcome", request_id: "0-1" })).toEqual({ type: "Welcome", requestId: "0-1" });
    const error = { type: "Error", code: "INVALID_SETTINGS", description: "Check agent.listen." };
    expect(parseAgentMessage(error)).toEqual(error);
    expect(parseAgentMessage({ type: "Warning", code: "SLOW_THINK_REQUEST" })).toEqual({
      type: "Warning",
      code: "SLOW_THINK_REQUEST",
    });
  });

  it("keeps the signature of a call", () => {
    const call = { id: "a", name: "f", arguments: "{}", thought_signature: "signed" };
    expect(parseAgentMessage({ type: "FunctionCallRequest", functions: [call] })).toEqual({
      type: "FunctionCallRequest",
      calls: [call],
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

  it.each([undefined, null, "text", 7, {}, { type: "ConversationText", role: "user", content: "" }])(
    "is left out when it is none, or not known: %o",
    (value) => {
      expect(parseAgentMessage(value)).toBeUndefined();
    },
  );
});
