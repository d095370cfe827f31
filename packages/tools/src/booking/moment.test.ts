import { describe, expect, it } from "vitest";
import { defaultCalendar } from "./calendar.js";
import { daySchema, momentSchema } from "./moment.js";
import { spokenChoice, spokenMoment } from "./spoken.js";

const calendar = defaultCalendar("America/New_York");
const moment = momentSchema(calendar, "");
const iso = (at: number): string => new Date(at).toISOString();

describe("momentSchema", () => {
  it.each([
    ["2026-11-24T10:00", "2026-11-24T15:00:00.000Z"],
    ["2026-11-24 10:00", "2026-11-24T15:00:00.000Z"],
    ["2026-11-24T10:00:00", "2026-11-24T15:00:00.000Z"],
    ["2026-07-07T10:00", "2026-07-07T14:00:00.000Z"],
    ["2026-11-24T10:00Z", "2026-11-24T10:00:00.000Z"],
    ["2026-11-24T10:00:00-05:00", "2026-11-24T15:00:00.000Z"],
    ["2026-11-24T10:00+0530", "2026-11-24T04:30:00.000Z"],
    [" 2026-11-24T10 ", "2026-11-24T15:00:00.000Z"],
  ])("reads %s as %s", (text, instant) => {
    expect(iso(moment.parse(text))).toBe(instant);
  });

  it.each([
    ["2026-11-24", /no time of day/],
    ["2026-03-08T02:30", /clocks skip that time/],
    ["tomorrow at ten", /not a date in ISO 8601/],
    ["2026-13-40T10:00", /not a date/],
    ["2026-W48-2T10:00", /not a date/],
    ["24/11/2026 10:00", /not a date/],
    ["2".repeat(41), /./],
  ])("refuses %s", (text, sentence) => {
    expect(moment.safeParse(text).error?.issues[0]?.message).toMatch(sentence);
  });
});

describe("daySchema", () => {
  it("takes a date as its first or its last moment in the shop", () => {
    expect(iso(daySchema(calendar, "start", "").parse("2026-11-01"))).toBe("2026-11-01T04:00:00.000Z");
    expect(iso(daySchema(calendar, "end", "").parse("2026-11-01"))).toBe("2026-11-02T04:59:59.999Z");
    expect(iso(daySchema(calendar, "end", "").parse("2026-11-02T12:00"))).toBe("2026-11-02T17:00:00.000Z");
  });
});

describe("spoken moments", () => {
  const now = Date.parse("2026-11-23T15:00:00-05:00");
  it.each([
    ["2026-11-24T14:00-05:00", "Tuesday the 24th at 2 pm"],
    ["2026-11-23T16:30-05:00", "Monday the 23rd at 4:30 pm"],
    ["2026-12-01T12:00-05:00", "Tuesday the 1st of December at noon"],
    ["2026-11-11T00:00-05:00", "Wednesday the 11th at 12 am"],
    ["2027-01-22T09:00-05:00", "Friday the 22nd of January at 9 am"],
  ])("%s is %s", (at, words) => {
    expect(spokenMoment(calendar, Date.parse(at), now)).toBe(words);
  });

  it("say a day once for all its times", () => {
    const moments = ["23T16", "24T09", "24T10", "24T11"].map((at) => Date.parse(`2026-11-${at}:00-05:00`));
    expect(spokenChoice(calendar, moments, now)).toBe(
      "Monday the 23rd at 4 pm, or Tuesday the 24th at 9 am, 10 am or 11 am",
    );
    expect(spokenChoice(calendar, [], now)).toBe("");
  });
});
