import { describe, expect, it } from "vitest";
import { percentile, shuffled } from "./statistics.js";
import { table } from "./table.js";

describe("what benches print", () => {
  it("takes percentiles by the nearest rank", () => {
    const values = [5, 1, 4, 2, 3];
    expect([0, 0.5, 0.99, 1].map((p) => percentile(values, p))).toEqual([1, 3, 5, 5]);
    expect(percentile([], 0.5)).toBeNaN();
  });

  it("shuffles without loss", () => {
    expect(shuffled([1, 2, 3, 4], () => 0)).toEqual([2, 3, 4, 1]);
    expect(shuffled([1, 2, 3, 4], () => 0.999)).toEqual([1, 2, 3, 4]);
  });

  it("draws a table with numbers to the right", () => {
    expect(
      table(
        ["way", "ms"],
        [
          ["pipe", 1.5],
          ["relay", 12],
        ],
      ),
    ).toBe(["| way   |  ms |", "|-------|----:|", "| pipe  | 1.5 |", "| relay |  12 |"].join("\n"));
  });
});
