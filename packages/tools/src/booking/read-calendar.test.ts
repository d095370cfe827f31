import { describe, expect, it } from "vitest";
import { defaultCalendar } from "./calendar.js";
import { MAX_SLOTS_HELD, readCalendar } from "./read-calendar.js";

describe("readCalendar", () => {
  it("reads hours, exceptions and services", () => {
    const calendar = readCalendar({
      hours: { monday: "9:00-17:00", saturday: ["13:00 – 17:30", "9:00-12:00"], sunday: "closed" },
      exceptions: { "2026-12-25": "closed", "2026-12-24": "9:00-13:00" },
      services: { Tasting: { minutes: 30, bufferMinutes: 15 }, Course: { minutes: 90 } },
      slotMinutes: 30,
      capacity: 2,
      leadMinutes: 0,
      horizonDays: 30,
    });
    expect(calendar).toEqual({
      hours: {
        1: [{ opens: 540, closes: 1020 }],
        2: [],
        3: [],
        4: [],
        5: [],
        6: [
          { opens: 540, closes: 720 },
          { opens: 780, closes: 1050 },
        ],
        7: [],
      },
      exceptions: { "2026-12-25": [], "2026-12-24": [{ opens: 540, closes: 780 }] },
      services: [
        { name: "Tasting", minutes: 30, bufferMinutes: 15 },
        { name: "Course", minutes: 90, bufferMinutes: 0 },
      ],
      slotMinutes: 30,
      capacity: 2,
      leadMinutes: 0,
      horizonDays: 30,
    });
  });

  it("leaves as usual what is not named", () => {
    const { timeZone: _, ...usual } = defaultCalendar("UTC");
    expect(readCalendar({})).toEqual(usual);
    expect(readCalendar({ capacity: 3 })).toEqual({ ...usual, capacity: 3 });
  });

  const many = (count: number) => Array.from({ length: count }, (_, index) => index);
  const dateOf = (index: number) => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10);
  it.each([
    [null, /^it must be an object/],
    ["9-5", /^it must be an object/],
    [{ hour: {} }, /^it has an unknown field, hour$/],
    [{ hours: { mon: "9:00-17:00" } }, /^it has an unknown field, hours\.mon$/],
    [{ hours: "9:00-17:00" }, /^hours must name days/],
    [{ hours: { monday: "nine to five" } }, /^hours\.monday must be hours such as "9:00-17:00"/],
    [{ hours: { monday: "17:00-9:00" } }, /^hours\.monday must be hours/],
    [{ hours: { monday: "9:00-24:30" } }, /^hours\.monday must be hours/],
    [{ hours: { monday: "9:70-12:00" } }, /^hours\.monday must be hours/],
    [{ hours: { monday: [9, 17] } }, /^hours\.monday must be hours/],
    [{ hours: { monday: many(13).map((hour) => `${hour}:00-${hour}:59`) } }, /^hours\.monday must be hours/],
    [{ hours: { monday: ["9:00-13:00", "12:00-17:00"] } }, /^hours\.monday has hours that overlap$/],
    [{ hours: {} }, /^services\.Consultation takes longer than the shop is open/],
    [{ exceptions: { christmas: "closed" } }, /^exceptions\.christmas must be a date such as 2026-12-25$/],
    [{ exceptions: { "2026-02-30": "closed" } }, /^exceptions\.2026-02-30 must be a date/],
    [{ exceptions: { "2026-12-24": "early" } }, /^exceptions\.2026-12-24 must be hours/],
    [
      { exceptions: Object.fromEntries(many(1_001).map((i) => [dateOf(i), "closed"])) },
      /^exceptions must name at most/,
    ],
    [{ services: {} }, /^services must name 1 to 50 services$/],
    [{ services: Object.fromEntries(many(51).map((i) => [`S${i}`, { minutes: 60 }])) }, /^services must name 1 to 50/],
    [{ services: { Review: {} } }, /^services\.Review\.minutes must be a whole number from 1 to 1440$/],
    [{ services: { Review: 60 } }, /^services\.Review must have minutes/],
    [{ services: { Review: { minutes: 60, price: 1 } } }, /^it has an unknown field, services\.Review\.price$/],
    [
      { services: { ["x".repeat(81)]: { minutes: 60 } } },
      /^services has a name that does not have 1 to 80 characters$/,
    ],
    [{ services: { "Follow-up": { minutes: 60 }, "follow up": { minutes: 30 } } }, /two names that sound the same/],
    [{ services: { Day: { minutes: 600 } } }, /^services\.Day takes longer than the shop is open at a time$/],
    [{ services: { Day: { minutes: 125 } }, slotMinutes: 5 }, new RegExp(`holds more than ${MAX_SLOTS_HELD} slots`)],
    [{ slotMinutes: 1 }, /^slotMinutes must be a whole number from 5 to 1440$/],
    [{ slotMinutes: "60" }, /^slotMinutes must be a whole number/],
    [{ capacity: 0 }, /^capacity must be a whole number from 1 to 200$/],
    [{ capacity: 100 }, /^capacity must be at most 62 with these hours and a slot every 60 minutes$/],
    [{ leadMinutes: -1 }, /^leadMinutes must be a whole number/],
    [{ horizonDays: 731 }, /^horizonDays must be a whole number from 1 to 730$/],
  ])("says what is wrong with %j", (value, sentence) => {
    expect(() => readCalendar(value)).toThrow(RangeError);
    expect(() => readCalendar(value)).toThrow(sentence);
  });
});
