import { describe, expect, it } from "vitest";
import { fits } from "./fits.js";
import { withMoments } from "./moments.js";

/** A Monday in New York, and already Tuesday in UTC. */
const reference = { now: Date.parse("2026-11-24T02:30:00Z"), timeZone: "America/New_York" };

describe("dates of a scenario", () => {
  it.each([
    ["{today}", "2026-11-23"],
    ["{tomorrow 09:00}", "2026-11-24T09:00"],
    ["{yesterday}", "2026-11-22"],
    ["{in 10 days}", "2026-12-03"],
    ["{monday}", "2026-11-30"],
    ["{tuesday}", "2026-11-24"],
    ["{next monday}", "2026-11-30"],
    ["{next tuesday 14:00}", "2026-12-01T14:00"],
    ["{next sunday}", "2026-12-06"],
    ["a{2} {nothing}", "a{2} {nothing}"],
  ])("%s is %s", (text, iso) => {
    expect(withMoments(text, "iso", reference)).toBe(iso);
  });

  it("count from the shop's day, wherever the clock stands", () => {
    expect(withMoments("{today}", "iso", { ...reference, timeZone: "Europe/Berlin" })).toBe("2026-11-24");
  });

  it("are said in words", () => {
    expect(withMoments("On {next tuesday 14:00}, {tomorrow} or {friday 09:30}?", "words", reference)).toBe(
      "On Tuesday, December 1 at 2 PM, Tuesday, November 24 or Friday, November 27 at 9:30 AM?",
    );
  });
});

describe("arguments fit", () => {
  it.each([
    [{ a: 1 }, { a: 1, b: 2 }, true],
    [{ a: 1 }, { b: 2 }, false],
    [{ a: { b: [1, 2] } }, { a: { b: [1, 2], c: 3 } }, true],
    [{ a: [1] }, { a: [1, 2] }, false],
    [{ a: "/^\\+1212/" }, { a: "+12125550142" }, true],
    [{ a: "Review" }, { a: "review" }, false],
    [{ at: "{next tuesday 14:00}" }, { at: "2026-12-01T14:00" }, true],
    [{ at: "{next tuesday 14:00}" }, { at: "2026-12-01T14:00:00-05:00" }, true],
    [{ at: "{next tuesday 14:00}" }, { at: "2026-12-01T19:00:00Z" }, true],
    [{ at: "{next tuesday 14:00}" }, { at: "2026-12-01T14:00:00Z" }, false],
    [{ at: "{next tuesday 14:00}" }, { at: "2026-12-01T15:00" }, false],
    [{ at: "/^{next tuesday}/" }, { at: "2026-12-01T15:00" }, true],
    [{ a: 1 }, undefined, false],
    [{ toString: "/./" }, {}, false],
  ])("%j, in %j: %s", (wanted, actual, expected) => {
    expect(fits(wanted, actual, reference)).toBe(expected);
  });
});
