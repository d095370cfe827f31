import { describe, expect, it } from "vitest";
import { defaultCalendar, type Calendar } from "../booking/calendar.js";
import { fakeDocuments } from "../testing/fake-documents.js";
import { fakeShop, type FakeShop } from "../testing/fake-shop.js";

const HOURLY = defaultCalendar("America/New_York");
const service = (minutes: number, bufferMinutes = 0) => [{ name: "Review", minutes, bufferMinutes }];
const HALF_HOURLY: Calendar = { ...HOURLY, slotMinutes: 30, services: service(30) };

/** A shop whose calendar was another one when Tuesday at ten was booked. */
const changed = async (from: Calendar, to: Calendar, date = "2026-12-08T10:00") => {
  const documents = fakeDocuments();
  const before = await fakeShop({ documents, calendar: from });
  expect(await book(before, date, "before")).toBe("ok");
  return fakeShop({ documents, calendar: to });
};
const book = async (shop: FakeShop, date: string, sessionId: string): Promise<string> => {
  const call = shop.openCall({ scope: "staff", sessionId });
  const { ok, result } = await call("create_appointment", { customer_id: "CUST0002", date, service: "Review" });
  return ok ? "ok" : (result as { code: string }).code;
};
const freeOn = async (shop: FakeShop, day: string): Promise<string[]> => {
  const { result } = await shop.openCall()("check_availability", { start_date: day, end_date: day });
  return (result as { available_slots: string[] }).available_slots.map((slot) => slot.slice(11, 16));
};

describe("an appointment that was made before the calendar was changed", () => {
  it.each([
    ["slots become shorter", HOURLY, HALF_HOURLY, "10:00", ["10:00", "10:30"], ["09:30", "11:00"]],
    [
      "slots begin at other times",
      HOURLY,
      { ...HOURLY, hours: { 2: [{ opens: 9 * 60 + 30, closes: 17 * 60 + 30 }] } },
      "10:00",
      ["09:30", "10:30"],
      ["11:30"],
    ],
    [
      "slots become longer",
      HALF_HOURLY,
      { ...HOURLY, slotMinutes: 120, services: service(120) },
      "11:30",
      ["11:00"],
      ["09:00", "13:00"],
    ],
    [
      "services get a buffer",
      { ...HALF_HOURLY, services: service(60) },
      { ...HALF_HOURLY, services: service(60, 30) },
      "10:00",
      ["10:00", "11:00", "09:00"],
      ["11:30"],
    ],
  ] as const)("is not booked over: %s", async (_what, from, to, time, taken, free) => {
    const shop = await changed(from, to, `2026-12-08T${time}`);
    const offered = await freeOn(shop, "2026-12-08");
    expect(offered).toEqual(expect.arrayContaining([...free]));
    for (const each of taken) {
      expect(offered).not.toContain(each);
      expect(await book(shop, `2026-12-08T${each}`, each), each).toBe("conflict");
    }
    for (const each of free) expect(await book(shop, `2026-12-08T${each}`, each), each).toBe("ok");
  });

  it("is not booked over by one that is moved, and may itself be moved to where it was", async () => {
    const shop = await changed(HOURLY, HALF_HOURLY);
    const staff = shop.openCall({ scope: "staff" });
    const [own] = await shop.documents.find("appointments", { prefix: "slot:2026-12-08T15:00:00Z#" }, 1);
    const { result } = await staff("create_appointment", {
      customer_id: "CUST0003",
      date: "2026-12-08T15:00",
      service: "Review",
    });
    const { id: other } = result as { id: string };
    const move = (appointment_id: string) =>
      staff("reschedule_appointment", { appointment_id, new_date: "2026-12-08T10:30" });
    expect(await move(other)).toMatchObject({ ok: false, result: { code: "conflict" } });
    expect(await move(own!.id)).toMatchObject({ ok: true });
  });

  it("takes one of several seats, however many race for the others", async () => {
    const shop = await changed({ ...HOURLY, capacity: 2 }, { ...HALF_HOURLY, capacity: 3 });
    const names = Array.from({ length: 20 }, (_, n) => `caller-${n}`);
    const outcomes = await Promise.all(names.map((name) => book(shop, "2026-12-08T10:30", name)));
    expect(outcomes.filter((outcome) => outcome === "ok")).toHaveLength(2);
    expect(outcomes.filter((outcome) => outcome === "conflict")).toHaveLength(18);
  });
});
