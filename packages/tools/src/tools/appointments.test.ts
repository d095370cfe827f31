import { describe, expect, it } from "vitest";
import { defaultCalendar } from "../booking/calendar.js";
import { fakeShop, type FakeCall, type FakeShop } from "../testing/fake-shop.js";
import { openMaya, TEN, replayOf } from "../testing/maya.js";
import { MAX_SLOTS_TOLD } from "./check-availability.js";
import { MAX_APPOINTMENTS_TOLD } from "./get-appointments.js";

async function slotsIn(call: FakeCall, range: object): Promise<string[]> {
  return ((await call("check_availability", range)).result as { available_slots: string[] }).available_slots;
}
async function scheduledAt(shop: FakeShop, start: string): Promise<number> {
  return (await shop.documents.find("appointments", { prefix: `slot:${start}` }, 10)).length;
}

describe("create_appointment", () => {
  it("books, tells it, and has a card for the page", async () => {
    const shop = await fakeShop();
    const call = await openMaya(shop);
    expect(await call("create_appointment", TEN)).toEqual({
      ok: true,
      concerns: "CUST0001",
      result: {
        id: "APT0008",
        customer_id: "CUST0001",
        customer_name: "Maya Torres",
        date: "2026-11-24T10:00:00-05:00",
        service: "Consultation",
        status: "Scheduled",
        spoken: "Tuesday the 24th at 10 am",
      },
      card: {
        kind: "appointment",
        title: "Tuesday 24 November, 10:00",
        text: "Consultation · APT0008 · booked",
        event: {
          start: "2026-11-24T10:00:00-05:00",
          end: "2026-11-24T11:00:00-05:00",
          title: "Consultation at Bean & Brew",
        },
      },
      writeKey: expect.stringMatching(/^write:session-1:/) as string,
    });
    const { result } = await call("get_appointments", { customer_id: "CUST0001" });
    expect(result).toMatchObject({
      appointments: expect.arrayContaining([expect.objectContaining({ id: "APT0008" })]),
    });
    const [stored] = await shop.documents.find("appointments", { claim: "day:2026-11-24#APT0008" }, 1);
    expect(stored?.claims).toEqual([
      "slot:2026-11-24T15:00:00Z#1",
      "of:CUST0001#APT0008",
      "day:2026-11-24#APT0008",
      expect.stringMatching(/^write:session-1:/),
    ]);
  });

  it("does it once in a session, however the same arguments are written, and even when the slot has passed", async () => {
    const shop = await fakeShop();
    const call = await openMaya(shop);
    const [first, twin] = await Promise.all([call("create_appointment", TEN), call("create_appointment", TEN)]);
    expect(first).toMatchObject({ ok: true });
    expect(twin).toEqual(replayOf(first));
    shop.now = Date.parse("2026-12-24T10:00:00-05:00");
    const again = { service: "consultation", date: "2026-11-24T15:00:00Z", customer_id: "1" };
    expect(await call("create_appointment", again)).toEqual(replayOf(first));
    expect(await scheduledAt(shop, "2026-11-24T15:00:00Z")).toBe(1);
  });

  it("does not replay once another write has changed the record", async () => {
    const shop = await fakeShop();
    const call = await openMaya(shop);
    const { result } = await call("create_appointment", TEN);
    const booked = await shop.documents.get("appointments", (result as { id: string }).id);
    if (booked === undefined) throw new Error("The appointment is not stored.");
    // What a cancellation leaves: no slot, and another write's key.
    const claims = booked.claims.filter((claim) => !/^(?:slot|write):/.test(claim));
    const body = { ...booked.body, status: "Cancelled" } as const;
    await shop.documents.replace("appointments", { ...booked, claims: [...claims, "write:session-1:cancel"], body });
    const anew = await call("create_appointment", TEN);
    expect(anew).toMatchObject({ ok: true, result: { date: "2026-11-24T10:00:00-05:00" } });
    expect(anew.result).not.toMatchObject({ id: booked.id });
  });

  it("gives a slot to one of two callers, and tells the other the next free ones", async () => {
    const shop = await fakeShop();
    const other = shop.openCall();
    await other("find_customer", { phone: "718 555 0163" });
    const outcomes = await Promise.all([
      (await openMaya(shop))("create_appointment", TEN),
      other("create_appointment", { ...TEN, customer_id: "CUST0003" }),
    ]);
    const [loser] = outcomes.filter(({ ok }) => !ok);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(loser?.result).toEqual({
      error: expect.stringContaining("no longer available"),
      code: "conflict",
      available_slots: ["2026-11-24T11:00:00-05:00", "2026-11-24T13:00:00-05:00", "2026-11-24T14:00:00-05:00"],
      spoken: "Tuesday the 24th at 11 am, 1 pm or 2 pm",
    });
    expect(loser?.card).toBeUndefined();
  });

  it("gives as many seats as the calendar has, and no more", async () => {
    const shop = await fakeShop({ calendar: { ...defaultCalendar("America/New_York"), capacity: 3 } });
    const calls = Array.from({ length: 8 }, () => shop.openCall({ scope: "staff" }));
    const outcomes = await Promise.all(calls.map((call) => call("create_appointment", TEN)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(3);
    expect(await scheduledAt(shop, "2026-11-24T15:00:00Z")).toBe(3);
  });

  it.each([
    ["2026-11-23T14:00", /in the past/],
    ["2026-11-23T15:30", /too soon/],
    ["2026-11-28T10:00", /closed on Saturday/],
    ["2026-11-24T10:30", /not a time at which an appointment starts/],
    ["2027-03-24T10:00", /too far ahead/],
    ["2026-11-24", /no time of day/],
    ["soon", /not a date/],
  ])("refuses %s with a reason", async (date, reason) => {
    const outcome = await (await openMaya(await fakeShop()))("create_appointment", { ...TEN, date });
    expect(outcome).toMatchObject({ ok: false, result: { code: "invalid_arguments" } });
    expect(outcome.result).toMatchObject({ error: expect.stringMatching(reason) });
  });

  it("names what is missing, and the services that there are", async () => {
    const call = await openMaya(await fakeShop());
    const { result } = await call("create_appointment", { service: "Massage" });
    expect(result).toMatchObject({
      error:
        "customer_id is required; date is required; service must be one of Consultation, Follow-up, Review, Planning.",
    });
  });

  it("does not find a customer that there is not", async () => {
    const staff = (await fakeShop()).openCall({ scope: "staff" });
    expect(await staff("create_appointment", { ...TEN, customer_id: "999" })).toMatchObject({
      result: { error: expect.stringContaining("Customer not found"), code: "not_found" },
    });
  });
});

describe("check_availability", () => {
  it("tells the free slots of a day, without those that are taken, and frees nobody's", async () => {
    const shop = await fakeShop();
    const call = await openMaya(shop);
    const day = { start_date: "2026-11-24", end_date: "2026-11-24" };
    const before = await slotsIn(call, day);
    expect(before).toHaveLength(7); // One of eight is a demonstration customer's.
    expect(before).toContain("2026-11-24T10:00:00-05:00");
    await call("create_appointment", TEN);
    expect(await slotsIn(call, day)).toEqual(before.filter((slot) => slot !== "2026-11-24T10:00:00-05:00"));
  });

  it("looks a week ahead unless told otherwise, and says a few aloud", async () => {
    const call = (await fakeShop()).openCall();
    const { result } = await call("check_availability", { start_date: "2026-11-23" });
    const { available_slots: slots, spoken } = result as { available_slots: string[]; spoken: string };
    expect(slots.at(0)).toBe("2026-11-23T16:00:00-05:00");
    expect(slots.at(-1)?.slice(0, 10)).toBe("2026-11-27");
    expect(spoken).toBe("Monday the 23rd at 4 pm, or Tuesday the 24th at 9 am or 10 am");
  });

  it("offers only what create_appointment takes", async () => {
    const shop = await fakeShop();
    const staff = shop.openCall({ scope: "staff" });
    const slots = await slotsIn(staff, { start_date: "2026-11-23", end_date: "2026-11-30" });
    for (const date of slots) expect(await staff("create_appointment", { ...TEN, date })).toMatchObject({ ok: true });
    expect(await slotsIn(staff, { start_date: "2026-11-23", end_date: "2026-11-30" })).toEqual([]);
  });

  it("tells no more slots than fit in an answer", async () => {
    const call = (await fakeShop()).openCall();
    const slots = await slotsIn(call, { start_date: "2026-11-23", end_date: "2027-11-23" });
    expect(slots).toHaveLength(MAX_SLOTS_TOLD);
  });

  it("says when there is none, and refuses days in the wrong order", async () => {
    const call = (await fakeShop()).openCall();
    const weekend = { start_date: "2026-11-28", end_date: "2026-11-29" };
    expect(await call("check_availability", weekend)).toMatchObject({
      result: { available_slots: [], spoken: "There is no free time in those days." },
    });
    const backwards = { start_date: "2026-11-29", end_date: "2026-11-28" };
    expect(await call("check_availability", backwards)).toMatchObject({ result: { code: "invalid_arguments" } });
    expect(await call("check_availability")).toMatchObject({ result: { error: "start_date is required." } });
  });
});

describe("get_appointments", () => {
  it("tells them in order of time, the latest of very many", async () => {
    const shop = await fakeShop();
    const staff = shop.openCall({ scope: "staff" });
    const count = MAX_APPOINTMENTS_TOLD + 5;
    const slots = await slotsIn(staff, { start_date: "2026-11-23", end_date: "2027-01-23" });
    for (const date of slots.slice(0, count)) await staff("create_appointment", { ...TEN, customer_id: "5", date });
    const { result } = await staff("get_appointments", { customer_id: "5" });
    const dates = (result as { appointments: { date: string }[] }).appointments.map(({ date }) => date);
    expect(dates).toEqual(slots.slice(5, count));
  });
});
