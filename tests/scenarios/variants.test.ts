import type { Report } from "@bean-brew/emulator";
import { expect, it } from "vitest";
import { openHouse } from "../house.js";
import { isReached, isWrong, openEndStates } from "./end-state.js";
import { playIn, SCENARIOS, several } from "./playing.js";
import { freeSlots, shopDay } from "./slots.js";
import { VARIANTS } from "./variants.js";
import { variation } from "./variation.js";

/** How many variants of each scenario: `SEEDS=50` plays all that are asked for. */
const SEEDS = Number(process.env["SEEDS"] ?? "1");
/** Only these scenarios, separated by commas. */
const ONLY = process.env["SCENARIOS"]?.split(",");
/** What is not reached is printed with what was said. */
const VERBOSE = process.env["VERBOSE"] === "1";
/** How many plays share a house: its calendar has a slot for each. */
const PLAYS_A_HOUSE = 150;
const AT_ONCE = 6;
const PATIENCE_MS = 30_000;

interface Result {
  readonly name: string;
  readonly seed: number;
  readonly reached: boolean;
  readonly wrong: boolean;
  readonly report: Report;
  readonly seen: string;
}

const conversation = ({ report, name, seed, seen }: Result): string => {
  const failed = report.steps.find(({ result }) => result === "failed");
  const words = report.words.map(({ role, content }) => `    ${role === "user" ? "caller" : "agent "} ${content}`);
  return [`${name}, seed ${seed}: ${failed?.why ?? "another end state"}`, ...words, `    ${seen}`].join("\n");
};

const names = Object.keys(VARIANTS).filter((name) => ONLY?.includes(name) ?? true);
const perHouse = Math.max(1, Math.floor(PLAYS_A_HOUSE / SEEDS));
/** The one that waits for the relay's clock has a house whose clock is short; a busy machine needs a long one elsewhere. */
const [clocked, others] = [names.filter((name) => name === "idle"), names.filter((name) => name !== "idle")];
const groups = Array.from({ length: Math.ceil(others.length / perHouse) }, (_, index) =>
  others.slice(index * perHouse, (index + 1) * perHouse),
);

const playGroup = async (group: readonly string[]): Promise<readonly Result[]> => {
  const idleSeconds = group === clocked ? "5" : "120";
  await using house = await openHouse({
    env: { EMBEDDING_MODEL: "", IDLE_SECONDS: idleSeconds, MAX_SESSIONS_PER_ADDRESS: "500" },
  });
  await using endStates = await openEndStates(house);
  const now = Date.now();
  const slots = [...freeSlots(shopDay(now))];
  let serial = 0;
  const jobs = group.flatMap((name) =>
    Array.from({ length: SEEDS }, (_, seed) => async (): Promise<Result> => {
      const v = variation(name, seed + 1);
      const variant = VARIANTS[name]!({ v, serial: serial++, now, slot: () => slots.shift()! });
      const report = await playIn(house, { name: `${name} ${seed + 1}`, steps: variant.steps }, PATIENCE_MS);
      const actual = await endStates.of(report);
      return {
        name,
        seed: seed + 1,
        reached: report.ok && isReached(actual, variant.expected),
        wrong: isWrong(actual, variant.expected),
        report,
        seen: `${JSON.stringify(actual)} instead of ${JSON.stringify(variant.expected)}`,
      };
    }),
  );
  return await several(AT_ONCE, jobs);
};

it("has variants of every scenario", () => {
  expect(Object.keys(VARIANTS).sort()).toEqual([...SCENARIOS.keys()].sort());
});

it(
  `${SEEDS} variants of each scenario: at least nine in ten reach the end state, none a wrong one`,
  async () => {
    const waiting = playGroup(clocked);
    const results: Result[] = [];
    for (const group of groups) results.push(...(await playGroup(group)));
    results.push(...(await waiting));
    const missed = results.filter(({ reached, wrong }) => !reached || wrong);
    if (VERBOSE) console.log(missed.map(conversation).join("\n"));
    const rows = names.map((name) => {
      const own = results.filter((result) => result.name === name);
      return { scenario: name, reached: own.filter((r) => r.reached).length, wrong: own.filter((r) => r.wrong).length };
    });
    if (SEEDS > 1) console.table(rows);
    console.log(`${results.length - missed.length} of ${results.length} variants reached their end state.`);
    const wrong = results.filter((result) => result.wrong);
    expect(wrong.map(conversation).join("\n")).toBe("");
    // A few seeds say little of one scenario: then nine in ten of all are asked for, else of each.
    const enough = SEEDS < 10 ? [results] : names.map((name) => results.filter((result) => result.name === name));
    for (const some of enough) {
      const astray = some.filter(({ reached }) => !reached);
      expect(astray.length, astray.map(conversation).join("\n")).toBeLessThanOrEqual(Math.ceil(some.length / 10));
    }
  },
  60 * 60_000,
);
