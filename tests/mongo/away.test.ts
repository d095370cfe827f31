import { describe, expect, it } from "vitest";
import { openHouse } from "../house.js";
import { openMongoServer } from "./server.js";
import { newDatabase, openStore } from "./stores.js";

const AWAY = { name: "StoreUnavailable" };

describe("a store whose MongoDB is away", () => {
  it("rejects with the known error when nobody listens, and works when the server is there", async () => {
    await using server = await openMongoServer();
    await server.shut();
    const store = await openStore(server.uri);
    await expect(store.documents.get("customers", "A")).rejects.toMatchObject(AWAY);
    await expect(store.journal.append("a", [{ n: 1, at: 1, note: "parted" }])).rejects.toMatchObject(AWAY);
    await server.open();
    expect(await store.journal.append("a", [{ n: 1, at: 1, note: "parted" }])).toBe("done");
    expect(await store.documents.next("customers")).toBe(1);
    await server.shut();
    await expect(store.documents.next("customers")).rejects.toMatchObject(AWAY);
    await server.open();
    expect(await store.documents.next("customers")).toBe(2);
    await store.close();
  });

  it("rejects with the known error when a server takes commands and does not answer", async () => {
    await using server = await openMongoServer();
    const store = await openStore(server.uri);
    server.trouble = () => "silence";
    await expect(store.documents.get("customers", "A")).rejects.toMatchObject(AWAY);
    server.trouble = () => undefined;
    expect(await store.documents.get("customers", "A")).toBeUndefined();
    await store.close();
  });

  it("hides one broken connection, whatever was going on, and tells the second", async () => {
    await using server = await openMongoServer();
    const store = await openStore(server.uri);
    for (const trouble of ["cut before", "cut after"] as const) {
      let left = 1;
      server.trouble = () => (left-- > 0 ? trouble : undefined);
      expect(await store.documents.get("customers", "A")).toBeUndefined();
    }
    server.trouble = () => "cut after";
    await expect(store.documents.get("customers", "A")).rejects.toMatchObject(AWAY);
    await store.close();
  });

  it("changes the expiry of conversations when it has another time now", async () => {
    await using server = await openMongoServer();
    const database = newDatabase();
    await (await openStore(server.uri, { database, retentionDays: 30 })).close();
    const changes: unknown[] = [];
    server.trouble = (name, command) => {
      if (name === "collMod" && "index" in command) changes.push(command["index"]);
      return undefined;
    };
    await (await openStore(server.uri, { database, retentionDays: 30 })).close();
    expect(changes).toEqual([]);
    await (await openStore(server.uri, { database, retentionDays: 60 })).close();
    expect(changes).toEqual([{ name: "at", expireAfterSeconds: 60 * 86_400 }]);
  });

  it("does without validators and expiry where a server has none, but not without unique claims", async () => {
    await using server = await openMongoServer();
    server.trouble = (name, command) => {
      const isExpiry = name === "createIndexes" && JSON.stringify(command).includes("expireAfterSeconds");
      return name === "collMod" || isExpiry ? "refuse" : undefined;
    };
    const simple = await openStore(server.uri);
    expect(await simple.documents.next("customers")).toBe(1);
    await simple.close();
    server.trouble = (name) => (name === "createIndexes" ? "refuse" : undefined);
    const hopeless = await openStore(server.uri);
    await expect(hopeless.documents.next("customers")).rejects.toMatchObject(AWAY);
    await hopeless.close();
  });
});

describe("a relay whose MongoDB is away", () => {
  it("starts with a warning, talks, says that records are unavailable, and heals by itself", async () => {
    await using server = await openMongoServer();
    await server.shut();
    const MONGODB_URI = server.uri;
    await using house = await openHouse({ env: { MONGODB_URI, MONGODB_DATABASE: newDatabase() } });
    expect(house.relay.printed()).toMatch(/"level":40.*the database is away/);
    expect(house.relay.printed()).not.toContain("No MONGODB_URI");
    const health = async (): Promise<unknown> => (await fetch(`${house.url}/health`)).json();
    expect(await health()).toMatchObject({ status: "degraded", checks: { database: { status: "degraded" } } });

    const call = house.call();
    await call.next("session_started");
    await call.ask("Do you train baristas?", /train/i);
    call.client.sendText("My number is 212 555 0142.");
    const failed = await call.next("tool_finished", ({ ok }) => !ok);
    expect(failed).toMatchObject({ ok: false });

    await server.open();
    const again = house.call();
    await again.next("session_started");
    await again.ask("I would like to open a new account.", /name/);
    await again.ask("Ada Lovelace", /number/);
    await again.ask("212 555 0187", /e-?mail/);
    await again.ask("ada@example.com", /Ada Lovelace.*right/);
    await again.ask("yes", /account is open/);
    expect(await health()).toMatchObject({ checks: { database: { status: "ok" } } });

    await server.shut();
    again.client.sendText("What appointments do I have?");
    await again.next("tool_finished", ({ ok }) => !ok);
    await again.ask("Do you train baristas?", /train/i);
    await server.open();
    await again.ask("What appointments do I have?", /no appointments|not have any|nothing/i);
  });
});
