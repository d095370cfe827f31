import { describe, expect, it } from "vitest";
import type { Outcome } from "../answer.js";
import { defaultCalendar } from "../booking/calendar.js";
import { fakeShop } from "../testing/fake-shop.js";
import { booked, openMaya, TEN, replayOf } from "../testing/maya.js";

const TEN_SLOT = "slot:2026-11-24T15:00:00Z#1";
const ELEVEN_SLOT = "slot:2026-11-24T16:00:00Z#1";

const failed = (code: string, sentence: RegExp) => ({
  ok: false,
  result: { code, error: expect.stringMatching(sentence) as string },
});
const codeOf = ({ ok, result }: Outcome): string => (ok ? "ok" : (result as { code: string }).code);

describe("reschedule_appointment", () => {
  it("moves wholly: the new slot, the new day, and the old slot is free", async () => {
    const { call, id, holds, shop } = await booked();
    const moved = await call("reschedule_appointment", { appointment_id: id, new_date: "2026-11-27T11:00" });
    expect(moved).toEqual({
      ok: true,
      concerns: "CUST0001",
      result: {
        message: expect.stringContaining("rescheduled successfully") as string,
        appointment: {
          id,
          customer_id: "CUST0001",
          customer_name: "Maya Torres",
          date: "2026-11-27T11:00:00-05:00",
          service: "Consultation",
          status: "Scheduled",
          spoken: "Friday the 27th at 11 am",
        },
      },
      card: {
        kind: "appointment",
        title: "Friday 27 November, 11:00",
        text: `Consultation · ${id} · rescheduled`,
        event: {
          start: "2026-11-27T11:00:00-05:00",
          end: "2026-11-27T12:00:00-05:00",
          title: "Consultation at Bean & Brew",
        },
      },
      writeKey: expect.stringMatching(/^write:session-1:/) as string,
    });
    const stored = await shop.documents.get("appointments", id);
    expect(stored?.claims).toEqual([
      "slot:2026-11-27T16:00:00Z#1",
      `of:CUST0001#${id}`,
      `day:2026-11-27#${id}`,
      expect.stringMatching(/^write:session-1:/),
    ]);
    expect(await holds(TEN_SLOT)).toBe(false);
  });

  it("takes a new service along", async () => {
    const { call, id } = await booked();
    const args = { appointment_id: id.slice(-1), new_date: "2026-11-24T11:00", new_service: "follow up" };
    expect(await call("reschedule_appointment", args)).toMatchObject({
      result: { appointment: { service: "Follow-up", date: "2026-11-24T11:00:00-05:00" } },
    });
  });

  it("keeps the old slot when the new one is gone, and tells the next free ones", async () => {
    const { shop, call, id, holds } = await booked();
    const other = shop.openCall({ scope: "staff" });
    await other("create_appointment", { ...TEN, customer_id: "CUST0003", date: "2026-11-24T11:00" });
    const args = { appointment_id: id, new_date: "2026-11-24T11:00" };
    expect(await call("reschedule_appointment", args)).toMatchObject({
      ...failed("conflict", /no longer available/),
      result: {
        available_slots: ["2026-11-24T13:00:00-05:00", "2026-11-24T14:00:00-05:00", "2026-11-24T15:00:00-05:00"],
      },
    });
    expect(await holds(TEN_SLOT)).toBe(true);
  });

  it.each([
    ["2026-11-22T10:00", /past/],
    ["2026-11-28T10:00", /closed on Saturday/],
    ["2026-11-24T10:30", /not a time at which/],
    ["2027-11-24T10:00", /too far ahead/],
  ])("refuses %s with a reason, and keeps the old slot", async (date, reason) => {
    const { call, id, holds } = await booked();
    const args = { appointment_id: id, new_date: date };
    expect(await call("reschedule_appointment", args)).toMatchObject(failed("invalid_arguments", reason));
    expect(await holds(TEN_SLOT)).toBe(true);
  });

  it("moves once, however often it is asked, and again once it was moved elsewhere", async () => {
    const { call, id } = await booked();
    const to = (hour: number) =>
      call("reschedule_appointment", { appointment_id: id, new_date: `2026-11-27T${hour}:00` });
    const [first, twin] = await Promise.all([to(11), to(11)]);
    expect(first).toMatchObject({ ok: true });
    expect(twin).toEqual(replayOf(first));
    expect(await to(11)).toEqual(replayOf(first));
    expect(await to(14)).toMatchObject({ ok: true });
    expect(await to(11)).toMatchObject({ ok: true, result: { appointment: { date: "2026-11-27T11:00:00-05:00" } } });
  });

  it("says that it is at that time already, when another session asks", async () => {
    const { shop, id } = await booked();
    const again = await openMaya(shop, "another");
    const args = { appointment_id: id, new_date: TEN.date };
    expect(await again("reschedule_appointment", args)).toMatchObject(failed("conflict", /already/));
  });

  it("gives a slot to one of many appointments that move there, the others stay where they are", async () => {
    const shop = await fakeShop();
    const staff = shop.openCall({ scope: "staff" });
    const { available_slots: slots } = (
      await staff("check_availability", { start_date: "2026-11-30", end_date: "2026-12-04" })
    ).result as { available_slots: string[] };
    const ids: string[] = [];
    for (const date of slots.slice(0, 20)) {
      ids.push(((await staff("create_appointment", { ...TEN, date })).result as { id: string }).id);
    }
    const outcomes = await Promise.all(
      ids.map((id) => staff("reschedule_appointment", { appointment_id: id, new_date: "2026-11-24T10:00" })),
    );
    expect(outcomes.map(codeOf).sort()).toEqual([...Array<string>(19).fill("conflict"), "ok"]);
    for (const [index, id] of ids.entries()) {
      const stored = await shop.documents.get("appointments", id);
      const slot = `slot:${stored?.body.start ?? ""}#1`;
      expect(stored?.claims.filter((claim) => claim.startsWith("slot:"))).toEqual([slot]);
      expect(slot === TEN_SLOT).toBe(outcomes[index]?.ok);
    }
  });

  it("loses neither of two changes at the same moment", async () => {
    const { shop, call, id, holds } = await booked();
    const [moved, cancelled] = await Promise.all([
      call("reschedule_appointment", { appointment_id: id, new_date: "2026-11-24T11:00" }),
      (await openMaya(shop))("cancel_appointment", { appointment_id: id }),
    ]);
    expect(cancelled).toMatchObject({ ok: true });
    expect(["ok", "conflict"]).toContain(codeOf(moved));
    expect(await shop.documents.get("appointments", id)).toMatchObject({ body: { status: "Cancelled" } });
    expect([await holds(TEN_SLOT), await holds(ELEVEN_SLOT)]).toEqual([false, false]);
  });
});

