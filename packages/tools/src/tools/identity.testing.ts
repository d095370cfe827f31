import { describe, expect, it } from "vitest";
import { MAX_MISSES } from "../identity/access.js";
import type { OpenShop } from "../testing/fake-shop.js";
import { replayOf } from "../testing/maya.js";

const MAYA = { id: "CUST0001", name: "Maya Torres", phone: "+12125550142", email: "maya.torres@example.com" };
const notAllowed = { ok: false, result: { code: "not_allowed" } };

/** Who is told what, whatever the shop's records are kept in. */
export function identitySuite(openShop: OpenShop): void {
  describe("find_customer", () => {
    it.each([
      [{ phone: "212 555 0142" }, "phone"],
      [{ email: "Maya.Torres@example.com" }, "email"],
      [{ phone: "+1 917 555 0199", email: "maya.torres@example.com" }, "email"],
      [{ phone: "212 555 0142", customer_id: "2" }, "phone"],
    ])("identifies by what is on file: %j", async (args, by) => {
      const shop = await openShop();
      const outcome = await shop.openCall()("find_customer", args);
      expect(outcome).toMatchObject({
        ok: true,
        result: { ...MAYA, joined_date: "2024-03-18" },
        identity: { customerId: "CUST0001", by, at: shop.now },
      });
      expect(outcome.miss).toBeUndefined();
    });

    it("gives a first name for a bare number, which identifies nobody and is a miss", async () => {
      const call = (await openShop()).openCall();
      const outcome = await call("find_customer", { customer_id: "1" });
      const result = { id: "CUST0001", name: "Maya", identified: false };
      expect(outcome).toEqual({ ok: true, result, concerns: "CUST0001", miss: true });
      expect(await call("get_appointments", { customer_id: "1" })).toMatchObject(notAllowed);
    });

    it("gives the whole record for the number of whoever was identified, and for the staff", async () => {
      const shop = await openShop();
      const identity = { customerId: "CUST0001", by: "site", at: shop.now } as const;
      for (const caller of [{ identity }, { scope: "staff" } as const]) {
        expect(await shop.openCall(caller)("find_customer", { customer_id: "1" })).toMatchObject({
          ok: true,
          result: MAYA,
        });
      }
    });

    it.each([
      { phone: "212 555 0199" },
      { email: "no@example.com" },
      { customer_id: "999" },
      { phone: "212 555 0199", customer_id: "1" },
    ])("tells no more of what is not on file than that: %j", async (args) => {
      expect(await (await openShop()).openCall()("find_customer", args)).toEqual({
        ok: false,
        result: { error: expect.stringContaining("Customer not found"), code: "not_found" },
        miss: true,
      });
    });

    it("does not search by a name, nor by nothing", async () => {
      const call = (await openShop()).openCall();
      for (const args of [{}, { name: "Maya Torres" }, { phone: "" }]) {
        expect(await call("find_customer", args)).toMatchObject({ ok: false, result: { code: "invalid_arguments" } });
      }
      expect(call.misses()).toBe(0);
    });

    it(`lets nobody search after ${MAX_MISSES} misses, even with the right answer, except the staff`, async () => {
      const shop = await openShop();
      const call = shop.openCall();
      for (let miss = 0; miss < MAX_MISSES; miss += 1) await call("find_customer", { customer_id: `${miss + 1}` });
      expect(call.misses()).toBe(MAX_MISSES);
      expect(await call("find_customer", { phone: "212 555 0142" })).toMatchObject(notAllowed);
      const staff = shop.openCall({ scope: "staff", misses: MAX_MISSES });
      expect(await staff("find_customer", { phone: "212 555 0142" })).toMatchObject({ ok: true });
    });
  });

  it("every result that tells of a customer says of whom", async () => {
    const call = (await openShop()).openCall({ scope: "staff" });
    const two = { customer_id: "CUST0002" };
    const booked = await call("create_appointment", { ...two, date: "2026-11-24T10:00", service: "Review" });
    const { id: appointment_id } = booked.result as { id: string };
    const outcomes = [
      booked,
      await call("find_customer", two),
      await call("find_customer", { phone: "646 555 0117" }),
      await call("get_appointments", two),
      await call("get_orders", two),
      await call("create_appointment", { ...two, date: "2026-11-24T10:00", service: "Review" }),
      await call("reschedule_appointment", { appointment_id, new_date: "2026-11-24T11:00" }),
      await call("cancel_appointment", { appointment_id }),
      await call("update_appointment_status", { appointment_id, new_status: "Scheduled" }),
    ];
    for (const outcome of outcomes) expect(outcome).toMatchObject({ ok: true, concerns: "CUST0002" });
    const account = { name: "Ann Lee", phone: "(415) 555-0199", email: "ann@example.com" };
    expect(await call("create_customer_account", account)).toMatchObject({ concerns: "CUST0006" });
  });

  describe("what belongs to a customer", () => {
    const touching = [
      ["get_appointments", {}],
      ["get_orders", {}],
      ["create_appointment", { date: "2026-11-24T10:00", service: "Review" }],
    ] as const;

    it.each(touching)(
      "%s is refused for another customer's number, whether there is one or not",
      async (tool, args) => {
        const call = (await openShop()).openCall();
        await call("find_customer", { phone: "212 555 0142" });
        const other = await call(tool, { ...args, customer_id: "CUST0002" });
        expect(other).toMatchObject(notAllowed);
        expect(await call(tool, { ...args, customer_id: "CUST0999" })).toEqual(other);
        expect(await call(tool, { ...args, customer_id: "CUST0001" })).toMatchObject({ ok: true });
      },
    );

    it.each(touching)("%s tells the staff of a customer whom there is not", async (tool, args) => {
      const staff = (await openShop()).openCall({ scope: "staff" });
      expect(await staff(tool, { ...args, customer_id: "CUST0999" })).toMatchObject({
        ok: false,
        result: { code: "not_found", error: expect.stringContaining("Customer not found") as string },
      });
    });

    it.each(touching)("%s is refused before anybody was identified, and open to the staff", async (tool, args) => {
      const shop = await openShop();
      expect(await shop.openCall()(tool, { ...args, customer_id: "CUST0001" })).toMatchObject(notAllowed);
      expect(await shop.openCall({ scope: "staff" })(tool, { ...args, customer_id: "CUST0001" })).toMatchObject({
        ok: true,
      });
    });
  });

  describe("create_customer_account", () => {
    const ann = { name: "Ann Lee", phone: "(415) 555-0199", email: "Ann@Example.com" };

    it("opens an account and identifies the caller by it", async () => {
      const call = (await openShop()).openCall();
      const customer = { id: "CUST0006", name: "Ann Lee", phone: "+14155550199", email: "ann@example.com" };
      expect(await call("create_customer_account", ann)).toMatchObject({
        ok: true,
        result: { success: true, customer: { ...customer, joined_date: "2026-11-23" } },
        identity: { customerId: "CUST0006", by: "account" },
      });
      expect(await call("get_appointments", { customer_id: "CUST0006" })).toMatchObject({
        result: { appointments: [] },
      });
    });

    it("names every field that is missing", async () => {
      const outcome = await (await openShop()).openCall()("create_customer_account", {});
      expect(outcome.result).toMatchObject({ error: "name is required; phone is required; email is required." });
    });

    it("does it once, however often the same call comes, also at the same moment", async () => {
      const shop = await openShop();
      const call = shop.openCall();
      const [first, second] = await Promise.all([
        call("create_customer_account", ann),
        call("create_customer_account", { ...ann, phone: "+1 415 555 0199" }),
      ]);
      expect([first.isReplay, second.isReplay].filter((each) => each)).toHaveLength(1);
      expect(second.result).toEqual(first.result);
      expect(await call("create_customer_account", ann)).toEqual(replayOf(first));
      expect(first).toMatchObject({ ok: true });
    });

    it.each([
      { ...ann, phone: "212 555 0142" },
      { ...ann, email: "maya.torres@example.com" },
    ])("shows and proves nothing of an account that exists: %j", async (args) => {
      const call = (await openShop()).openCall();
      const outcome = await call("create_customer_account", args);
      expect(outcome).toMatchObject({ ok: false, miss: true, result: { code: "conflict" } });
      expect(outcome.result).toMatchObject({ error: expect.stringContaining("already exists") });
      expect(outcome.identity).toBeUndefined();
      expect(JSON.stringify(outcome)).not.toMatch(/Maya|CUST/);
    });

    it("lets one of two sessions have a phone number", async () => {
      const shop = await openShop();
      const outcomes = await Promise.all(
        [shop.openCall(), shop.openCall()].map((call) => call("create_customer_account", ann)),
      );
      expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
    });
  });
}
