import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { defaultCalendar, type Calendar } from "./calendar.js";
import { refusalOf } from "./refusal.js";
import { bookableWindow, localTime, slotsBetween, slotsOfDay } from "./slots.js";

const ALL_DAY = [{ opens: 0, closes: 24 * 60 }];
const roundTheClock = (timeZone: string): Calendar => ({
  ...defaultCalendar(timeZone),
  hours: { 1: ALL_DAY, 2: ALL_DAY, 3: ALL_DAY, 4: ALL_DAY, 5: ALL_DAY, 6: ALL_DAY, 7: ALL_DAY },
});
const startsOn = (calendar: Calendar, date: string): string[] =>
  slotsOfDay(calendar, DateTime.fromISO(date, { zone: calendar.timeZone })).map(
    ({ start }) => localTime(calendar, start).toISO({ suppressMilliseconds: true, suppressSeconds: true }) ?? "",
  );

const HOUR = 3_600_000;
const HOURLY = { name: "Review", minutes: 60, bufferMinutes: 0 };
const zones = fc.constantFrom(
  "America/New_York",
  "Europe/London",
  "Australia/Lord_Howe",
  "Africa/Casablanca",
  "Asia/Kathmandu",
);
const instants = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2035, 0, 1) });

describe("slotsOfDay", () => {
  const newYork = defaultCalendar("America/New_York");

  it("has every full hour from nine to four on a working day, with that day's offset", () => {
    const hours = ["09", "10", "11", "12", "13", "14", "15", "16"];
    expect(startsOn(newYork, "2026-11-24")).toEqual(hours.map((hour) => `2026-11-24T${hour}:00-05:00`));
    expect(startsOn(newYork, "2026-07-07")).toEqual(hours.map((hour) => `2026-07-07T${hour}:00-04:00`));
  });

  it("has none on a closed day, and an exception's own hours", () => {
    expect(startsOn(newYork, "2026-11-28")).toEqual([]);
    const exceptions = { "2026-11-26": [], "2026-11-28": [{ opens: 10 * 60, closes: 12 * 60 + 30 }] };
    const calendar = { ...newYork, exceptions };
    expect(startsOn(calendar, "2026-11-26")).toEqual([]);
    expect(startsOn(calendar, "2026-11-28")).toEqual(["2026-11-28T10:00-05:00", "2026-11-28T11:00-05:00"]);
  });

  it.each([
    ["America/New_York", "2026-03-08", "02", 23],
    ["Europe/London", "2026-03-29", "01", 23],
  ])("has no slot in the hour that %s skips on %s", (zone, date, skipped, count) => {
    const starts = startsOn(roundTheClock(zone), date);
    expect(starts).toHaveLength(count);
    expect(starts.filter((start) => start.slice(11, 13) === skipped)).toEqual([]);
  });

  it.each([
    ["America/New_York", "2026-11-01", ["2026-11-01T01:00-04:00", "2026-11-01T01:00-05:00"]],
    ["Europe/London", "2026-10-25", ["2026-10-25T01:00+01:00", "2026-10-25T01:00Z"]],
  ])("tells apart the two slots of the hour that %s repeats on %s", (zone, date, both) => {
    const starts = startsOn(roundTheClock(zone), date).map((start) => start.replace("+00:00", "Z"));
    expect(starts).toHaveLength(25);
    expect(starts.filter((start) => start.slice(11, 13) === "01")).toEqual(both);
  });

  it("never lets two slots overlap, in any zone, on any day, at any length", () => {
    fc.assert(
      fc.property(zones, instants, fc.constantFrom(15, 30, 45, 60, 90), (zone, at, slotMinutes) => {
        const calendar = { ...roundTheClock(zone), slotMinutes };
        const slots = slotsOfDay(calendar, localTime(calendar, at));
        for (const [index, slot] of slots.entries()) {
          expect(slot.end - slot.start).toBe(slotMinutes * 60_000);
          expect(slot.start).toBeGreaterThanOrEqual(slots[index - 1]?.end ?? 0);
        }
      }),
    );
  });
});

describe("slotsBetween and refusalOf", () => {
  it("agree: every slot of the window can be booked, on the wall clock of the shop, within its hours", () => {
    fc.assert(
      fc.property(zones, instants, (zone, now) => {
        const calendar = defaultCalendar(zone);
        const { from, to } = bookableWindow(calendar, now);
        for (const { start } of slotsBetween(calendar, from, to)) {
          const local = localTime(calendar, start);
          expect(refusalOf(calendar, HOURLY, start, now)).toBeUndefined();
          expect(start).toBeGreaterThanOrEqual(now + HOUR);
          expect(local.weekday).toBeLessThanOrEqual(5);
          expect(local.minute).toBe(0);
          expect(local.hour).toBeGreaterThanOrEqual(9);
          expect(local.hour).toBeLessThanOrEqual(16);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("refuse every other instant with a reason", () => {
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: -HOUR, max: 100 * 24 * HOUR }), (zone, now, ahead) => {
        const calendar = defaultCalendar(zone);
        const at = now + ahead;
        const { from, to } = bookableWindow(calendar, now);
        const isSlot = [...slotsBetween(calendar, Math.max(at, from), Math.min(at, to))].length > 0;
        const refusal = refusalOf(calendar, HOURLY, at, now);
        if (isSlot) expect(refusal).toBeUndefined();
        else expect(refusal).toMatch(/^[A-Z].*\.$/);
      }),
    );
  });

  const calendar = defaultCalendar("America/New_York");
  const now = Date.parse("2026-11-23T15:00:00-05:00");
  it.each([
    ["2026-11-23T14:00:00-05:00", /in the past/],
    ["2026-11-23T15:30:00-05:00", /too soon/],
    ["2026-11-23T16:00:00-05:00", undefined],
    ["2026-11-28T10:00:00-05:00", /closed on Saturday, November 28/],
    ["2026-11-24T10:30:00-05:00", /start every 60 minutes from 9 am to 4 pm/],
    ["2026-11-24T17:00:00-05:00", /from 9 am to 4 pm/],
    ["2027-02-19T10:00:00-05:00", undefined],
    ["2027-02-22T10:00:00-05:00", /too far ahead/],
  ])("%s: %s", (at, reason) => {
    const refusal = refusalOf(calendar, HOURLY, Date.parse(at), now);
    if (reason === undefined) expect(refusal).toBeUndefined();
    else expect(refusal).toMatch(reason);
  });
});