describe("cancel_appointment", () => {
  it("cancels, frees the slot, and has a card without an entry for a calendar", async () => {
    const { call, id, holds } = await booked();
    const outcome = await call("cancel_appointment", { appointment_id: id });
    expect(outcome).toEqual({
      ok: true,
      concerns: "CUST0001",
      result: {
        message: expect.stringContaining("cancelled successfully") as string,
        appointment: expect.objectContaining({ id, status: "Cancelled", date: "2026-11-24T10:00:00-05:00" }) as object,
      },
      card: { kind: "appointment", title: "Tuesday 24 November, 10:00", text: `Consultation · ${id} · cancelled` },
      writeKey: expect.stringMatching(/^write:session-1:/) as string,
    });
    expect(await holds(TEN_SLOT)).toBe(false);
    expect(await call("cancel_appointment", { appointment_id: `apt ${id.slice(-1)}` })).toEqual(replayOf(outcome));
  });

  it("lets the slot be booked again, by the same words in the same session", async () => {
    const { call, id } = await booked();
    await call("cancel_appointment", { appointment_id: id });
    const again = await call("create_appointment", TEN);
    expect(again).toMatchObject({ ok: true, result: { status: "Scheduled" } });
    expect(again.result).not.toMatchObject({ id });
    expect(await call("cancel_appointment", { appointment_id: id })).toMatchObject({ ok: true });
    expect(await call("create_appointment", TEN)).toEqual(replayOf(again));
  });

  it("cancels only what is to come", async () => {
    const { shop, call, id } = await booked();
    shop.now = Date.parse("2026-11-24T10:05:00-05:00");
    const args = { appointment_id: id };
    expect(await call("cancel_appointment", args)).toMatchObject(failed("conflict", /has begun/));
    expect(await call("cancel_appointment", { appointment_id: "APT0001" })).toMatchObject(
      failed("conflict", /that is Completed/),
    );
  });
});

describe("update_appointment_status", () => {
  it("sets a status, frees the slot of what does not take place, and takes it again", async () => {
    const { shop, id, holds } = await booked();
    const staff = shop.openCall({ scope: "staff" });
    const set = (status: string) => staff("update_appointment_status", { appointment_id: id, new_status: status });
    expect(await set("completed")).toMatchObject({
      ok: true,
      result: { message: expect.stringContaining("updated") as string, appointment: { id, status: "Completed" } },
    });
    expect(await holds(TEN_SLOT)).toBe(false);
    expect(await set("Scheduled")).toMatchObject({ ok: true });
    expect(await holds(TEN_SLOT)).toBe(true);
    expect(await set("Cancelled")).toMatchObject({ ok: true });
    await staff("create_appointment", { ...TEN, customer_id: "CUST0002" });
    expect(await set("Scheduled")).toMatchObject(failed("conflict", /no longer available/));
    expect(await set("lost")).toMatchObject(failed("invalid_arguments", /Scheduled, Completed, Cancelled/));
    const other = shop.openCall({ scope: "staff" });
    const args = { appointment_id: id, new_status: "Cancelled" };
    expect(await other("update_appointment_status", args)).toMatchObject(failed("conflict", /Cancelled already/));
  });

  it("does not exist for anybody else", async () => {
    const { call, id } = await booked();
    const args = { appointment_id: id, new_status: "Completed" };
    expect(await call("update_appointment_status", args)).toMatchObject(failed("unknown_tool", /./));
  });
});

