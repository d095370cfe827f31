import type { Report } from "@bean-brew/emulator";
import { expect, it } from "vitest";
import { openHouse, type HouseOptions } from "../house.js";
import { houseOf, SITE_SECRET } from "./houses.js";
import { isReached, isWrong, openEndStates } from "./end-state.js";
import { playIn, SCENARIOS, several } from "./playing.js";
import { freeSlots, shopDay } from "./slots.js";
import { VARIANTS } from "./variants.js";
import { variation } from "./variation.js";

/** How many variants of each scenario. */
const SEEDS = Number(process.env["SEEDS"] ?? "50");
/** Only these scenarios, separated by commas. */
const ONLY = process.env["SCENARIOS"]?.split(",");
/** What is not reached is printed with what was said. */
const VERBOSE = process.env["VERBOSE"] === "1";
/** How many variants of each scenario share a house, whose calendar has slots for so many. */
const SEEDS_A_HOUSE = 25;
/** How many conversations are held at once in a house: most of their time they wait for a voice that is heard. */
const AT_ONCE = 12;
/** Generous: they share one voice, which at first has everything to say for the first time. */
const PATIENCE_MS = 60_000;

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
/** Those that cannot share a house; the one that waits for the relay's clock has a short one, and all others a long one. */
const apart = names.filter((name) => name === "idle" || houseOf(name) !== undefined);
const others = names.filter((name) => !apart.includes(name));

/** Plays the variants of these scenarios that have these seeds, in a house of their own. */
const playSeeds = async (
  group: readonly string[],
  seeds: readonly number[],
  { env, ...own }: HouseOptions = {},
  atOnce = AT_ONCE,
): Promise<readonly Result[]> => {
  await using house = await openHouse({
    env: { EMBEDDING_MODEL: "", IDLE_SECONDS: "120", MAX_SESSIONS_PER_ADDRESS: "500", ...env },
    ...own,
  });
  await using endStates = await openEndStates(house);
  const now = Date.now();
  const [slots, standing] = [freeSlots(shopDay(now)), await endStates.standing()];
  let [serial, taken] = [0, 0];
  const slot = () => slots[taken++ % slots.length]!;
  // All are made, also those that are not played, so that a seed is the same variant whatever else is played.
  const variants = seeds.flatMap((seed) =>
    Object.entries(VARIANTS).map(([name, variantOf]) => {
      const v = variation(name, seed);
      return { name, seed, ...variantOf({ v, seed, serial: serial++, now, standing, slot }) };
    }),
  );
  const jobs = variants
    .filter(({ name }) => group.includes(name))
    .map(({ name, seed, steps, expected }) => async (): Promise<Result> => {
      const { signed_in: who } = SCENARIOS.get(name)!;
      const scenario = { name: `${name} ${seed}`, steps, ...(who !== undefined && { signed_in: who }) };
      const siteSecret = who === undefined ? undefined : SITE_SECRET;
      const report = await playIn(house, scenario, { patienceMs: PATIENCE_MS, siteSecret });
      const actual = await endStates.of(report);
      return {
        name,
        seed,
        reached: report.ok && isReached(actual, expected),
        wrong: isWrong(actual, expected),
        report,
        seen: `${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`,
      };
    });
  return await several(atOnce, jobs);
};

/** In its own house a scenario is played one after another where each play meets what the one before has left. */
const playApart = (name: string): Promise<readonly Result[]> =>
  playSeeds([name], seeds, houseOf(name) ?? { env: { IDLE_SECONDS: "10" } }, name === "staff-status" ? 1 : AT_ONCE);

const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);
const houses = Array.from({ length: Math.ceil(SEEDS / SEEDS_A_HOUSE) }, (_, index) =>
  seeds.slice(index * SEEDS_A_HOUSE, (index + 1) * SEEDS_A_HOUSE),
);

it("has variants of every scenario", () => {
  expect(Object.keys(VARIANTS).sort()).toEqual([...SCENARIOS.keys()].sort());
});

it(
  `${SEEDS} variants of each scenario: at least nine in ten reach the end state, none a wrong one`,
  async () => {
    const inTurn = async (plays: readonly (() => Promise<readonly Result[]>)[]): Promise<readonly Result[]> => {
      const results: Result[] = [];
      for (const play of plays) results.push(...(await play()));
      return results;
    };
    const shared = others.length > 0 ? houses.map((some) => () => playSeeds(others, some)) : [];
    const own = apart.map((name) => () => playApart(name));
    const results = (await Promise.all([inTurn(shared), inTurn(own)])).flat();
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
    const enough = SEEDS < 50 ? [results] : names.map((name) => results.filter((result) => result.name === name));
    for (const some of enough) {
      const astray = some.filter(({ reached }) => !reached);
      expect(astray.length, astray.map(conversation).join("\n")).toBeLessThanOrEqual(Math.ceil(some.length / 10));
    }
  },
  60 * 60_000,
);
