import { describe, expect, it } from "vitest";
import type { Fetch } from "./api.js";
import { siteToken } from "./site-token.js";

const REFUSED = { type: "error", code: "unauthorized", message: "No.", retryable: false };

/** Asks for a token where the relay answers so. */
const ask = async (status: number, text: string) => {
  const asked: unknown[] = [];
  const fetch: Fetch = async (url, init) => {
    asked.push([url, JSON.parse(init.body)]);
    return new Response(text, { status });
  };
  return [await siteToken("wss://relay.example/voice/ws", "pk_1", fetch)(), asked];
};

describe("a site's token", () => {
  it("is asked for beside the relay's WebSocket", async () => {
    const asked = [["https://relay.example/voice/api/session", { siteKey: "pk_1" }]];
    expect(await ask(200, '{"token":"t0ken","expiresInSeconds":60}')).toEqual(["t0ken", asked]);
  });

  it("is refused in the relay's own words", async () => {
    expect((await ask(403, JSON.stringify(REFUSED)))[0]).toEqual(REFUSED);
  });

  it.each([
    [404, "Not found."],
    [403, '{"type":"error"}'],
    [200, "<html>"],
    [200, '{"token":7}'],
    [200, "null"],
  ])("is none where the relay answers %i %s: its socket says why", async (status, text) => {
    expect((await ask(status, text))[0]).toBeUndefined();
  });

  it("is none where the page may not read the answer", async () => {
    const unreadable: Fetch = () => Promise.reject(new TypeError("Failed to fetch"));
    expect(await siteToken("ws://127.0.0.1/ws", "pk_1", unreadable)()).toBeUndefined();
  });
});
