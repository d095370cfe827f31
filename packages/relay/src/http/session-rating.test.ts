import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, describe, expect, it } from "vitest";
import { trustNobody } from "../auth/address.js";
import { ratePerMinute } from "../auth/rates.js";
import type { RatingResult } from "../session/rating.js";
import { sessionRating } from "./session-rating.js";

const SHOP = { id: "shop", key: "pk_shop", origins: ["https://shop.example"] };
const RATING = { sessionId: "s-1", resumeToken: "secret", stars: 4, comment: "Good." };

let server: Server | undefined;
afterEach(() => server?.close());

const open = async ({ result = "done", most = 100 }: { result?: RatingResult; most?: number } = {}) => {
  const given: unknown[] = [];
  const app = express();
  app.use(
    sessionRating({
      sites: [SHOP],
      trust: trustNobody,
      rate: ratePerMinute(most, Date.now),
      give: async (...rating) => {
        given.push(rating);
        return result;
      },
    }),
  );
  const listening = app.listen(0, "127.0.0.1");
  server = listening;
  await once(listening, "listening");
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/api/session/rating`;
  const give = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(url, { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) });
  return { url, given, give };
};

describe("POST /api/session/rating", () => {
  it("writes the rating down, for a page of the site to know", async () => {
    const { give, given } = await open();
    const response = await give(RATING, { Origin: "https://shop.example" });
    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe("https://shop.example");
    await give({ ...RATING, comment: undefined });
    expect(given).toEqual([
      ["s-1", "secret", { stars: 4, comment: "Good." }],
      ["s-1", "secret", { stars: 4 }],
    ]);
  });

  it.each([
    ["unknown", 403, "unauthorized"],
    ["away", 503, "internal"],
  ] as const)("answers what is %s with %i", async (result, status, code) => {
    const { give } = await open({ result });
    const response = await give(RATING);
    expect([response.status, await response.json()]).toEqual([status, expect.objectContaining({ code })]);
  });

  it.each([
    ["{", 400],
    [{}, 400],
    [{ ...RATING, stars: 0 }, 400],
    [{ ...RATING, stars: 6 }, 400],
    [{ ...RATING, stars: 4.5 }, 400],
    [{ ...RATING, comment: "x".repeat(2_001) }, 400],
    [{ ...RATING, resumeToken: "x".repeat(101) }, 400],
    [{ ...RATING, comment: "x".repeat(20_000) }, 413],
  ])("does not take %j", async (body, status) => {
    const { give, given } = await open();
    expect((await give(body)).status).toBe(status);
    expect(given).toEqual([]);
  });

  it("limits how often an address rates", async () => {
    const { give } = await open({ most: 1 });
    expect((await give(RATING)).status).toBe(204);
    const response = await give(RATING);
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("Retry-After"))).toBeGreaterThan(0);
  });
});
