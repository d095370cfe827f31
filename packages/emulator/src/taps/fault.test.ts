import { describe, expect, it } from "vitest";
import { MAX_FAULT_CHARACTERS, MAX_FAULTS, readFaults } from "./fault.js";
import { createFaultPlan } from "./fault-plan.js";

describe("faults", () => {
  it("are read, one or a list", () => {
    const drop = { fault: "drop", after: "AgentAudio", nth: 3, times: 1 };
    expect(readFaults(drop)).toEqual([drop]);
    expect(readFaults([drop, { fault: "many_calls" }])).toHaveLength(2);
  });

  it.each([
    ["drop", "Fault 1 is no JSON object."],
    [{ fault: "explode" }, 'Fault 1 has an unknown "fault" "explode": use one of refuse, delay,'],
    [[{ fault: "drop" }, { fault: "refuse" }], 'Fault 2 (refuse) needs a whole number from 300 to 599 as "status".'],
    [{ fault: "drop", when: "now" }, 'Fault 1 (drop) has no field "when": use after, nth, times.'],
    [{ fault: "garbage", frame: "video" }, 'Fault 1 (garbage) needs one of text, binary as "frame".'],
    [{ fault: "delay", type: "Welcome", ms: 1e9 }, 'as "ms"'],
    [{ fault: "flood_audio", seconds: 1e9 }, 'as "seconds"'],
    [{ fault: "many_calls", count: 1e9 }, 'as "count"'],
    [{ fault: "error", code: "x".repeat(MAX_FAULT_CHARACTERS + 1) }, 'as "code"'],
    [{ fault: "drop", times: 0 }, 'as "times"'],
  ])("that are wrong are told in a sentence: %j", (value, sentence) => {
    expect(() => readFaults(value)).toThrow(sentence);
  });

  it("are bounded in number", () => {
    const many = Array.from({ length: MAX_FAULTS + 1 }, () => ({ fault: "drop" }));
    expect(() => readFaults(many)).toThrow(`at most ${MAX_FAULTS}`);
    expect(readFaults(many.slice(1))).toHaveLength(MAX_FAULTS);
  });

  it("happen in every session, or so many times", () => {
    const plan = createFaultPlan([{ fault: "drop", times: 2 }, { fault: "stop_reading" }]);
    expect(plan.next().map(({ fault }) => fault)).toEqual(["drop", "stop_reading"]);
    expect(plan.list()).toEqual([{ fault: "drop", times: 1 }, { fault: "stop_reading" }]);
    plan.next();
    expect(plan.next().map(({ fault }) => fault)).toEqual(["stop_reading"]);
  });

  it("wait while sessions are refused", () => {
    const plan = createFaultPlan([
      { fault: "drop", times: 1 },
      { fault: "refuse", status: 503, times: 1 },
    ]);
    expect(plan.next().map(({ fault }) => fault)).toEqual(["refuse"]);
    expect(plan.next().map(({ fault }) => fault)).toEqual(["drop"]);
    expect(plan.next()).toEqual([]);
  });
});
