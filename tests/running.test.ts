import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, describe, it } from "vitest";
import { WebSocket } from "ws";
import { openHouse, runRelay, storedConversations, type House } from "./house.js";
import { openScriptedAgent } from "./scripted-agent.js";

const statusOf = async (house: House, path: string): Promise<number> => (await fetch(`${house.url}${path}`)).status;

/** Waits until `/ready` answers so: a signal is heard when the program gets to it. */
const untilReadyIs = async (house: House, status: number): Promise<void> => {
  while ((await statusOf(house, "/ready")) !== status) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe("a relay that is told to stop", () => {
  it("lets nobody in any more, lets calls go on, and ends with the last", async () => {
    await using house = await openHouse();
    expect(await statusOf(house, "/ready")).toBe(200);
    const call = house.call();
    await call.next("session_started");
    house.relay.child.kill("SIGTERM");
    expect(await call.next("warning")).toMatchObject({ code: "draining" });
    expect(await statusOf(house, "/ready")).toBe(503);
    expect(await statusOf(house, "/health")).toBe(200);

    const late = new WebSocket(`${house.url.replace("http", "ws")}/ws`);
    const [[message], [code]] = (await Promise.all([once(late, "message"), once(late, "close")])) as [
      [Buffer],
      [number],
    ];
    expect(JSON.parse(message.toString())).toMatchObject({ type: "error", code: "draining", retryable: true });
    expect(code).toBe(1012);

    await call.ask("Do you train baristas?", /train/i);
    call.client.stop();
    expect(await call.next("voice_agent_stopped")).toMatchObject({ reason: "client_stop" });
    expect(await house.relay.ended()).toBe(0);
  });

  it("ends what is left when the time for it is over", async () => {
    await using house = await openHouse({ env: { DRAIN_SECONDS: "1" } });
    const call = house.call();
    await call.next("session_started");
    house.relay.child.kill("SIGTERM");
    expect(await call.next("voice_agent_stopped")).toMatchObject({ reason: "draining" });
    expect(await house.relay.ended()).toBe(0);
  });

  it("has the agent say goodbye once more when it would not while the caller spoke, which is no error", async () => {
    await using agent = await openScriptedAgent();
    await using house = await openHouse({ agentUrl: agent.url, env: { DRAIN_SECONDS: "0" } });
    const conversation = agent.conversation();
    const call = house.call();
    const answers = await conversation;
    await call.next("session_started");
    house.relay.child.kill("SIGTERM");
    const goodbye = await answers.injected();
    answers.sends({ type: "UserStartedSpeaking" });
    answers.sends({ type: "InjectionRefused" });
    await answers.says("user", "That was all.");
    answers.sends({ type: "AgentThinking" });
    expect(await answers.injected()).toBe(goodbye);
    expect(call.events.map(({ type }) => type)).not.toContain("error");
    call.client.stop();
    expect(await call.next("voice_agent_stopped")).toMatchObject({ reason: "client_stop" });
  });

  it("ends at once at a second signal", async () => {
    await using house = await openHouse({ env: { DRAIN_SECONDS: "3600" } });
    const call = house.call();
    await call.next("session_started");
    house.relay.child.kill("SIGTERM");
    await untilReadyIs(house, 503);
    house.relay.child.kill("SIGTERM");
    expect(await call.next("voice_agent_stopped")).toMatchObject({ reason: "draining" });
    expect(await house.relay.ended()).toBe(0);
  });

  it("ends at once when nobody calls", async () => {
    await using house = await openHouse();
    house.relay.child.kill("SIGTERM");
    expect(await house.relay.ended()).toBe(0);
  });
});

/** A module of a shop's own that holds each booking between its look at the calendar and its record until `go` is there. */
const heldBookings = (started: string, go: string): string => `
  import { existsSync, writeFileSync } from "node:fs";
  export default ({ documents }) => {
    const { insert } = documents;
    documents.insert = async (collection, draft) => {
      if (collection === "appointments") {
        writeFileSync(${JSON.stringify(started)}, "");
        while (!existsSync(${JSON.stringify(go)})) await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return insert(collection, draft);
    };
    return [];
  };`;

const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe("a write that runs when the relay stops", () => {
  it.each([
    ["and its caller has hung up", true],
    ["at once, at a second signal", false],
  ])("is finished first: %s", async (_when, hangsUp) => {
    const folder = await mkdtemp(join(tmpdir(), "bean-brew-held-"));
    const [module, started, go] = ["module.mjs", "started", "go"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(module, heldBookings(started, go));
    await using house = await openHouse({ env: { TOOLS_MODULE: module, RESUME_SECONDS: "0", LOG_LEVEL: "info" } });
    const call = house.call();
    const { sessionId } = await call.next("session_started");
    await call.ask("My number is 212 555 0142.", /maya/i);
    call.client.sendText("Book a consultation next Tuesday at two pm, please.");
    await until(() => existsSync(started));
    if (hangsUp) call.hangUp();
    house.relay.child.kill("SIGTERM");
    if (!hangsUp) {
      await untilReadyIs(house, 503);
      house.relay.child.kill("SIGTERM");
    }
    await house.relay.until(/"writes":1,"msg":"waiting for writes to end"/);
    await writeFile(go, "");
    expect(await house.relay.ended()).toBe(0);
    const database = new DatabaseSync(join(house.dataDir, "store/shop.sqlite"), { readOnly: true });
    const written = database
      .prepare("SELECT claim FROM claims WHERE collection = 'appointments' AND claim LIKE ?")
      .all(`write:${sessionId}:%`);
    database.close();
    expect(written).toHaveLength(1);
    // Nobody was told of it any more, but it is known.
    expect(storedConversations(house.dataDir)).toMatch(/"answered".*"create_appointment".*"ok":true/);
    await rm(folder, { recursive: true });
  });
});

describe("a relay of a developer's", () => {
  it("says that it serves its own machine only, and with each answer that browsers are to be careful", async () => {
    await using house = await openHouse();
    expect(house.relay.printed()).toMatch(/^No RELAY_SITES: only pages and programs of this machine are served\.$/m);
    for (const path of ["/api", "/", "/nothing-here"]) {
      const { headers } = await fetch(`${house.url}${path}`);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("SAMEORIGIN");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("content-security-policy")).toBe("default-src 'self';connect-src 'self' ws: wss:");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("x-powered-by")).toBeNull();
    }
  });
});

