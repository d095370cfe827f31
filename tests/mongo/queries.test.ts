import { MAX_FOUND } from "@bean-brew/tools";
import { fakeShop } from "@bean-brew/tools/testing";
import type { Document } from "bson";
import { MongoClient } from "mongodb";
import { describe, expect, it } from "vitest";
import { mongoClient } from "../../packages/relay/dist/stores/mongo-connection.js";
import { openMongoServer, type MongoServer } from "./server.js";
import { newDatabase, openStore } from "./stores.js";

/** Connections by which a driver asks a server how it is. */
const MONITORS = 2;
const SHOP = ["customers", "appointments", "orders", "counters"];

interface Query {
  readonly name: string;
  readonly collection: string;
  readonly filter: Document;
  readonly limit: unknown;
}

/** What a command looks for, if it looks for anything. */
const queriesIn = (name: string, command: Document): Query[] => {
  const collection = String(command[name]);
  const query = (filter: unknown, limit?: unknown): Query => ({ name, collection, filter: filter as Document, limit });
  switch (name) {
    case "find":
      return [query(command["filter"], command["limit"])];
    case "findAndModify":
    case "distinct":
    case "count":
      return [query(command["query"])];
    case "update":
      return (command["updates"] as Document[]).map(({ q }) => query(q));
    case "delete":
      return (command["deletes"] as Document[]).map(({ q }) => query(q));
    default:
      return [];
  }
};

/** By the key of documents, or by one claim or one range of claims, up to a bound: all that the two indexes answer. */
const isBounded = ({ name, filter, limit }: Query): boolean => {
  if (typeof filter["_id"] === "string") return true;
  const claims: unknown = filter["claims"];
  const isLimited = name === "find" && Number(limit) >= 1 && Number(limit) <= MAX_FOUND;
  if (typeof claims === "string") return isLimited;
  const range = (claims as { $elemMatch?: Document } | undefined)?.$elemMatch;
  return isLimited && typeof range?.["$gte"] === "string" && typeof range["$lt"] === "string";
};

it("every query of every tool is by key, or bounded on the index of claims", async () => {
  await using server = await openMongoServer();
  const store = await openStore(server.uri);
  const shop = await fakeShop({ documents: store.documents });
  const sent: string[] = [];
  const queries: Query[] = [];
  server.trouble = (name, command) => {
    sent.push(name);
    queries.push(...queriesIn(name, command));
    return undefined;
  };

  const call = shop.openCall({ scope: "staff" });
  const ask = async (tool: string, args: object): Promise<Record<string, string>> => {
    const { ok, result } = await call(tool, args);
    expect([tool, ok]).toEqual([tool, true]);
    return result as Record<string, string>;
  };
  const customer_id = "CUST0001";
  await ask("find_customer", { phone: "+12125550142" });
  await ask("find_customer", { email: "maya.torres@example.com" });
  await ask("find_customer", { customer_id });
  await ask("get_appointments", { customer_id });
  await ask("get_orders", { customer_id });
  await ask("check_availability", { start_date: "2026-11-24" });
  await ask("create_customer_account", { name: "Ada", phone: "+12125550187", email: "ada@example.com" });
  const { id } = await ask("create_appointment", { customer_id, date: "2026-11-24T10:00", service: "Review" });
  await ask("create_appointment", { customer_id, date: "2026-11-24T10:00", service: "Review" });
  await ask("reschedule_appointment", { appointment_id: id, new_date: "2026-11-24T11:00" });
  await ask("cancel_appointment", { appointment_id: id });
  await ask("update_appointment_status", { appointment_id: id, new_status: "Completed" });
  const taken = shop.openCall({ scope: "staff" });
  await taken("create_appointment", { customer_id, date: "2026-11-24T14:00", service: "Review" });

  server.trouble = () => undefined;
  await store.close();
  expect([...new Set(sent)].sort()).toEqual(["find", "findAndModify", "insert", "update"]);
  expect(queries.length).toBeGreaterThan(20);
  expect(queries.filter(({ collection }) => !SHOP.includes(collection))).toEqual([]);
  expect(queries.filter((query) => !isBounded(query))).toEqual([]);
});

