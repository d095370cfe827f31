import { beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "./answer.js";
import type { FakeShop, OpenShop } from "./testing/fake-shop.js";
import { errorOf, openMaya } from "./testing/maya.js";

/** What models write for telephone numbers and dates, whatever the shop's records are kept in. */
export function formatsSuite(openShop: OpenShop): void {
  describe("telephone numbers", () => {
    let shop: FakeShop;
    beforeAll(async () => {
      shop = await openShop();
    });

    it.each([
      ["+1 (212) 555-0142", "+12125550142"],
      ["+44 20 7946 0018", "+442079460018"],
      ["+49 30 901820", "+4930901820"],
      ["+33 1 42 68 53 00", "+33142685300"],
      ["+34 912 345 678", "+34912345678"],
      ["+39 06 6982", "+39066982"],
      ["+31 20 624 1111", "+31206241111"],
      ["+32 2 555 12 12", "+3225551212"],
      ["+41 44 668 18 00", "+41446681800"],
      ["+43 1 534 6060", "+4315346060"],
      ["+46 8 508 290 00", "+46850829000"],
      ["+47 22 86 40 00", "+4722864000"],
      ["+48 22 555 00 00", "+48225550000"],
      ["+351 21 792 7000", "+351217927000"],
      ["+353 1 677 4274", "+35316774274"],
      ["+61 2 9374 4000", "+61293744000"],
      ["+81 3-6384-9000", "+81363849000"],
      ["+91 80 6721 8000", "+918067218000"],
      ["+55 11 2395-8400", "+551123958400"],
      ["+27 21 555 0123", "+27215550123"],
      ["+52 55 5342 8400", "+525553428400"],
    ])("%s is %s", async (phone, e164) => {
      const account = { name: "Ann", phone, email: `ann.${e164.slice(1)}@example.com` };
      const outcome = await shop.openCall()("create_customer_account", account);
      const taken = e164 === "+12125550142";
      expect(outcome.ok).toBe(!taken);
      expect(await shop.documents.find("customers", { claim: `phone:${e164}` }, 1)).toHaveLength(1);
    });

    it.each(["911", "+999 123 456", "00000000000", "++12125550142", "+1 212 555", "1".repeat(60), "not a number"])(
      "%s is refused",
      async (phone) => {
        const call = shop.openCall();
        expect(errorOf(await call("find_customer", { phone })).error).toMatch(/international format/);
        expect(call.misses()).toBe(0);
      },
    );
  });

  describe("dates", () => {
    const TUESDAY_TEN = "2026-11-24T10:00:00-05:00";
    let shop: FakeShop;
    beforeAll(async () => {
      shop = await openShop();
    });

    /** Books it in a session of its own; what was booked is let go again. */
    const book = async (date: string): Promise<Outcome> => {
      const call = await openMaya(shop);
      const outcome = await call("create_appointment", { customer_id: "1", date, service: "Review" });
      if (outcome.ok) await call("cancel_appointment", { appointment_id: (outcome.result as { id: string }).id });
      return outcome;
    };

    it.each([
      "2026-11-24T10:00",
      "2026-11-24 10:00",
      "2026-11-24T10:00:00",
      "2026-11-24T10:00:00.000",
      "2026-11-24T10:00:00-05:00",
      "2026-11-24T15:00:00Z",
      "2026-11-24T15:00:00.000Z",
      "2026-11-25T00:00+0900",
      "20261124T1000",
      " 2026-11-24T10 ",
      "Tuesday, November 24, 2026 at 10:00 AM",
      "November 24th, 10am",
      "24 November 2026 10:00",
      "11/24/2026 10:00 AM",
      "24/11/2026 10:00",
      "24.11.2026 10:00",
      "2026/11/24 10:00",
      "tomorrow at 10",
      "next Tuesday",
      "1795532400",
      "1795532400000",
      "2026-W48-2T10:00",
      "2026-328T10:00",
      "2026-11-24",
      "10:00",
      "T10:00",
      "2026-11-24T25:00",
      "2026-11-24T10:60",
      "2026-02-30T10:00",
      "2026-13-01T10:00",
      "0000-00-00T00:00",
      "-002026-11-24T10:00",
      "+012026-11-24T10:00",
      "9999-12-31T23:59:59Z",
      "2026-11-24T10:00[Europe/Paris]",
      "2026-11-24T10:00 EST",
      "2026-11-24T10:00 AM",
      "{date}",
      "null",
      "Infinity",
    ])("%s is that Tuesday at ten, or refused with a sentence: never another time", async (date) => {
      const outcome = await book(date);
      if (outcome.ok) expect(outcome.result).toMatchObject({ date: TUESDAY_TEN });
      else
        expect(errorOf(outcome)).toMatchObject({
          code: "invalid_arguments",
          error: expect.stringMatching(/^.{10,}\.$/),
        });
    });

    it("are taken where they are plain", async () => {
      for (const date of ["2026-11-24 10:00", "2026-11-24T15:00:00.000Z", "2026-11-25T00:00+0900"]) {
        const outcome = await book(date);
        expect(outcome, date).toMatchObject({ ok: true });
      }
    });
  });
}
