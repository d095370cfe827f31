import { once } from "node:events";
import { join } from "node:path";
import { openEmbeddedStore } from "@bean-brew/relay";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { openHouse, type House } from "./house.js";

const get = async (house: House, path: string): Promise<unknown> => (await fetch(`${house.url}${path}`)).json();

describe("a relay", () => {
  it("says what there is, and which devices the machine has", async () => {
    await using house = await openHouse();
    const told = (await get(house, "/api")) as { endpoints: readonly string[] };
    expect(told).toMatchObject({
      name: "bean-brew-relay",
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      status: "ok",
    });
    // What is named is there. Without sites there are no tokens to ask for.
    const named = told.endpoints.filter((endpoint) => endpoint !== "POST /api/session");
    const statuses = named.map(async (endpoint) => {
      const [method, path] = endpoint.split(" ") as [string, string];
      return [endpoint, (await fetch(`${house.url}${path}`, { method })).status] as const;
    });
    for (const [endpoint, status] of await Promise.all(statuses)) expect(status, endpoint).not.toBe(404);
    expect(await get(house, "/audio-devices")).toEqual({
      input: expect.any(Array) as unknown[],
      output: expect.any(Array) as unknown[],
    });
  });

  it("does not compress what it says, whoever offers to", async () => {
    await using house = await openHouse();
    const socket = new WebSocket(`${house.url.replace("http", "ws")}/ws`, { perMessageDeflate: true });
    await once(socket, "open");
    expect(socket.extensions).toBe("");
    socket.terminate();
  });
});

describe("a new store", () => {
  const PRODUCTION = {
    NODE_ENV: "production",
    RELAY_SITES: '[{"id":"shop","key":"pk_shop","origins":["https://shop.example"]}]',
    RELAY_TOKEN_SECRET: "a secret of thirty-two characters",
  };

  it.each<[string, Readonly<Record<string, string>>, number]>([
    ["has demonstration customers", {}, 1],
    ["has none where they are not wanted", { SEED_DEMO: "false" }, 0],
    ["has none in production", PRODUCTION, 0],
    ["has none in production, even where they are wanted", { ...PRODUCTION, SEED_DEMO: "true" }, 0],
  ])("%s", async (_, env, customers) => {
    await using house = await openHouse({ env });
    const store = await openEmbeddedStore(join(house.dataDir, "store"));
    const found = await store.documents.find("customers", { claim: "phone:+12125550142" }, 2);
    await store.close();
    expect(found).toHaveLength(customers);
  });
});