describe("what the store asks of a server", () => {
  /** The commands that a store sends while it is opened and used, but for greetings. */
  const record = (server: MongoServer): Document[] => {
    const commands: Document[] = [];
    server.trouble = (_name, command) => void commands.push(command);
    return commands;
  };
  const named = (commands: readonly Document[], ...names: string[]): Document[] =>
    commands.filter((command) => names.includes(Object.keys(command)[0]!));

  it("is that each write is journalled by a majority, and that no read takes longer than a tool may", async () => {
    await using server = await openMongoServer();
    const commands = record(server);
    const store = await openStore(server.uri);
    await (await fakeShop({ documents: store.documents })).openCall({ scope: "staff" })("cancel_appointment", {
      appointment_id: "APT0002",
    });
    const entry = { n: 1, at: 1, note: "parted" } as const;
    await store.journal.append("a", [entry]);
    await store.journal.read("a", 0);
    await store.journal.erase("a");
    await store.close();
    const writes = named(commands, "insert", "update", "delete", "findAndModify");
    expect(new Set(writes.map((command) => Object.keys(command)[0])).size).toBe(4);
    for (const { writeConcern } of writes) expect(writeConcern).toEqual({ w: "majority", j: true, wtimeout: 2_000 });
    const reads = named(commands, "find", "distinct", "findAndModify");
    expect(reads.length).toBeGreaterThan(10);
    for (const { maxTimeMS } of reads) expect(maxTimeMS).toBe(2_000);
  });

  it("is a validator for each collection, which refuses what no store writes", async () => {
    await using server = await openMongoServer();
    const commands = record(server);
    const database = newDatabase();
    const store = await openStore(server.uri, { database });
    const validated = named(commands, "collMod").filter(({ validator }) => validator !== undefined);
    expect(validated.map(({ collMod }) => String(collMod))).toEqual(
      expect.arrayContaining([...SHOP.slice(0, 3), "conversations"]),
    );
    for (const { validator, validationLevel } of validated) {
      expect(validator).toHaveProperty("$jsonSchema.required");
      expect(validationLevel).toBe("strict");
    }
    await store.close();
    const client = new MongoClient(server.uri);
    const customers = client.db(database).collection<{ _id: string }>("customers");
    for (const wrong of [{}, { claims: [], revision: 1, body: {} }, { claims: ["a"], revision: "1", body: {} }]) {
      await expect(customers.insertOne({ _id: "A", ...wrong })).rejects.toMatchObject({ code: 121 });
    }
    await client.close();
  });

  it("is no more connections than it is told, however much there is to do", async () => {
    await using server = await openMongoServer();
    const store = await openStore(server.uri, { poolSize: 3 });
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let waiting = 0;
    let reached: () => void = () => undefined;
    const full = new Promise<void>((resolve) => (reached = resolve));
    server.trouble = () => {
      waiting += 1;
      if (waiting === 3) reached();
      return held;
    };
    const asked = Promise.all(Array.from({ length: 30 }, () => store.documents.get("customers", "A")));
    await full;
    // Three are held by the server: a fourth could only come by another connection.
    expect(waiting).toBe(3);
    expect(server.connections()).toBeLessThanOrEqual(3 + MONITORS);
    release();
    await asked;
    expect(server.connections()).toBeLessThanOrEqual(3 + MONITORS);
    await store.close();
  });

  it("is looked for 2 s at most, and asked again by the store alone", async () => {
    const client = mongoClient("mongodb://127.0.0.1:9", 7);
    expect(client.options).toMatchObject({
      maxPoolSize: 7,
      serverSelectionTimeoutMS: 2_000,
      connectTimeoutMS: 2_000,
      waitQueueTimeoutMS: 2_000,
      retryWrites: false,
      retryReads: false,
    });
    await client.close();
  });
});
