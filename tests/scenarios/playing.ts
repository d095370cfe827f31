import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { playScenario, readScenario, type Report, type Scenario } from "@bean-brew/emulator";
import type { House } from "../house.js";

const FOLDER = fileURLToPath(new URL("scenarios/", import.meta.resolve("@bean-brew/emulator/package.json")));

/** The scenarios that the emulator comes with, by their files' names. */
export const SCENARIOS: ReadonlyMap<string, Scenario> = new Map(
  readdirSync(FOLDER).map((file) => [
    file.replace(".yaml", ""),
    readScenario(readFileSync(FOLDER + file, "utf8"), file),
  ]),
);

const after = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

export interface PlayIn {
  readonly patienceMs?: number;
  readonly siteSecret?: string | undefined;
}

export const playIn = (house: House, scenario: Scenario, { patienceMs, siteSecret }: PlayIn = {}): Promise<Report> =>
  playScenario(scenario, {
    url: `${house.url.replace("http", "ws")}/ws`,
    ...(house.agent !== undefined && { agent: house.agent }),
    ...(patienceMs !== undefined && { patienceMs }),
    siteSecret,
    now: Date.now,
    after,
  });

/** Runs so many at a time. */
export const several = async <T>(atOnce: number, jobs: readonly (() => Promise<T>)[]): Promise<readonly T[]> => {
  const results = new Map<number, T>();
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < jobs.length; index = next++) results.set(index, await jobs[index]!());
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return jobs.map((_, index) => results.get(index)!);
};
