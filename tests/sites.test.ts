import { createHash } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { siteToken, type ClientOptions } from "@bean-brew/widget/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { agentOn } from "./agent-on-page.js";
import { chromium, openPage } from "./browser.js";
import { makeCall, type Call, type Caller } from "./call.js";
import { openHouse, type House } from "./house.js";
import { openShopPage } from "./shop-page.js";

const SECRET = "the secret of the shop's own server";
const SHOP = {
  id: "shop",
  key: "pk_shop",
  origins: ["https://shop.example"],
  secretSha256: createHash("sha256").update(SECRET).digest("hex"),
  limits: { maxSeconds: 600 },
};
const OTHER = { id: "other", key: "pk_other", origins: ["https://other.example"] };

const withSites = (...sites: readonly unknown[]) => ({
  RELAY_SITES: JSON.stringify(sites),
  RELAY_TOKEN_SECRET: "a secret of thirty-two characters",
});

const socketOf = (house: House): string => `${house.url.replace("http", "ws")}/ws`;

/** What a page of the origin does to come in, by the widget's own client. */
const pageToken = (house: House, origin: string, siteKey: string): ClientOptions["token"] =>
  siteToken(socketOf(house), siteKey, (url, init) =>
    fetch(url, { ...init, headers: { ...init.headers, Origin: origin } }),
  );

