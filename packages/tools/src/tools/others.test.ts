import { describe, expect, it } from "vitest";
import { seedDemo } from "../shop/demo.js";
import { fakeShop } from "../testing/fake-shop.js";

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
