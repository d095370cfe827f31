import { describe, expect, it } from "vitest";
import { calendarFile } from "./calendar.js";

const NOW = new Date("2026-11-23T10:00:00Z");

describe("calendar file", () => {
  it("has the event in UTC, with its text escaped", () => {
    const event = {
      start: "2026-11-24T10:00:00-05:00",
      end: "2026-11-24T10:30:00-05:00",
      title: "Tasting; beans, milk\nand more",
    };
    const lines = calendarFile(event, "APT0042", NOW)?.split("\r\n");
    expect(lines).toContain("DTSTAMP:20261123T100000Z");
    expect(lines).toContain("DTSTART:20261124T150000Z");
    expect(lines).toContain("DTEND:20261124T153000Z");
    expect(lines?.join("").replaceAll(" ", "")).toContain(
      "SUMMARY:Tasting\\;beans\\,milk\\nandmore".replaceAll(" ", ""),
    );
  });

  it("folds long lines into at most 75 octets, and unfolds to the same text", () => {
    const title = "Größe ☕ ".repeat(40).trim();
    const file = calendarFile({ start: NOW.toISOString(), end: NOW.toISOString(), title }, "x", NOW)!;
    for (const line of file.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(file.replaceAll("\r\n ", "")).toContain(`SUMMARY:${title}`);
  });

  it("is none when the times are none", () => {
    expect(calendarFile({ start: "x", end: "y", title: "z" }, "x", NOW)).toBeUndefined();
  });
});
