import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultCalendar } from "@bean-brew/tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { calendarOf } from "./calendar-file.js";
import { readConfig } from "./config.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "calendar-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const configured = async (yaml: string) => {
  const path = join(folder, "calendar.yaml");
  await writeFile(path, yaml);
  return calendarOf(readConfig({ SHOP_CALENDAR: path, SHOP_TIME_ZONE: "Europe/London" }));
};

describe("SHOP_CALENDAR", () => {
  it("is a file of rules, in the shop's time zone", async () => {
    expect(await configured("hours: { monday: 9:00-12:00 }\ncapacity: 2\n")).toEqual({
      ...defaultCalendar("Europe/London"),
      hours: { 1: [{ opens: 540, closes: 720 }], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] },
      capacity: 2,
    });
    expect(calendarOf(readConfig({}))).toEqual(defaultCalendar("America/New_York"));
  });

  it.each([
    ["hours: { monday: 9-12 }", /SHOP_CALENDAR=.* is not valid: hours\.monday must be hours such as/],
    ["hours: [", /SHOP_CALENDAR=.* is not valid: it is no YAML: /],
    ["", /SHOP_CALENDAR=.* is not valid: it must be an object/],
  ])("stops the start when it says %j", async (yaml, sentence) => {
    await expect(configured(yaml)).rejects.toThrow(sentence);
  });

  it("stops the start when there is no such file", () => {
    expect(() => readConfig({ SHOP_CALENDAR: join(folder, "none.yaml") })).toThrow(/the file cannot be read/);
  });
});
