import { describe, expect, it } from "vitest";
import { createMouthToEar, MAX_MOUTH_TO_EAR_MS } from "./mouth-to-ear.js";

describe("mouth to ear", () => {
  it("is from the end of the question to the answer, and only to the first that is heard of it", () => {
    const measure = createMouthToEar();
    measure.spoke(1_000);
    measure.spoke(2_000);
    measure.asked();
    // Who hums while waiting has not asked again.
    measure.spoke(2_700);
    expect(measure.answered(2_900)).toBe(900);
    expect(measure.answered(4_000)).toBeUndefined();
  });

  it("is of what was spoken: no greeting, nothing typed, and nothing that is over long ago has it", () => {
    const measure = createMouthToEar();
    expect(measure.answered(500)).toBeUndefined();
    measure.asked();
    expect(measure.answered(600)).toBeUndefined();
    measure.spoke(700);
    expect(measure.answered(900)).toBeUndefined();
    measure.asked();
    expect(measure.answered(701 + MAX_MOUTH_TO_EAR_MS)).toBeUndefined();
  });
});
