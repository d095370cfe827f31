import { describe, expect, it } from "vitest";
import type { Documents } from "../ports.js";
import { fakeShop } from "../testing/fake-shop.js";
import type { IdentityPolicy } from "./access.js";

const PHONE = "212 555 0142";
const EMAIL = "maya.torres@example.com";
const NOBODYS = { phone: "212 555 0199", email: "nobody@example.com" };

/** What proves who a caller is, by each policy, whatever the shop's records are kept in. */
export function policySuite(openDocuments: () => Promise<Documents>): void {
  const openWith = async (identityPolicy: IdentityPolicy, documents?: Documents) =>
    fakeShop({ identityPolicy, documents: documents ?? (await openDocuments()) });

  describe("the policy two", () => {
    it.each([
      [{ phone: PHONE, email: EMAIL }, "phone"],
      [{ phone: PHONE, name: "maya  TORRES" }, "phone"],
      [{ email: EMAIL, name: "Máya Torres" }, "email"],
      [{ phone: PHONE, email: NOBODYS.email, name: "Maya Torres" }, "phone"],
    ])("takes %j", async (args, by) => {
      const call = (await openWith("two")).openCall();
      expect(await call("find_customer", args)).toMatchObject({ ok: true, identity: { customerId: "CUST0001", by } });
      expect(await call("get_orders", { customer_id: "1" })).toMatchObject({ ok: true });
    });

    it.each([
      { phone: PHONE, email: NOBODYS.email },
      { phone: PHONE, email: "daniel@harborlight.example" },
      { phone: NOBODYS.phone, email: EMAIL },
      { phone: PHONE, name: "Maya" },
      { phone: PHONE, name: "Daniel Okafor" },
      { ...NOBODYS },
    ])("does not take %j, and says no more of it than of what is not on file", async (args) => {
      const call = (await openWith("two")).openCall();
      const outcome = await call("find_customer", args);
      expect(outcome).toMatchObject({ ok: false, miss: true, result: { code: "not_found" } });
      const unknown = { phone: NOBODYS.phone, name: "Maya Torres" };
      expect(outcome).toEqual(await call("find_customer", unknown));
      expect(outcome.identity).toBeUndefined();
    });

    it.each([
      [{ phone: PHONE }, { phone: NOBODYS.phone }, /email is required, or name/],
      [{ email: EMAIL }, { email: NOBODYS.email }, /phone is required, or name/],
    ])("asks for more than %j, on file or not", async (known, unknown, sentence) => {
      const call = (await openWith("two")).openCall();
      const outcome = await call("find_customer", known);
      expect(outcome.result).toMatchObject({
        code: "invalid_arguments",
        error: expect.stringMatching(sentence) as string,
      });
      expect(await call("find_customer", unknown)).toEqual(outcome);
      expect(call.misses()).toBe(0);
    });

    it("does not ask it of the staff", async () => {
      const staff = (await openWith("two")).openCall({ scope: "staff" });
      expect(await staff("find_customer", { phone: PHONE })).toMatchObject({ ok: true, result: { id: "CUST0001" } });
    });
  });

  describe("the policy signed-in", () => {
    const identity = { customerId: "CUST0001", by: "site", at: 0 } as const;

    it("finds nobody for who is not signed in, whatever they know", async () => {
      const call = (await openWith("signed-in")).openCall();
      for (const args of [{ phone: PHONE, email: EMAIL, name: "Maya Torres" }, NOBODYS]) {
        expect(await call("find_customer", args)).toMatchObject({
          ok: false,
          result: { code: "not_allowed", error: expect.stringContaining("signed in") as string },
        });
      }
      expect(await call("get_orders", { customer_id: "1" })).toMatchObject({ result: { code: "not_allowed" } });
    });

    it("finds who is signed in, and no other", async () => {
      const call = (await openWith("signed-in")).openCall({ identity });
      expect(await call("find_customer", { phone: PHONE })).toMatchObject({
        ok: true,
        result: { name: "Maya Torres" },
      });
      const other = await call("find_customer", { phone: "646 555 0117" });
      expect(other).toMatchObject({ ok: false, miss: true, result: { code: "not_found" } });
      expect(await call("find_customer", { phone: NOBODYS.phone })).toEqual(other);
    });

    it("opens accounts that prove nothing", async () => {
      const call = (await openWith("signed-in")).openCall();
      const outcome = await call("create_customer_account", { name: "Ann Lee", ...NOBODYS });
      expect(outcome).toMatchObject({ ok: true, result: { success: true } });
      expect(outcome.identity).toBeUndefined();
      expect(await call("get_orders", { customer_id: "CUST0006" })).toMatchObject({ result: { code: "not_allowed" } });
    });
  });

  describe("what is not on file and what does not fit", () => {
    /** What is asked of the store, one line an operation. */
    function watched(documents: Documents): { documents: Documents; asked: string[] } {
      const asked: string[] = [];
      return {
        asked,
        documents: {
          ...documents,
          get: (collection, id) => (asked.push(`get ${collection}`), documents.get(collection, id)),
          find: (collection, where, limit) => (
            asked.push(`find ${collection} ${Object.keys(where).join()} ${limit}`),
            documents.find(collection, where, limit)
          ),
        },
      };
    }

    it.each(["one", "two"] as const)("cost the same look-ups as what is found (%s)", async (policy) => {
      const { documents, asked } = watched(await openDocuments());
      const shop = await openWith(policy, documents);
      const costs: string[] = [];
      for (const args of [
        { phone: PHONE, email: EMAIL },
        { phone: PHONE, email: NOBODYS.email },
        { phone: NOBODYS.phone, email: EMAIL },
        NOBODYS,
      ]) {
        asked.length = 0;
        await shop.openCall()("find_customer", args);
        costs.push(asked.join("; "));
      }
      expect(new Set(costs).size).toBe(1);
      expect(costs[0]).toBe("find customers claim 1; find customers claim 1");
    });

    it("an appointment of another's and none at all cost the same", async () => {
      const { documents, asked } = watched(await openDocuments());
      const shop = await openWith("one", documents);
      const call = shop.openCall();
      await call("find_customer", { phone: PHONE });
      const costs: string[] = [];
      for (const appointment_id of ["APT0003", "APT0999"]) {
        asked.length = 0;
        await call("cancel_appointment", { appointment_id });
        costs.push(asked.join("; "));
      }
      expect(new Set(costs).size).toBe(1);
    });
  });
}
