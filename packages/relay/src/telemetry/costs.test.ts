import { fakeDocuments } from "@bean-brew/tools/testing";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { openCosts } from "./costs.js";

const MINUTE_MS = 60_000;
/** A day in New York begins at five in the morning, UTC. */
const NOON = Date.UTC(2026, 10, 24, 17);

const open = (documents = fakeDocuments(), clock = { now: NOON }) => {
  const costs = openCosts({
    documents,
    dollarsPerMinute: 0.075,
    timeZone: "America/New_York",
    now: () => clock.now,
    log: pino({ level: "silent" }),
  });
  /** Time passes, and what is saved is saved. */
  const pass = async (ms: number): Promise<void> => {
    clock.now += ms;
    costs.tick();
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return { documents, clock, costs, pass };
};

describe("the costs of a session", () => {
  it("are what its connections to the voice agent took, by the minute", () => {
    const { costs, clock } = open();
    const meter = costs.meter("shop");
    clock.now += MINUTE_MS;
    meter.opened();
    meter.opened();
    clock.now += 2 * MINUTE_MS;
    expect([meter.ms, meter.dollars]).toEqual([2 * MINUTE_MS, 0.15]);
    meter.closed();
    meter.closed();
    clock.now += MINUTE_MS;
    meter.opened();
    clock.now += MINUTE_MS;
    meter.closed();
    expect(meter.ms).toBe(3 * MINUTE_MS);
  });

  it("add up by site, of calls that still run, too", async () => {
    const { costs, pass } = open();
    const [one, two, other] = [costs.meter("shop"), costs.meter("shop"), costs.meter("other")];
    [one, two, other].forEach(({ opened }) => opened());
    await pass(4 * MINUTE_MS);
    one.closed();
    await pass(4 * MINUTE_MS);
    expect(costs.sinceStart["shop"]).toBeCloseTo(0.9);
    expect(costs.today["other"]).toBeCloseTo(0.6);
  });
});

describe("what a site may spend in a day", () => {
  it("is spent while calls run, and is there again once the shop's day turns", async () => {
    const { costs, clock, pass, documents } = open();
    costs.meter("shop").opened();
    await pass(10 * MINUTE_MS - 1);
    expect(costs.isSpent("shop", 0.75)).toBe(false);
    await pass(1);
    expect([costs.isSpent("shop", 0.75), costs.isSpent("other", 0.75)]).toEqual([true, false]);
    await pass(Date.UTC(2026, 10, 25, 4, 59, 59) - clock.now);
    expect(costs.isSpent("shop", 0.75)).toBe(true);
    await pass(1_000);
    expect(costs.isSpent("shop", 0.75)).toBe(false);
    await pass(5_000);
    expect((await documents.find("usage", { prefix: "" }, 10)).map(({ body }) => body.day)).toEqual(["2026-11-25"]);
  });

  it("is spent after a restart, too, and by all relays together", async () => {
    const first = open();
    const meter = first.costs.meter("shop");
    meter.opened();
    first.clock.now += 6 * MINUTE_MS;
    meter.closed();
    await first.costs.close();
    const [second, third] = [open(first.documents, first.clock), open(first.documents, first.clock)];
    await second.costs.load(["shop"]);
    expect(second.costs.isSpent("shop", 0.44)).toBe(true);
    for (const relay of [second, third]) relay.costs.meter("shop").opened();
    first.clock.now += 3 * MINUTE_MS;
    await Promise.all([second.pass(0), third.pass(0)]);
    await Promise.all([second.pass(5_000), third.pass(5_000)]);
    // Six minutes of the first, and three of each of the others.
    expect([second.costs.isSpent("shop", 0.89), third.costs.isSpent("shop", 0.89)]).toEqual([true, true]);
    expect(third.costs.isSpent("shop", 1)).toBe(false);
  });

  it("is counted while the store is away, and saved when it is back", async () => {
    const documents = fakeDocuments();
    const { get } = documents;
    const away = { ...documents, isAway: true };
    const { costs, pass } = open({
      ...documents,
      get: async (collection, id) => {
        if (away.isAway) throw new Error("away");
        return get(collection, id);
      },
    });
    await costs.load(["shop"]);
    costs.meter("shop").opened();
    await pass(10 * MINUTE_MS);
    expect(costs.isSpent("shop", 0.75)).toBe(true);
    away.isAway = false;
    await pass(5_000);
    const [saved] = await documents.find("usage", { prefix: "" }, 10);
    expect(saved?.body).toMatchObject({ site: "shop", day: "2026-11-24" });
    expect(saved?.body.ms).toBeGreaterThanOrEqual(10 * MINUTE_MS);
  });

  it("fits a site whose id is long", async () => {
    const { costs, documents } = open();
    const meter = costs.meter("x".repeat(300));
    meter.opened();
    await costs.close();
    await costs.load(["y".repeat(300)]);
    expect(await documents.find("usage", { prefix: "" }, 10)).toEqual([]);
  });
});
