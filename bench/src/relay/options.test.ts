import { describe, expect, it } from "vitest";
import { growth } from "./churn.js";
import { readOptions } from "./options.js";

describe("the relay bench's options", () => {
  it("have defaults, and are read", () => {
    expect(readOptions([])).toEqual({
      sessions: [50, 200, 500],
      rounds: 3,
      seconds: 10,
      warmUp: 8,
      churn: 10_000,
      profile: undefined,
    });
    expect(readOptions(["--sessions", "10,20", "--churn", "0"])).toMatchObject({ sessions: [10, 20], churn: 0 });
  });

  it.each([
    [["--sessions", "10,many"], '--sessions takes whole numbers from 1 to 2000, not "many".'],
    [["--rounds", "0"], "--rounds takes whole numbers from 1 to 100"],
    [["--seconds", "1e9"], "--seconds takes whole numbers from 1 to 600"],
    [["--loud"], "Unknown option '--loud'"],
  ])("%s is refused in words", (args, words) => {
    expect(() => readOptions(args)).toThrow(words);
  });
});

describe("growth", () => {
  it("is the slope over all that was seen", () => {
    const held = (conversations: number, liveBytes: number) => ({ conversations, liveBytes, resources: [] });
    expect(growth([held(100, 5_000), held(200, 5_000), held(300, 5_000)])).toBe(0);
    expect(growth([held(100, 1_000), held(200, 2_100), held(300, 3_000)])).toBe(10);
  });
});