/** What the site's own server does. */
const serverToken = async (house: House, body: unknown): Promise<string> => {
  const response = await fetch(`${house.url}/api/session`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${SECRET}` },
    body: JSON.stringify(body),
  });
  return ((await response.json()) as { token: string }).token;
};

const refusalOf = async (call: Call): Promise<string | undefined> => {
  const closed = await call.next("closed");
  expect(closed.cause).toBe("refused");
  return closed.error?.code;
};

describe("a relay with sites", () => {
  let house: House;
  const come = (caller: Caller): Call => makeCall(socketOf(house), undefined, caller);
  beforeAll(async () => {
    house = await openHouse({ env: withSites(SHOP, OTHER) });
  });
  afterAll(() => house[Symbol.asyncDispose]());

  it("lets a page of a site in, by the site's key, with the site's clocks", async () => {
    const origin = "https://shop.example";
    const call = come({ origin, token: pageToken(house, origin, "pk_shop") });
    expect(await call.next("session_started")).toMatchObject({ limits: { maxSeconds: 600 } });
    call.client.stop();
    expect(await call.next("voice_agent_stopped")).toMatchObject({ reason: "client_stop" });
  });

  it("lets a token in once", async () => {
    const token = await serverToken(house, {});
    const first = come({ token });
    await first.next("session_started");
    expect(await refusalOf(come({ token }))).toBe("unauthorized");
    first.client.stop();
  });

  it("lets nobody in without a token, or with one of another site, or of a page without that page", async () => {
    const origin = "https://shop.example";
    const other = "https://other.example";
    const callers: Caller[] = [
      {},
      { origin },
      { origin, token: "forged.token.indeed" },
      { origin, token: pageToken(house, origin, "pk_other") },
      { origin: other, token: pageToken(house, origin, "pk_shop") },
      { origin: other, token: await serverToken(house, {}) },
      { token: pageToken(house, origin, "pk_shop") },
    ];
    for (const caller of callers) expect(await refusalOf(come(caller))).toBe("unauthorized");
  });

  it("tells a page from elsewhere that its origin is not allowed, whatever it shows", async () => {
    const origin = "https://shop.example.evil.example";
    expect(await refusalOf(come({ origin }))).toBe("origin_not_allowed");
    expect(await refusalOf(come({ origin, token: await serverToken(house, {}) }))).toBe("origin_not_allowed");
  });

  it("takes the site's server's word for who is signed in", async () => {
    const call = come({ origin: "https://shop.example", token: await serverToken(house, { customerId: "CUST0001" }) });
    await call.next("session_started");
    await house.journalHas(/"customerId":"CUST0001","by":"site"/);
    call.client.stop();
  });

  it("lets a page of its site, and no other, take a call up again, with a new token", async () => {
    const call = come({ token: await serverToken(house, {}) });
    const { sessionId, resumeToken } = await call.next("session_started");
    await call.next("conversation_update");
    call.hangUp();
    call.client.stop();
    const origin = "https://other.example";
    const stranger = makeCall(
      socketOf(house),
      { resume: { sessionId, token: resumeToken, after: 0 } },
      { origin, token: pageToken(house, origin, "pk_other") },
    );
    expect(await refusalOf(stranger)).toBe("resume_failed");
    const owner = makeCall(
      socketOf(house),
      { resume: { sessionId, token: resumeToken, after: 0 } },
      { token: await serverToken(house, {}) },
    );
    expect(await owner.next("session_started")).toMatchObject({ resumed: true, sessionId });
    owner.client.stop();
  });
});

describe("a relay that has enough calls", () => {
  it.each([
    ["of one address", { MAX_SESSIONS_PER_ADDRESS: "2" }],
    ["in all", { MAX_SESSIONS: "2" }],
  ])("%s shows out who would begin one more, until one is over", async (_of, env) => {
    await using house = await openHouse({ env });
    const calls = [house.call(), house.call()];
    for (const call of calls) await call.next("session_started");
    expect(await refusalOf(house.call())).toBe("at_capacity");
    calls[0]!.client.stop();
    await calls[0]!.next("voice_agent_stopped");
    await house.call().next("session_started");
  });

  it("of one site lets another's in", async () => {
    const env = withSites({ ...SHOP, limits: { sessions: 1 } }, OTHER);
    await using house = await openHouse({ env });
    const come = (origin: string, key: string): Call =>
      makeCall(socketOf(house), undefined, { origin, token: pageToken(house, origin, key) });
    const call = come("https://shop.example", "pk_shop");
    await call.next("session_started");
    expect(await refusalOf(come("https://shop.example", "pk_shop"))).toBe("at_capacity");
    const other = come("https://other.example", "pk_other");
    await other.next("session_started");
    [call, other].forEach(({ client }) => client.stop());
  });

  it("of one site for a day's money shows out who would begin one more, after a restart, too", async () => {
    const env = {
      ...withSites({ ...SHOP, limits: { dollarsPerDay: 0.01 } }, OTHER),
      // Some milliseconds of a call are worth a cent.
      DEEPGRAM_DOLLARS_PER_MINUTE: "100",
    };
    await using house = await openHouse({ env });
    const come = (origin: string, key: string): Call =>
      makeCall(socketOf(house), undefined, { origin, token: pageToken(house, origin, key) });
    const call = come("https://shop.example", "pk_shop");
    await call.next("session_started");
    await call.next("conversation_update");
    expect(await refusalOf(come("https://shop.example", "pk_shop"))).toBe("at_capacity");
    call.client.stop();
    await call.next("voice_agent_stopped");
    const metrics = await (await fetch(`${house.url}/metrics`)).text();
    expect(metrics).toMatch(/bean_brew_cost_dollars_total\{site="shop"\} [\d.]+/);

    house.relay.child.kill("SIGTERM");
    await house.relay.ended();
    await house.crash();
    expect(await refusalOf(come("https://shop.example", "pk_shop"))).toBe("at_capacity");
    const other = come("https://other.example", "pk_other");
    await other.next("session_started");
    other.client.stop();
  });

  it("denies a socket too many before the upgrade, and says when to come back", async () => {
    await using house = await openHouse({ env: { MAX_SOCKETS: "1" } });
    await house.call().next("session_started");
    const [, response] = (await once(new WebSocket(socketOf(house)), "unexpected-response")) as [
      unknown,
      IncomingMessage,
    ];
    expect([response.statusCode, response.headers["retry-after"]]).toEqual([503, "5"]);
  });
});

describe.skipIf(!chromium)(
  `a shop's page on another origin${chromium ? "" : " (skipped: Chromium is not installed)"}`,
  () => {
    it("has its agent by one script tag with the site's key, and is refused in words without it", async () => {
      let script = "";
      using shop = await openShopPage(() => `<!doctype html><html lang="en"><title>Shop</title>${script}</html>`);
      await using house = await openHouse({ env: withSites({ ...SHOP, origins: [shop.origin] }) });
      const tag = (attributes: string): string =>
        `<script type="module" src="${house.url}/bean-brew-agent.js" ${attributes}></script>`;

      script = tag('data-site-key="pk_shop"');
      await using window = await openPage(shop.origin);
      const agent = agentOn(window.page);
      await agent.open();
      await agent.type("My number is 212 555 0142.");
      await agent.hears("assistant", /maya/);

      script = tag('data-site-key="pk_wrong"');
      await window.page.reload();
      await agent.open();
      await agent.type("Hello?");
      await agent.state("error");
      await window.page.waitForSelector("bean-brew-agent >>> ::-p-text(The call could not be started)");
    });
  },
);
