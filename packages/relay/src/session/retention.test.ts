import { pino } from "pino";
import { expect, it } from "vitest";
import { fakeJournal } from "./journal.testing.js";
import { openRetention } from "./retention.js";

const DAY_MS = 86_400_000;

const open = async () => {
  const journal = fakeJournal();
  await journal.append("old", [{ n: 1, at: 0, note: "parted" }]);
  await journal.append("young", [{ n: 1, at: 5 * DAY_MS, note: "parted" }]);
  const clock = { now: 100 * DAY_MS };
  const retention = openRetention({ journal, days: 100, now: () => clock.now, log: pino({ level: "silent" }) });
  /** Lets a sweep that has begun come to its end. */
  const tick = async (): Promise<readonly string[]> => {
    retention.tick();
    await new Promise((resolve) => setImmediate(resolve));
    return [...journal.sessions.keys()];
  };
  return { journal, clock, retention, tick };
};

it("erases what is too old at the start and once a day", async () => {
  const { clock, tick } = await open();
  expect(await tick()).toEqual(["old", "young"]);
  clock.now += DAY_MS - 1;
  expect(await tick()).toEqual(["old", "young"]);
  clock.now += 1;
  expect(await tick()).toEqual(["young"]);
});

it("tries again after a while when the store is away", async () => {
  const { journal, clock, tick } = await open();
  clock.now += 1;
  journal.away = true;
  await tick();
  journal.away = false;
  expect(await tick()).toEqual(["old", "young"]);
  clock.now += 600_000;
  expect(await tick()).toEqual(["young"]);
});

it("begins no sweep once it is closed", async () => {
  const { clock, retention, tick } = await open();
  await retention.close();
  clock.now += DAY_MS;
  expect(await tick()).toEqual(["old", "young"]);
});
