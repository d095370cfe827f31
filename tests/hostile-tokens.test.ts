import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { relayLine } from "@bean-brew/bench/relay/lines";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { besiege, type Besieged } from "./bystander.js";

const SECRET = "a secret of thirty-two characters";
const ORIGIN = "https://shop.example";
const SITES = [
  { id: "shop", key: "pk_shop", origins: [ORIGIN] },
  { id: "other", key: "pk_other", origins: ["https://other.example"] },
];
/** How often each attack is made. */
const TIMES = 50;

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token of the relay's form, made by hand. */
const tokenOf = (claims: object, { secret = SECRET, alg = "HS256" } = {}): string => {
  const now = Math.floor(Date.now() / 1_000);
  const usual = { sub: "shop", aud: "bean-brew-relay", iat: now, exp: now + 60, jti: randomUUID(), origin: ORIGIN };
  const signed = `${base64url({ alg })}.${base64url({ ...usual, ...claims })}`;
  const hash = { HS256: "sha256", HS384: "sha384" }[alg];
  return `${signed}.${hash === undefined ? "" : createHmac(hash, secret).update(signed).digest("base64url")}`;
};

/** With what code of an error, and of its closing, a socket is refused; or that it is let in. */
const answerTo = async (url: string, token: string, origin = ORIGIN): Promise<string> => {
  const socket = new WebSocket(url, ["bean-brew.v1", `bean-brew.token.${token}`], { origin });
  const told = once(socket, "message") as Promise<[Buffer]>;
  const closed = once(socket, "close") as Promise<[number]>;
  await once(socket, "open");
  // Who is let in is told nothing until it speaks.
  socket.send('{"type":"ping","t":1}');
  const [message] = await told;
  const { type, code } = JSON.parse(message.toString()) as { type: string; code?: string };
  if (type === "pong") {
    socket.close();
    return "let in";
  }
  return `${code} ${(await closed)[0]}`;
};

describe("a relay that is shown tokens", () => {
  let besieged: Besieged;
  beforeAll(async () => {
    besieged = await besiege({
      env: { RELAY_SITES: JSON.stringify(SITES), RELAY_TOKEN_SECRET: SECRET },
      bystander: ({ process: { url } }) => relayLine({ url, site: { origin: ORIGIN, key: "pk_shop" } }),
    });
  });
  afterAll(() => besieged[Symbol.asyncDispose]());

  const answers = async (token: () => string, origin?: string): Promise<readonly string[]> => {
    const seen = new Set<string>();
    for (let times = 0; times < TIMES; times += 1) seen.add(await answerTo(besieged.socketUrl, token(), origin));
    return [...seen];
  };
  const now = (): number => Math.floor(Date.now() / 1_000);

  it("lets in who shows one of its own: what follows is refused for what it says", async () => {
    expect(await answers(() => tokenOf({}))).toEqual(["let in"]);
  });

  it.each<[string, () => string]>([
    ["signed by another's secret", () => tokenOf({}, { secret: "another secret of thirty-two chars" })],
    ["signed with another algorithm", () => tokenOf({}, { alg: "HS384" })],
    ["that says that it needs no signature", () => tokenOf({}, { alg: "none" })],
    ["that has been changed", () => tokenOf({}).replace(/\.[^.]+\./, (claims) => `${claims.slice(0, -2)}A.`)],
    ["that has expired", () => tokenOf({ exp: now() - 1 })],
    ["that never expires", () => tokenOf({ exp: undefined })],
    ["without a number of its own", () => tokenOf({ jti: undefined })],
    ["made for something else", () => tokenOf({ aud: "another-service" })],
    ["of a site that there is not", () => tokenOf({ sub: "nowhere" })],
    ["of another site", () => tokenOf({ sub: "other", origin: "https://other.example" })],
    ["of another page", () => tokenOf({ origin: "https://www.shop.example" })],
    ["that is much too long", () => tokenOf({ customerId: "x".repeat(4_000) })],
    ["that is none", () => "a.b.c"],
  ])("refuses one %s, always in the same words, and harms nobody", async (_of, token) => {
    await besieged.unharmed(async () => {
      expect(await answers(token)).toEqual(["unauthorized 1008"]);
    });
  });

  it("takes one of many that show the same token at once", async () => {
    await besieged.unharmed(async () => {
      const token = tokenOf({});
      const seen = await Promise.all(Array.from({ length: TIMES }, () => answerTo(besieged.socketUrl, token)));
      expect(seen.filter((answer) => answer === "let in")).toHaveLength(1);
      expect(new Set(seen)).toEqual(new Set(["let in", "unauthorized 1008"]));
    });
  });

  it.each(["https://shop.example.evil.example", "https://shop.example:8443", "http://shop.example", "null"])(
    "refuses pages of %s whatever they show, and harms nobody",
    async (origin) => {
      await besieged.unharmed(async () => {
        expect(await answers(() => tokenOf({ origin }), origin)).toEqual(["origin_not_allowed 1008"]);
      });
    },
  );
});
