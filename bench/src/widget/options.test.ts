import { describe, expect, it } from "vitest";
import { readOptions } from "./options.js";

describe("the widget bench's options", () => {
  it("have defaults, and are read", () => {
    expect(readOptions([])).toEqual({ calls: 20, bargeIns: 8, seconds: 30, offline: false });
    expect(readOptions(["--barge-ins", "2", "--offline"])).toMatchObject({ bargeIns: 2, offline: true });
  });

  it.each([
    [["--calls", "0"], '--calls takes whole numbers from 1 to 1000, not "0".'],
    [["--barge-ins", "201"], "--barge-ins takes whole numbers from 1 to 200"],
    [["--seconds", "long"], "--seconds takes whole numbers from 1 to 600"],
    [["--loud"], "Unknown option '--loud'"],
  ])("%s is refused in words", (args, words) => {
    expect(() => readOptions(args)).toThrow(words);
  });
});
