import { describe, expect, it } from "vitest";
import { answer } from "../answer.js";
import { defaultCalendar } from "../booking/calendar.js";
import { MAX_FOUND } from "../limits.js";
import { MAX_RESULT_CHARACTERS } from "../plain.js";
import { shopTools } from "../registry.js";
import { seedDemo } from "../shop/demo.js";
import { fakeDocuments } from "../testing/fake-documents.js";
import { fakeKnowledge } from "../testing/fake-knowledge.js";
import { fakeShop } from "../testing/fake-shop.js";
import { MAX_LINES_TOLD, MAX_ORDERS_TOLD } from "./get-orders.js";

describe("the call's own tools", () => {
  it("fill a pause", async () => {
    const call = (await fakeShop()).openCall();
    expect(await call("agent_filler", { message_type: "lookup" })).toEqual({
      ok: true,
      result: { status: "queued", message_type: "lookup" },
      follow: { do: "say", text: "Let me look that up for you." },
    });
  });

  it("end the call with the farewell that the model is told to say", async () => {
    const call = (await fakeShop()).openCall();
    const { result, follow } = await call("end_call", { farewell_type: "Thanks" });
    expect(result).toEqual({ status: "closing", message: expect.stringContaining("Thank you") });
    expect(follow).toEqual({ do: "end", farewell: (result as { message: string }).message });
  });
});

describe("get_orders", () => {
  it("tells the latest first, with lines, pieces and totals in dollars", async () => {
    const call = (await fakeShop()).openCall();
    await call("find_customer", { phone: "212 555 0142" });
    const { result } = await call("get_orders", { customer_id: "1" });
    expect(result).toMatchObject({
      customer_id: "CUST0001",
      orders: [
        { id: "ORD0002", items: 2, total: 38, status: "Shipped", date: "2026-11-21T15:00:00-05:00" },
        { id: "ORD0001", items: 3, total: 43, lines: [{ name: "Foundry, 12 oz", quantity: 2, price: 17 }, {}] },
      ],
    });
  });
});

describe("many orders", () => {
  const openWith = async (lines: number, nameLength: number) => {
    const shop = await fakeShop();
    const line = { name: "x".repeat(nameLength), quantity: 1, priceCents: 100 };
    for (let n = 0; n < MAX_ORDERS_TOLD + 5; n += 1) {
      const id = `ORD1${String(n).padStart(3, "0")}`;
      const placed = new Date(Date.parse("2026-10-01T12:00:00Z") - n * 86_400_000).toISOString();
      const body = {
        customerId: "CUST0003",
        customerName: "Priya Raman",
        placed,
        lines: Array<typeof line>(lines).fill(line),
        status: "Delivered" as const,
      };
      await shop.documents.insert("orders", { id, claims: [`of:CUST0003#${id}`], body });
    }
    const outcome = await shop.openCall({ scope: "staff" })("get_orders", { customer_id: "3" });
    const result = outcome.result as { orders: { id: string; lines: object[]; items: number }[] };
    const all = await shop.documents.find("orders", { prefix: "of:CUST0003#" }, 1_000);
    const newest = [...all].sort((a, b) => Date.parse(b.body.placed) - Date.parse(a.body.placed)).map(({ id }) => id);
    return { outcome, result, newest };
  };

  it("are told from the newest on, up to a number, with how many are left out", async () => {
    const { outcome, result, newest } = await openWith(2, 20);
    expect(result.orders.map(({ id }) => id)).toEqual(newest.slice(0, MAX_ORDERS_TOLD));
    expect(outcome).toMatchObject({ ok: true, result: { orders_left_out: newest.length - MAX_ORDERS_TOLD } });
  });

  it("of many lines with long names are told as far as there is room", async () => {
    const { outcome, result, newest } = await openWith(200, 280);
    expect(outcome).toMatchObject({ ok: true });
    expect(result.orders.length).toBeGreaterThanOrEqual(4);
    expect(result.orders.map(({ id }) => id)).toEqual(newest.slice(0, result.orders.length));
    expect(outcome.result).toMatchObject({ orders_left_out: newest.length - result.orders.length });
    const long = result.orders.find(({ items }) => items === 200)!;
    expect(long.lines).toHaveLength(MAX_LINES_TOLD);
    expect(long).toMatchObject({ lines_left_out: 200 - MAX_LINES_TOLD });
    expect(JSON.stringify(outcome.result).length).toBeLessThanOrEqual(MAX_RESULT_CHARACTERS);
  });
});

