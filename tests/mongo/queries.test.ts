import { MAX_FOUND } from "@bean-brew/tools";
import { fakeShop } from "@bean-brew/tools/testing";
import type { Document } from "bson";
import { expect, it } from "vitest";
import { openMongoServer } from "./server.js";
import { openStore } from "./stores.js";

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
