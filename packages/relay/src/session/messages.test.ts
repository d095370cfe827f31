import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseClientMessage } from "./messages.js";

const toolWith = (parameters: string): string =>
  `{"type":"start_voice_agent","data":{"clientTools":[{"name":"t","description":"","parameters":${parameters}}]}}`;
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

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
    ["bad_message", toolWith(nested(17)), "The field data.clientTools.0.parameters is missing or not valid."],
    ["bad_message", toolWith(nested(20_000)), "The field data.clientTools.0.parameters is missing or not valid."],
    ["too_large", toolWith(`{"a":"${"x".repeat(8_000)}"}`), "The field data.clientTools.0.parameters is too long."],
  ])("is refused as %s: %s", (code, text, message) => {
    const error = parseClientMessage(text);
    expect(error).toMatchObject({ type: "error", code, ...(message && { message }) });
  });

  it("may declare a tool as deep as a schema needs to be", () => {
    expect(parseClientMessage(toolWith(nested(16))).type).toBe("start_voice_agent");
  });

  it("never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof parseClientMessage(text).type === "string"),
    );
  });
});
