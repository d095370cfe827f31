import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import type { Calendar, Opening, Weekday } from "./calendar.js";
import { refusalOf } from "./refusal.js";
import { bookableWindow, fits, freeAfter, localTime, slotsBetween, slotsHeld, slotsOfDay } from "./slots.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const [FIRST, LAST] = [Date.UTC(2025, 0, 1), Date.UTC(2035, 11, 31)];
const ZONES = ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Casablanca"];

/** Every moment at which a zone's clock is put forward or back in those years. */
const CHANGES = ZONES.flatMap((zone) => {
  const offsetAt = (at: number): number => DateTime.fromMillis(at, { zone }).offset;
  const changes: { zone: string; at: number; by: number }[] = [];
  for (let day = FIRST; day < LAST; day += DAY) {
    if (offsetAt(day) === offsetAt(day + DAY)) continue;
    let [low, high] = [day, day + DAY];
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / (2 * MINUTE)) * MINUTE;
      if (offsetAt(middle) === offsetAt(low)) low = middle;
      else high = middle;
    }
    changes.push({ zone, at: high, by: offsetAt(high) - offsetAt(low) });
  }
  return changes;
});

const openings = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 4 })
  .map((quarters): readonly Opening[] => {
    const sorted = quarters.sort((a, b) => a - b).map((quarter) => quarter * 15);
    const pairs = sorted.length < 4 ? [sorted.slice(0, 2)] : [sorted.slice(0, 2), sorted.slice(2)];
    return pairs.map(([opens = 0, closes = 0]) => ({ opens, closes }));
  });
const calendarIn = (zone: fc.Arbitrary<string>): fc.Arbitrary<Calendar> =>
  fc.record({
    timeZone: zone,
    hours: fc
      .array(fc.option(openings, { nil: [] }), { minLength: 7, maxLength: 7 })
      .map((days) => Object.fromEntries(days.map((day, index) => [(index + 1) as Weekday, day]))),
    exceptions: fc.constant({}),
    services: fc.array(
      fc.record({
        name: fc.constantFrom("Tasting", "Course", "Visit"),
        minutes: fc.constantFrom(15, 30, 60, 90, 120),
        bufferMinutes: fc.constantFrom(0, 15, 45),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    slotMinutes: fc.constantFrom(15, 20, 30, 60),
    capacity: fc.constant(1),
    leadMinutes: fc.constantFrom(0, 60, 600),
    horizonDays: fc.integer({ min: 1, max: 10 }),
  });
const calendars = calendarIn(fc.constantFrom(...ZONES));
const instants = fc.integer({ min: FIRST, max: LAST });
/** A calendar, and a moment within two days of a change of its clock. */
const aroundPlainChanges = fc
  .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -2 * DAY, max: 2 * DAY }))
  .chain(([change, off]) => fc.tuple(calendarIn(fc.constant(change.zone)), fc.constant(change.at + off)));
/** Dates with hours of their own, or closed, near the moment. */
const excepted = ([calendar, at]: readonly [Calendar, number]): fc.Arbitrary<[Calendar, number]> =>
  fc
    .array(fc.tuple(fc.integer({ min: -1, max: 9 }), fc.oneof(openings, fc.constant([]))), { maxLength: 4 })
    .map((days) => {
      const dated = days.map(
        ([off, hours]) => [localTime(calendar, at).plus({ days: off }).toFormat("yyyy-MM-dd"), hours] as const,
      );
      return [{ ...calendar, exceptions: Object.fromEntries(dated) }, at];
    });
const aroundChanges = aroundPlainChanges.chain(excepted);
const moments = fc.oneof(fc.tuple(calendars, instants).chain(excepted), aroundChanges);

const wallMinute = (at: DateTime): number => at.hour * 60 + at.minute;

it("knows the changes of all four zones, Ramadan's and those by half an hour among them", () => {
  for (const zone of ZONES) expect(CHANGES.filter((change) => change.zone === zone).length).toBeGreaterThanOrEqual(20);
  expect(new Set(CHANGES.map(({ by }) => Math.abs(by)))).toEqual(new Set([60, 30]));
});

describe("any calendar, in any of these zones and years", () => {
  it("has slots only within the hours of the wall clock, and none on closed days", () => {
    fc.assert(
      fc.property(moments, ([calendar, at]) => {
        const day = localTime(calendar, at);
        const date = day.toFormat("yyyy-MM-dd");
        const hours = calendar.exceptions[date] ?? calendar.hours[day.weekday as Weekday] ?? [];
        const slots = slotsOfDay(calendar, day);
        if (hours.length === 0) expect(slots).toEqual([]);
        for (const { start } of slots) {
          const local = localTime(calendar, start);
          expect(local.hasSame(day, "day")).toBe(true);
          const minute = wallMinute(local);
          expect(hours.some(({ opens, closes }) => opens <= minute && minute + calendar.slotMinutes <= closes)).toBe(
            true,
          );
        }
      }),
      { numRuns: 150 },
    );
  });

  it("tells every slot apart by what is told of it, and has none in a time that the clock skips", () => {
    fc.assert(
      fc.property(aroundChanges, ([calendar, at]) => {
        const slots = slotsOfDay(calendar, localTime(calendar, at));
        const told = slots.map(({ start }) => localTime(calendar, start).toISO());
        expect(new Set(told).size).toBe(slots.length);
        for (const [index, text] of told.entries()) {
          // What is told is read back as the same moment: it is a time that the clock shows.
          expect(DateTime.fromISO(text ?? "", { zone: calendar.timeZone }).toMillis()).toBe(slots[index]?.start);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("takes every slot at which a service fits, and refuses every other instant with a reason", () => {
    const asked = fc.tuple(moments, fc.integer({ min: -6 * HOUR, max: 11 * DAY }), fc.nat(2));
    fc.assert(
      fc.property(asked, ([[calendar, now], ahead, which]) => {
        const service = calendar.services[which % calendar.services.length];
        if (service === undefined) return;
        const { from, to } = bookableWindow(calendar, now);
        const bookable = [...slotsBetween(calendar, from, to)].filter((slot) => fits(service, slot));
        for (const { start } of bookable.slice(0, 10)) {
          expect(refusalOf(calendar, service, start, now)).toBeUndefined();
          expect(start).toBeGreaterThanOrEqual(now + calendar.leadMinutes * MINUTE);
        }
        const near = bookable[which]?.start;
        const others = [now + ahead, ...(near === undefined ? [] : [near - MINUTE, near + MINUTE, near + 1])];
        for (const other of others) {
          const isSlot = bookable.some(({ start }) => start === other);
          if (isSlot) expect(refusalOf(calendar, service, other, now)).toBeUndefined();
          else expect(refusalOf(calendar, service, other, now)).toMatch(/^[A-Z].*\.$/);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("lets two services overlap only where they hold a slot in common", () => {
    fc.assert(
      fc.property(moments, fc.nat(40), fc.nat(40), ([calendar, at], one, two) => {
        const slots = [...slotsBetween(calendar, at, at + 3 * DAY)];
        const [a, b] = [slots[one % slots.length], slots[two % slots.length]];
        const service = calendar.services[0];
        if (a === undefined || b === undefined || service === undefined) return;
        const heldBy = (start: number) => slotsHeld(calendar, service, start).map((slot) => slot.start);
        const overlap = a.start < freeAfter(service, b.start) && b.start < freeAfter(service, a.start);
        expect(heldBy(a.start).some((start) => heldBy(b.start).includes(start))).toBe(overlap);
        expect(heldBy(a.start)[0]).toBe(a.start);
      }),
      { numRuns: 100 },
    );
  });
});
