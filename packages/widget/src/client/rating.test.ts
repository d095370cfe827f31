import { describe, expect, it } from "vitest";
import { MAX_COMMENT_CHARACTERS, sendRating } from "./rating.js";

const SESSION = { sessionId: "s1", resumeToken: "r1" };

describe("a rating", () => {
  it("goes to the relay beside its WebSocket, its comment cut to what is taken", async () => {
    const sent: unknown[] = [];
    await sendRating(
      "wss://relay.example/voice/ws",
      SESSION,
      { stars: 5, comment: "x".repeat(5_000) },
      async (url, init) => {
        sent.push([url, JSON.parse(init.body)]);
        return new Response(null, { status: 204 });
      },
    );
    const comment = "x".repeat(MAX_COMMENT_CHARACTERS);
    expect(sent).toEqual([["https://relay.example/voice/api/session/rating", { ...SESSION, stars: 5, comment }]]);
  });

  it("that the relay does not take is an error that says so", async () => {
    const refusing = async (): Promise<Response> => new Response(null, { status: 410 });
    await expect(sendRating("ws://127.0.0.1/ws", SESSION, { stars: 1 }, refusing)).rejects.toThrow("HTTP 410");
  });
});