describe("an appointment's id", () => {
  const tools = [
    ["reschedule_appointment", { new_date: "2026-11-24T11:00" }],
    ["cancel_appointment", {}],
  ] as const;

  it.each(tools)("%s: somebody else's and none at all are refused alike", async (tool, args) => {
    const { shop, call } = await booked();
    const theirs = await call(tool, { ...args, appointment_id: "APT0003" });
    const none = await call(tool, { ...args, appointment_id: "APT0999" });
    expect(theirs).toMatchObject(failed("not_found", /Appointment not found/));
    expect(JSON.stringify(theirs).replaceAll("APT0003", "")).toBe(JSON.stringify(none).replaceAll("APT0999", ""));
    const stranger = shop.openCall();
    expect(await stranger(tool, { ...args, appointment_id: "APT0003" })).toMatchObject(failed("not_allowed", /./));
    expect(await stranger(tool, { ...args, appointment_id: "APT0999" })).toMatchObject(failed("not_allowed", /./));
  });

  it.each(tools)("%s: every missing field is named", async (tool, args) => {
    const { call } = await booked();
    const missing = ["appointment_id", ...Object.keys(args)].map((field) => `${field} is required`).join("; ");
    expect(await call(tool)).toMatchObject({ result: { error: `${missing}.` } });
  });
});

describe("a service that takes more than a slot", () => {
  const calendar = {
    ...defaultCalendar("America/New_York"),
    slotMinutes: 30,
    services: [
      { name: "Tasting", minutes: 30, bufferMinutes: 0 },
      { name: "Course", minutes: 90, bufferMinutes: 30 },
    ],
  };
  const course = { customer_id: "CUST0001", service: "Course" };
  const tasting = { customer_id: "CUST0001", service: "Tasting" };

  it("holds every slot that it and its buffer reach into, and moves along its own", async () => {
    const shop = await fakeShop({ calendar });
    const staff = shop.openCall({ scope: "staff" });
    const held = async (id: string) =>
      (await shop.documents.get("appointments", id))?.claims.filter((claim) => claim.startsWith("slot:"));
    const { result } = await staff("create_appointment", { ...course, date: "2026-11-27T10:00" });
    const { id } = result as { id: string };
    const slots = (...times: string[]) => times.map((time) => `slot:2026-11-27T${time}:00Z#1`);
    expect(await held(id)).toEqual(slots("15:00", "15:30", "16:00", "16:30"));
    for (const date of ["2026-11-27T10:30", "2026-11-27T11:30"]) {
      expect(await staff("create_appointment", { ...tasting, date })).toMatchObject(failed("conflict", /no longer/));
    }
    for (const date of ["2026-11-27T09:30", "2026-11-27T12:00"]) {
      expect(await staff("create_appointment", { ...tasting, date })).toMatchObject({ ok: true });
    }
    const move = (date: string) => staff("reschedule_appointment", { appointment_id: id, new_date: date });
    expect(await move("2026-11-27T10:30")).toMatchObject(failed("conflict", /no longer/));
    await staff("cancel_appointment", { appointment_id: `APT${String(Number(id.slice(3)) + 2).padStart(4, "0")}` });
    expect(await move("2026-11-27T10:30")).toMatchObject({ ok: true });
    expect(await held(id)).toEqual(slots("15:30", "16:00", "16:30", "17:00"));
  });

  it("is offered where it fits, and what is offered without a service fits them all", async () => {
    const staff = (await fakeShop({ calendar })).openCall({ scope: "staff" });
    const day = { start_date: "2026-12-07", end_date: "2026-12-07" };
    const lastFor = async (args: object) => {
      const { result } = await staff("check_availability", { ...day, ...args });
      return (result as { available_slots: string[] }).available_slots.at(-1)?.slice(11, 16);
    };
    expect(await lastFor({ service: "Tasting" })).toBe("16:30");
    expect(await lastFor({ service: "course" })).toBe("15:30");
    expect(await lastFor({})).toBe("15:30");
    expect(await staff("create_appointment", { ...course, date: "2026-12-07T16:00" })).toMatchObject(
      failed("invalid_arguments", /from 9 am to 3:30 pm/),
    );
  });
});
