import { expect, it, vi } from "vitest";
import { whateverComes } from "./interleavings.testing.js";
import type * as Journal from "./journal.js";
import type * as Lanes from "./lanes.js";
import { MUTATIONS, type Mutation } from "./mutations.testing.js";
import type * as Recall from "./recall.js";
import type * as Step from "./step.js";
import type * as Turns from "./turns.js";

/** Enough to find what is wrong in any of them; the first that shows it ends the search. */
const RUNS = 1_000;
/** The same interleavings each time: what is asked here is whether the properties would see a mutation at all. */
const SEED = 20_261_124;

const now = vi.hoisted(() => ({ mutation: undefined as Mutation | undefined }));

vi.mock("./step.js", async (original) => {
  const real = await original<typeof Step>();
  const step: typeof real.step = (...given) => (now.mutation?.step?.(real.step) ?? real.step)(...given);
  return { ...real, step };
});

vi.mock("./lanes.js", async (original) => {
  const real = await original<typeof Lanes>();
  const upLane: typeof real.upLane = (...given) => {
    const lane = real.upLane(...given);
    return now.mutation?.upLane?.(lane) ?? lane;
  };
  return { ...real, upLane };
});

vi.mock("./turns.js", async (original) => {
  const real = await original<typeof Turns>();
  const awaitsAudio: typeof real.awaitsAudio = (turns) => now.mutation?.awaitsAudio?.() ?? real.awaitsAudio(turns);
  return { ...real, awaitsAudio };
});

vi.mock("./journal.js", async (original) => {
  const real = await original<typeof Journal>();
  const toldAfter: typeof real.toldAfter = (entries, after) =>
    real.toldAfter(entries, now.mutation?.toldAfter?.(after) ?? after);
  return { ...real, toldAfter };
});

vi.mock("./recall.js", async (original) => {
  const real = await original<typeof Recall>();
  const recall: typeof real.recall = (...given) => (now.mutation?.recall?.(real.recall) ?? real.recall)(...given);
  return { ...real, recall };
});

it.each(MUTATIONS)("the property test finds that $breaks is not so, by $by", async (mutation) => {
  now.mutation = mutation;
  await expect(whateverComes(RUNS, mutation.wire ? { wire: mutation.wire } : {}, SEED)).rejects.toThrow(
    /Property failed/,
  );
});

it("finds nothing wrong with what is not mutated", async () => {
  now.mutation = undefined;
  await whateverComes(RUNS / 10);
});
