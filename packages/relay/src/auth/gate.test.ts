import { describe, expect, it } from "vitest";
import { loopbackGate, siteGate, type Knock } from "./gate.js";
import type { Grant } from "./tokens.js";

const SHOP = { id: "shop", key: "pk_shop", origins: ["https://shop.example", "https://www.shop.example"] };
const OTHER = { id: "other", key: "pk_other", origins: ["https://other.example"] };
const ADDRESS = "203.0.113.9";

/** Tokens whose text is what they grant. */
const gate = siteGate([SHOP, OTHER], { redeem: async (token) => JSON.parse(token) as Grant });
const knock = (origin: string | undefined, grant?: Grant, over: Partial<Knock> = {}) =>
  gate({ address: ADDRESS, forwarded: false, origin, token: grant && JSON.stringify(grant), ...over });

describe("with sites", () => {
  it("a page comes in by a token of its own site and origin", async () => {
    const grant = { siteId: "shop", origin: "https://shop.example" };
    expect(await knock("https://shop.example", grant)).toEqual({ site: SHOP, address: ADDRESS, scope: "public" });
    const refusal = { refused: "unauthorized", why: "a token of another origin" };
    expect(await knock("https://www.shop.example", grant)).toEqual(refusal);
    expect(await knock("https://other.example", grant)).toEqual(refusal);
    expect(await knock(undefined, grant)).toEqual(refusal);
  });

  it("a token of the site's server brings a customer or staff, from a page of the site or from none", async () => {
    const visitor = { site: SHOP, address: ADDRESS, scope: "staff", customerId: "CUST0001" };
    const grant = { siteId: "shop", customerId: "CUST0001", staff: true };
    expect(await knock(undefined, grant)).toEqual(visitor);
    expect(await knock("https://shop.example", grant)).toEqual(visitor);
    expect(await knock("https://other.example", grant)).toMatchObject({ refused: "unauthorized" });
  });

  it("nobody comes in without a token, or by one of a site that is no more, or by one that was used", async () => {
    const refusal = (why: string) => ({ refused: "unauthorized", why });
    expect(await knock("https://shop.example")).toEqual(refusal("no token"));
    expect(await knock(undefined)).toEqual(refusal("no token"));
    expect(await knock(undefined, { siteId: "gone" })).toEqual(refusal("a token of no site"));
    expect(await knock(undefined, undefined, { token: '"used"' })).toEqual(refusal("a token that is used"));
  });

  it.each([
    "https://shop.example.evil.example",
    "https://evilshop.example",
    "https://shop.example:8443",
    "http://shop.example",
    "https://SHOP.example",
    "https://shop.example/",
    "null",
    "",
  ])("a page of %s does not, whatever it shows", async (origin) => {
    expect(await knock(origin, { siteId: "shop" })).toEqual({ refused: "origin_not_allowed" });
  });
});

describe("without sites", () => {
  it("this machine comes in, and what a proxy on it passes on does not", async () => {
    const here: Knock = { address: "127.0.0.1", origin: "http://localhost:3000", forwarded: false };
    expect(await loopbackGate(here)).toEqual({ address: "127.0.0.1", scope: "public" });
    expect(await loopbackGate({ ...here, forwarded: true })).toEqual({ refused: "origin_not_allowed" });
    expect(await loopbackGate({ ...here, address: ADDRESS })).toEqual({ refused: "origin_not_allowed" });
    expect(await loopbackGate({ ...here, origin: "https://evil.example" })).toEqual({ refused: "origin_not_allowed" });
  });
});
