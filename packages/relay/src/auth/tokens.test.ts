import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { openTokens, TOKEN_SECONDS, usedTokensHere } from "./tokens.js";

const SECRET = "a secret of thirty-two characters";
const GRANT = { siteId: "shop", origin: "https://shop.example" };

const setUp = (secret = SECRET) => {
  const clock = { now: Date.UTC(2026, 10, 23) };
  const now = (): number => clock.now;
  return { clock, tokens: openTokens({ secret, used: usedTokensHere(now), now }) };
};

describe("a token", () => {
  it("grants what it was minted for, once", async () => {
    const { tokens } = setUp();
    const token = await tokens.mint({ siteId: "shop", customerId: "CUST0001", staff: true });
    expect(await tokens.redeem(token)).toEqual({ siteId: "shop", customerId: "CUST0001", staff: true });
    expect(await tokens.redeem(token)).toBe("used");
  });

  it("is used by one of many who come at once with it", async () => {
    const { tokens } = setUp();
    const token = await tokens.mint(GRANT);
    const grants = await Promise.all(Array.from({ length: 20 }, () => tokens.redeem(token)));
    expect(grants.filter((grant) => grant !== "used")).toEqual([GRANT]);
  });

  it("can travel as a WebSocket's subprotocol", async () => {
    expect(await setUp().tokens.mint(GRANT)).toMatch(/^[\w.-]+$/);
  });

  it("expires after a minute", async () => {
    const { tokens, clock } = setUp();
    const [early, late] = [await tokens.mint(GRANT), await tokens.mint(GRANT)];
    clock.now += (TOKEN_SECONDS - 1) * 1_000;
    expect(await tokens.redeem(early)).toEqual(GRANT);
    clock.now += 1_000;
    expect(await tokens.redeem(late)).toBe("expired");
  });

  it("is refused when forged, changed, of no signature, of another use, or too long", async () => {
    const { tokens, clock } = setUp();
    const genuine = await tokens.mint(GRANT);
    const [header = "", payload = "", signature = ""] = genuine.split(".");
    const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
    const sign = (audience: string) =>
      new SignJWT({ ...GRANT })
        .setProtectedHeader({ alg: "HS256" })
        .setSubject("shop")
        .setAudience(audience)
        .setJti("1")
        .setExpirationTime(Math.floor(clock.now / 1_000) + 60)
        .sign(new TextEncoder().encode(SECRET));
    const forged = [
      await setUp("another secret of thirty-two chars").tokens.mint(GRANT),
      [header, encode({ ...claims, sub: "other" }), signature].join("."),
      [encode({ alg: "none" }), payload, ""].join("."),
      await sign("something-else"),
      "",
      "a.b.c",
      `${genuine}${"x".repeat(2_000)}`,
    ];
    for (const token of forged) expect(await tokens.redeem(token), token).toBe("invalid");
    expect(await tokens.redeem(await sign("bean-brew-relay"))).toMatchObject({ siteId: "shop" });
    expect(await tokens.redeem(genuine)).toEqual(GRANT);
  });
});

describe("used tokens", () => {
  it("are remembered until they expire, and refused where there is no room to remember them", async () => {
    let now = 0;
    const used = usedTokensHere(() => now, 2);
    expect(await used.take("a", 60)).toBe(true);
    expect(await used.take("b", 70)).toBe(true);
    expect(await used.take("c", 70)).toBe(false);
    now = 60;
    expect(await used.take("b", 70)).toBe(false);
    expect(await used.take("c", 120)).toBe(true);
  });
});
