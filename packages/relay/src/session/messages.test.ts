import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseClientMessage } from "./messages.js";

const parse = (value: unknown) => parseClientMessage(JSON.stringify(value));

describe("a browser's message", () => {
  it.each([
    [{ type: "start_voice_agent" }],
    [{ type: "start_voice_agent", data: { industry: "Bean & Brew", inputDeviceId: "default", browserAudio: true } }],
    [{ type: "stop_voice_agent" }],
    [{ type: "audio_data", audio: "AAAA", sampleRate: 16_000 }],
    [{ type: "user_message", text: "Hello" }],
    [{ type: "interrupted", turn: 3, playedMs: 120.5 }],
    [{ type: "client_tool_result", id: "1", ok: true, content: "" }],
    [{ type: "ping", t: 1 }],
  ])("is taken: %o", (value) => {
    expect(parse(value).type).toBe(value.type);
  });

  it.each([
    ["bad_message", "{", undefined],
    ["bad_message", "[]", undefined],
    ["bad_message", '"hello"', undefined],
    ["bad_message", '{"type":7}', undefined],
    ["unknown_message", '{"type":"dance"}', undefined],
    ["unknown_message", '{"type":"__proto__"}', undefined],
    ["bad_message", '{"type":"user_message","text":"   "}', "The field text is missing or not valid."],
    ["too_large", JSON.stringify({ type: "user_message", text: "x".repeat(2_001) }), "The field text is too long."],
    [
      "audio_format",
      '{"type":"start_voice_agent","data":{"audio":{"input":{"encoding":"opus","sampleRate":16000}}}}',
      undefined,
    ],
    [
      "audio_format",
      '{"type":"start_voice_agent","data":{"audio":{"input":{"encoding":"linear16","sampleRate":11025}}}}',
      undefined,
    ],
  ])("is refused as %s: %s", (code, text, message) => {
    const error = parseClientMessage(text);
    expect(error).toMatchObject({ type: "error", code, ...(message && { message }) });
  });

  it("never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof parseClientMessage(text).type === "string"),
    );
  });
});
