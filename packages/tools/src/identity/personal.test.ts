import { expect, it } from "vitest";
import { z } from "zod";
import { RECORDS } from "../shop/records.js";
import { fakeShop } from "../testing/fake-shop.js";
import { personal, withoutPersonal } from "./personal.js";

it("marks a field, and no other of the same kind", () => {
  const text = z.string().meta({ description: "A text." });
  const schema = z.object({ name: personal(text), service: text });
  expect(withoutPersonal(schema, { name: "Maya", service: "Consultation" }, "-")).toEqual({
    name: "-",
    service: "Consultation",
  });
  expect(schema.shape.name.meta()).toEqual({ description: "A text." });
});

it("leaves of an appointment what tells nothing of who has it", () => {
  const appointment = {
    customerId: "CUST0001",
    customerName: "Maya Torres",
    start: "2026-11-24T15:00:00Z",
    end: "2026-11-24T15:30:00Z",
    service: "Consultation",
    status: "Scheduled",
    lastWrite: { tool: "create_appointment", result: { name: "Maya Torres" } },
  };
  expect(withoutPersonal(RECORDS.appointments, appointment, null)).toEqual({
    ...appointment,
    customerName: null,
    lastWrite: null,
  });
});

const MAYA = /Maya|Torres|2125550142|212 555 0142|maya\./i;

it("takes all that tells who somebody is out of what is stored, and leaves the rest", async () => {
  const shop = await fakeShop();
  const call = shop.openCall();
  await call("find_customer", { phone: "212 555 0142" });
  await call("create_appointment", { customer_id: "1", date: "2026-11-24T10:00", service: "Review" });
  for (const collection of ["customers", "appointments", "orders"] as const) {
    for (const { body } of await shop.documents.find(collection, { prefix: "" }, 100)) {
      const left = withoutPersonal(RECORDS[collection], body, "…");
      expect(JSON.stringify(left)).not.toMatch(MAYA);
      expect(Object.keys(left as object)).toEqual(Object.keys(body));
    }
  }
  const customer = await shop.documents.get("customers", "CUST0001");
  expect(withoutPersonal(RECORDS.customers, customer?.body, "…")).toEqual({
    name: "…",
    phone: "…",
    email: "…",
    joined: "2024-03-18",
  });
});

it("takes it out of arguments, whatever else they say", async () => {
  const { tools } = await fakeShop();
  const schema = tools.find(({ name }) => name === "find_customer")?.schema;
  if (schema === undefined) throw new Error("There is no find_customer.");
  const args = { customer_id: "CUST0001", phone: "212 555 0142", name: "Maya Torres", note: "Maya", email: null };
  expect(withoutPersonal(schema, args, "…")).toEqual({
    customer_id: "CUST0001",
    phone: "…",
    name: "…",
    note: "…",
    email: null,
  });
  expect(withoutPersonal(schema, "Maya", "…")).toBe("…");
  expect(withoutPersonal(schema, ["Maya"], "…")).toBe("…");
});

it("marks every field of a record by its schema, which every record fits", async () => {
  const shop = await fakeShop();
  for (const collection of ["customers", "appointments", "orders"] as const) {
    for (const { body } of await shop.documents.find(collection, { prefix: "" }, 100)) {
      expect(RECORDS[collection].parse(body)).toEqual(body);
    }
  }
});
