import { createHash } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, describe, expect, it } from "vitest";
import { readTrust, trustNobody } from "../auth/address.js";
import { ratePerMinute } from "../auth/rates.js";
import type { Grant } from "../auth/tokens.js";
import { sessionToken } from "./session-token.js";

const SECRET = "s3cret of the shop's own server";
const SHOP = {
  id: "shop",
  key: "pk_shop",
  origins: ["https://shop.example"],
  secretSha256: createHash("sha256").update(SECRET).digest("hex"),
};
const OTHER = { id: "other", key: "pk_other", origins: ["https://other.example"] };

let server: Server | undefined;
afterEach(() => server?.close());

const open = async ({ address = 100, site = 100, trust = "" } = {}) => {
  const app = express();
  const refusals: unknown[] = [];
  const trusted = readTrust(trust) ?? trustNobody;
  app.set("trust proxy", trusted);
  app.use(
    sessionToken({
      sites: [SHOP, OTHER],
      tokens: { mint: async (grant) => JSON.stringify(grant) },
      trust: trusted,
      rates: { address: ratePerMinute(address, Date.now), site: ratePerMinute(site, Date.now) },
      refused: (...refusal) => void refusals.push(refusal),
    }),
  );
  const listening = app.listen(0, "127.0.0.1");
  server = listening;
  await once(listening, "listening");
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  const ask = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/session`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  return { url, ask, refusals };
};

const granted = async (response: Response): Promise<Grant> => {
  expect(response.status).toBe(200);
  return JSON.parse(((await response.json()) as { token: string }).token) as Grant;
};

const PAGE = { Origin: "https://shop.example" };
const OWNER = { Authorization: `Bearer ${SECRET}` };

describe("POST /api/session", () => {
  it("gives a page of the site a token bound to site and origin", async () => {
    const { ask, url } = await open();
    const response = await ask({ siteKey: "pk_shop" }, PAGE);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe("https://shop.example");
    expect(response.headers.get("Access-Control-Allow-Credentials")).toBeNull();
    expect(response.headers.get("Vary")).toBe("Origin");
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(await response.json()).toEqual({
      token: JSON.stringify({ siteId: "shop", origin: "https://shop.example" }),
      expiresInSeconds: 60,
      url: `${url.replace("http", "ws")}/ws`,
    });
  });

  it("gives the site's own server one for a customer, or for staff", async () => {
    const { ask } = await open();
    expect(await granted(await ask({ customerId: "CUST0001" }, OWNER))).toEqual({
      siteId: "shop",
      customerId: "CUST0001",
    });
    expect(await granted(await ask({ staff: true }, OWNER))).toEqual({ siteId: "shop", staff: true });
    expect(await granted(await ask("", OWNER))).toEqual({ siteId: "shop" });
  });

  it("gives every refusal the same answer", async () => {
    const { ask, refusals: noted } = await open();
    const refusals = await Promise.all([
      ask({ siteKey: "pk_nobody" }, PAGE),
      ask({}, PAGE),
      ask({ siteKey: "pk_other" }, PAGE),
      ask({ siteKey: "pk_shop" }),
      ask({ siteKey: "pk_shop" }, { Origin: "https://shop.example.evil.example" }),
      ask({ siteKey: "pk_shop", customerId: "CUST0001" }, PAGE),
      ask({ siteKey: "pk_shop", staff: true }, PAGE),
      ask({ siteKey: "pk_shop" }, { ...PAGE, Authorization: "Bearer wrong" }),
      ask({ staff: true }, { Authorization: "Bearer wrong" }),
    ]);
    const answers = await Promise.all(refusals.map(async (response) => [response.status, await response.text()]));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toEqual([403, expect.stringContaining('"code":"unauthorized"')]);
    // The log tells them apart.
    expect(noted).toHaveLength(refusals.length);
    expect(noted).toContainEqual(["unauthorized", { origin: PAGE.Origin, why: "no token for this page" }]);
    expect(noted).toContainEqual(["unauthorized", { origin: undefined, why: "a wrong secret" }]);
  });

  it("lets a browser ask before, and tells a page from elsewhere nothing", async () => {
    const { url } = await open();
    const preflight = (origin: string) =>
      fetch(`${url}/api/session`, {
        method: "OPTIONS",
        headers: { Origin: origin, "Access-Control-Request-Method": "POST" },
      });
    const known = await preflight("https://other.example");
    expect(known.status).toBe(204);
    expect(known.headers.get("Access-Control-Allow-Origin")).toBe("https://other.example");
    expect(known.headers.get("Access-Control-Allow-Headers")).toBe("Content-Type");
    for (const origin of ["https://evil.example", "null"])
      expect((await preflight(origin)).headers.get("Access-Control-Allow-Origin")).toBeNull();
  });

  it("takes no body that is malformed or too large", async () => {
    const { ask } = await open();
    for (const body of ["{", "[1]", { siteKey: 7 }, { customerId: "x".repeat(101) }])
      expect((await ask(body, PAGE)).status).toBe(400);
    expect((await ask({ siteKey: "x".repeat(5_000) }, PAGE)).status).toBe(413);
  });

  it("limits how often an address asks, and not the site's own server by its address", async () => {
    const { ask, refusals } = await open({ address: 2 });
    await granted(await ask({ siteKey: "pk_shop" }, PAGE));
    expect((await ask({ siteKey: "pk_nobody" }, PAGE)).status).toBe(403);
    const response = await ask({ siteKey: "pk_shop" }, PAGE);
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({ code: "rate_limited", retryable: true });
    expect((await ask({ staff: true }, { Authorization: "Bearer wrong" })).status).toBe(429);
    await granted(await ask({ staff: true }, OWNER));
    expect(refusals.at(-1)).toMatchObject(["rate_limited", { why: "too many tokens for an address" }]);
  });

  it("limits how often a site asks, and no other site with it", async () => {
    const { ask, refusals } = await open({ site: 1 });
    await granted(await ask({}, OWNER));
    expect((await ask({}, OWNER)).status).toBe(429);
    expect(refusals).toMatchObject([["rate_limited", { site: "shop", why: "too many tokens for a site" }]]);
    await granted(await ask({ siteKey: "pk_other" }, { Origin: "https://other.example" }));
  });

  it("believes a trusted proxy, and nobody else, about address and name", async () => {
    const behind = {
      ...PAGE,
      "X-Forwarded-For": "203.0.113.9",
      "X-Forwarded-Proto": "https",
      "X-Forwarded-Host": "r.example",
    };
    const trusting = await open({ address: 1, trust: "1" });
    expect(await (await trusting.ask({ siteKey: "pk_shop" }, behind)).json()).toMatchObject({
      url: "wss://r.example/ws",
    });
    expect((await trusting.ask({ siteKey: "pk_shop" }, behind)).status).toBe(429);
    await granted(await trusting.ask({ siteKey: "pk_shop" }, { ...behind, "X-Forwarded-For": "203.0.113.10" }));
    server?.close();

    const wary = await open({ address: 1 });
    expect(await (await wary.ask({ siteKey: "pk_shop" }, behind)).json()).toMatchObject({
      url: `${wary.url.replace("http", "ws")}/ws`,
    });
    expect((await wary.ask({ siteKey: "pk_shop" }, { ...behind, "X-Forwarded-For": "203.0.113.10" })).status).toBe(429);
  });
});
