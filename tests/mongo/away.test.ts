import { answer } from "@bean-brew/tools";
import { fakeShop } from "@bean-brew/tools/testing";
import { describe, expect, it } from "vitest";
import { openHouse } from "../house.js";
import { openMongoServer } from "./server.js";
import { newDatabase, openStore } from "./stores.js";

const AWAY = { name: "StoreUnavailable" };
const UNAVAILABLE = {
  ok: false,
  result: { code: "unavailable", error: expect.stringContaining("temporarily unavailable") as string },
};

/** The tools that look into the shop's records. */
const TOUCHING = {
  find_customer: { phone: "+12125550142" },
  create_customer_account: { name: "Ada", phone: "+12125550187", email: "ada@example.com" },
  get_appointments: { customer_id: "CUST0001" },
  get_orders: { customer_id: "CUST0001" },
  check_availability: { start_date: "2026-11-24" },
  create_appointment: { customer_id: "CUST0001", date: "2026-11-24T10:00", service: "Review" },
  reschedule_appointment: { appointment_id: "APT0001", new_date: "2026-11-24T11:00" },
  cancel_appointment: { appointment_id: "APT0001" },
  update_appointment_status: { appointment_id: "APT0001", new_status: "Completed" },
};

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

  it("does not do later what it told to be unavailable, though the database is prepared by then", async () => {
    await using server = await openMongoServer();
    await server.shut();
    const store = await openStore(server.uri);
    const inserts: string[] = [];
    let release: (() => void) | undefined;
    const prepared = new Promise<void>((resolve) => (release = resolve));
    server.trouble = (name) => {
      if (name === "insert") inserts.push(name);
      return name === "createIndexes" ? prepared : undefined;
    };
    await server.open();
    const entry = { n: 1, at: 1, note: "parted" } as const;
    await expect(store.journal.append("ghost", [entry])).rejects.toMatchObject(AWAY);
    release!();
    // Asked after the ghost, and so done after it, if that is done.
    expect(await store.journal.append("after", [entry])).toBe("done");
    expect(inserts).toHaveLength(1);
    expect(await store.journal.read("ghost", 0)).toEqual([]);
    await store.close();
  });

  it("does not do again what broke once its time is up", async () => {
    await using server = await openMongoServer();
    const store = await openStore(server.uri);
    let inserts = 0;
    let cut: (() => void) | undefined;
    server.trouble = (name) => {
      if (name !== "insert" || ++inserts > 1) return undefined;
      return new Promise((resolve) => (cut = () => resolve("cut before")));
    };
    const entry = { n: 1, at: 1, note: "parted" } as const;
    await expect(store.journal.append("ghost", [entry])).rejects.toMatchObject(AWAY);
    cut!();
    expect(await store.journal.append("after", [entry])).toBe("done");
    expect(inserts).toBe(2);
    expect(await store.journal.read("ghost", 0)).toEqual([]);
    await store.close();
  });

  it("hides one broken connection, whatever was going on, and tells the second", async () => {
    await using server = await openMongoServer();
    const store = await openStore(server.uri);
    for (const trouble of ["cut before", "cut after"] as const) {
      let left = 1;
      server.trouble = () => (left-- > 0 ? trouble : undefined);
      expect(await store.documents.get("customers", "A")).toBeUndefined();
      left = 1;
      expect(await store.journal.append(trouble, [{ n: 1, at: 1, note: "parted" }])).toBe("done");
    }
    server.trouble = () => "cut after";
    await expect(store.documents.get("customers", "A")).rejects.toMatchObject(AWAY);
    await store.close();
  });

  it.each(["cut before", "silence"] as const)(
    "has every tool say so within 3 s, of a server in %s",
    async (trouble) => {
      await using server = await openMongoServer();
      const store = await openStore(server.uri);
      const { tools } = await fakeShop({ documents: store.documents });
      const { signal } = new AbortController();
      const caller = { sessionId: "s", scope: "staff", misses: 0, userTurn: 1 } as const;
      server.trouble = () => trouble;
      const outcomes = await Promise.all(
        Object.entries(TOUCHING).map(async ([name, args]) => {
          const tool = tools.find((each) => each.name === name)!;
          const call = { id: name, name, arguments: JSON.stringify(args) };
          // What came later than that would be told as a timeout.
          return answer([{ ...tool, timeLimit: 3_000 }], call, caller, signal);
        }),
      );
      for (const outcome of outcomes) expect(outcome).toMatchObject(UNAVAILABLE);
      await store.close();
    },
  );

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
    await call.next("tool_finished", ({ ok }) => !ok);
    await house.hears(/FunctionCallResponse.*find_customer.*temporarily unavailable.*code\W+unavailable/);

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

  it("tells the agent of a write that was done after all, once the database says so", async () => {
    await using server = await openMongoServer();
    await using house = await openHouse({ env: { MONGODB_URI: server.uri, MONGODB_DATABASE: newDatabase() } });
    const call = house.call();
    await call.next("session_started");
    await call.ask("I would like to open a new account.", /name/);
    await call.ask("Ada Lovelace", /number/);
    await call.ask("212 555 0187", /e-?mail/);
    await call.ask("ada@example.com", /Ada Lovelace.*right/);
    let isDone = false;
    server.trouble = (name, command) => {
      if (isDone) return "cut before";
      isDone = name === "insert" && command["insert"] === "customers";
      return isDone ? "cut after" : undefined;
    };
    call.client.sendText("yes");
    await call.next("tool_finished", ({ ok }) => !ok);
    expect(isDone).toBe(true);
    server.trouble = () => undefined;
    await house.hears(/UpdatePrompt.*create_customer_account.*done after all/);
  });
});