describe("more orders than one look in the store may find", () => {
  it("are told from the newest on", async () => {
    const shop = await fakeShop();
    const count = MAX_FOUND + 5;
    for (let n = 1; n <= count; n += 1) {
      const id = `ORD${9_000 + n}`;
      const placed = new Date(Date.parse("2024-01-01T12:00:00Z") + n * 60_000).toISOString();
      const body = { customerId: "CUST0003", customerName: "", placed, lines: [], status: "Delivered" as const };
      await shop.documents.insert("orders", { id, claims: [`of:CUST0003#${id}`], body });
    }
    const { result } = await shop.openCall({ scope: "staff" })("get_orders", { customer_id: "3" });
    const [first, second] = (result as { orders: { id: string }[] }).orders;
    expect([first?.id, second?.id]).toEqual([`ORD${9_000 + count}`, `ORD${9_000 + count - 1}`]);
  });
});

describe("a counter that is behind the numbers that are taken", () => {
  /** Documents that came from elsewhere, without their counter. */
  const behind = async (count: number) => {
    const documents = fakeDocuments();
    for (let n = 1; n <= count; n += 1) {
      const number = String(n).padStart(4, "0");
      const taken = { id: `CUST${number}`, claims: [`old:${n}`], body: { name: "", phone: "", email: "", joined: "" } };
      await documents.insert("customers", taken);
    }
    return documents;
  };
  const ann = { name: "Ann Lee", phone: "(415) 555-0199", email: "ann@example.com" };

  it("is no account that exists already, and none of the demonstration's", async () => {
    const shop = await fakeShop({ documents: await behind(20) });
    expect(await shop.documents.find("customers", { prefix: "phone:" }, 100)).toHaveLength(5);
    const outcome = await shop.openCall()("create_customer_account", ann);
    expect(outcome).toMatchObject({ ok: true, result: { customer: { id: "CUST0026" } } });
  });

  it("is given up when it is far behind, as what cannot be done now", async () => {
    const documents = await behind(130);
    const tools = shopTools({
      documents,
      knowledge: fakeKnowledge(),
      clock: () => 0,
      calendar: defaultCalendar("UTC"),
    });
    const request = { id: "1", name: "create_customer_account", arguments: JSON.stringify(ann) };
    const caller = { sessionId: "s", scope: "public", misses: 0, userTurn: 1 } as const;
    const ask = () => answer(tools, request, caller, new AbortController().signal);
    expect(await ask()).toMatchObject({ ok: false, result: { code: "unavailable" } });
    expect(await ask()).toMatchObject({ ok: true });
  });
});

describe("seedDemo", () => {
  it("puts customers with upcoming appointments on real slots, once", async () => {
    const shop = await fakeShop();
    const all = async () => ({
      customers: await shop.documents.find("customers", { prefix: "phone:" }, 100),
      appointments: await shop.documents.find("appointments", { prefix: "demo:" }, 100),
      orders: await shop.documents.find("orders", { prefix: "demo:" }, 100),
    });
    const before = await all();
    expect(before.customers.length).toBeGreaterThanOrEqual(5);
    const scheduled = before.appointments.filter(({ body }) => body.status === "Scheduled");
    expect(scheduled.length).toBeGreaterThanOrEqual(3);
    for (const { body } of scheduled) expect(Date.parse(body.start)).toBeGreaterThan(shop.now);
    for (const { body } of before.appointments) {
      if (body.status !== "Scheduled") expect(Date.parse(body.start)).toBeLessThan(shop.now);
    }
    // Again on another day, and by two at once: nothing more.
    const later = (): number => shop.now + 86_400_000;
    await Promise.all([1, 2].map(() => seedDemo(shop.documents, later, shop.calendar)));
    expect(await all()).toEqual(before);
  });
});