describe("the metrics", () => {
  it("count what the relay does", async () => {
    await using house = await openHouse();
    const call = house.call();
    await call.next("session_started");
    await call.ask("My number is 212 555 0142.", /maya/i);
    const during = await (await fetch(`${house.url}/metrics`)).text();
    expect(during).toContain('bean_brew_sessions{state="live"} 1');
    expect(during).toContain('bean_brew_agent_connect_seconds_count{outcome="ok"} 1');
    expect(during).toMatch(/bean_brew_audio_bytes_total\{direction="down"\} [1-9]/);
    expect(during).toMatch(/bean_brew_tool_seconds_count\{tool="find_customer",outcome="ok"\} 1/);
    expect(during).toMatch(/nodejs_eventloop_lag_p99_seconds \d/);
    call.client.stop();
    await call.next("closed");
    const after = await (await fetch(`${house.url}/metrics`)).text();
    expect(after).toContain('bean_brew_sessions{state="live"} 0');
    expect(after).toContain('bean_brew_sessions_ended_total{reason="client_stop"} 1');
  });
});

describe("a relay in production", () => {
  const CLOSED = { NODE_ENV: "production", PORT: "0", DEEPGRAM_API_KEY: "x", DATA_DIR: "/nowhere" };

  it.each([
    [{}, /set RELAY_SITES and RELAY_TOKEN_SECRET \(docs\/deploying\.md\)/],
    [{ RELAY_SITES: '[{"id":"shop","key":"pk","origins":["https://shop.example"]}]' }, /: set RELAY_TOKEN_SECRET \(/],
    [{ RELAY_SITES: '[{"id":"shop","key":"pk","origins":["shop.example"]}]' }, /the site "shop": its field origins\.0/],
  ])("does not start with %o", async (env, sentence) => {
    const program = runRelay({ ...CLOSED, ...env });
    expect(await program.ended()).toBe(1);
    expect(program.printed().trim()).toMatch(sentence);
    expect(program.printed()).not.toMatch(/^\s+at /m);
  });
});
