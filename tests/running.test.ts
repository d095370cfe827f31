import { once } from "node:events";
import { expect, describe, it } from "vitest";
import { WebSocket } from "ws";
import { openHouse, runRelay, type House } from "./house.js";

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
