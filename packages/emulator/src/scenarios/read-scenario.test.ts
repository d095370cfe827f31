import { describe, expect, it } from "vitest";
import { MAX_PATTERN_CHARACTERS } from "./pattern.js";
import { MAX_FILE_CHARACTERS, MAX_STEPS, MAX_TEXT_CHARACTERS, MAX_WITHIN_MS, readScenario } from "./read-scenario.js";

const read = (steps: string): unknown => readScenario(`name: x\nsteps:\n${steps}`, "x.yaml");

describe("a scenario file", () => {
  it("is YAML, or JSON", () => {
    const steps = [
      { types: "Book a review on {next tuesday 14:00}." },
      { says: "Hello.", voice: "rms" },
      { interrupts: "Stop.", during: "speech", by: "typing", after: 200 },
      { waits: "silent 3 s" },
      { loses: "connection" },
      { answers: { "/name/": "Ada" }, until: { calls: "create_customer_account", ok: true } },
      { calls: "create_appointment", with: { service: "Review" }, within: 500 },
      { understands: "/book/" },
      { hears: "/booked/i" },
      { absent: "get_orders" },
      { hangs_up: true },
      { dials: "again" },
      { ends: "end_call" },
    ];
    const scenario = { name: "All", start: { template: "x" }, signed_in: "staff", faults: [{ fault: "x" }], steps };
    expect(readScenario(JSON.stringify(scenario), "x.json")).toEqual(scenario);
    expect(read("- hears: /booked/i\n- types: Yes, please.")).toEqual({
      name: "x",
      steps: [{ hears: "/booked/i" }, { types: "Yes, please." }],
    });
  });

  it.each([
    ["steps: [", /^x\.yaml: /],
    ["just a text", /^x\.yaml: a scenario is a mapping/],
    ["steps: []", /^x\.yaml: name is missing/],
    ["name: x", /^x\.yaml: steps is missing/],
    ["name: x\nsteps: []", /^x\.yaml: steps must be a list of 1 to 200 steps/],
    ["name: x\nstep: []\nsteps: [{ types: a }]", /^x\.yaml: step is no field here: there are name, /],
    ["name: x\nstart: { templat: a }\nsteps: [{ types: a }]", /^x\.yaml: start templat is no field here/],
    ["name: x\nsigned_in: me\nsteps: [{ types: a }]", /^x\.yaml: signed_in must be staff or a customer number/],
    ["name: x\nfaults: [1]\nsteps: [{ types: a }]", /^x\.yaml: faults must be a list of mappings/],
  ])("%j is refused", (source, sentence) => {
    expect(() => readScenario(source, "x.yaml")).toThrow(sentence);
  });

  it.each([
    ["- hello", /^x\.yaml, step 1: must be a mapping/],
    ["- types: a\n- shouts: b", /^x\.yaml, step 2: must have one of types, says, /],
    ["- types: ''", /step 1: types must be a text/],
    ["- types: a {next thirsday}", /step 1: types has \{next thirsday\}, which is no date/],
    ["- hears: booked", /step 1: hears must be a regular expression, such as/],
    ["- hears: /(/", /step 1: hears is no regular expression: /],
    ["- hears: /a/\n  wihtin: 3", /step 1: wihtin is no field here: there are hears, within/],
    ["- hears: /a/\n  within: soon", /step 1: within must be a number of milliseconds/],
    ["- waits: a while", /step 1: waits must be a time such as/],
    ["- interrupts: a", /step 1: during is missing/],
    ["- interrupts: a\n  during: speech\n  by: shouting", /step 1: by must be voice or typing/],
    ["- calls: a\n  with: b", /step 1: with must be a mapping/],
    ["- calls: a\n  ok: maybe", /step 1: ok must be true or false/],
    ["- answers: {}\n  until: { hears: /a/ }", /step 1: answers must map regular expressions/],
    ["- answers: { /a/: b }\n  until: { types: c }", /step 1: until must have one of hears, understands/],
    ["- answers: { a: b }\n  until: { hears: /c/ }", /step 1: answers a must be a regular expression/],
    ["- hangs_up: soon", /step 1: hangs_up must be true/],
  ])("%j is refused", (steps, sentence) => {
    expect(() => read(steps)).toThrow(sentence);
  });

  it("is bounded", () => {
    const many = "- types: a\n".repeat(MAX_STEPS);
    expect(() => read(many)).not.toThrow();
    expect(() => read(`${many}- types: a`)).toThrow(/1 to 200 steps/);
    expect(() => read(`- types: ${"a".repeat(MAX_TEXT_CHARACTERS + 1)}`)).toThrow(/at most 2000 characters/);
    expect(() => read(`- hears: /${"a".repeat(MAX_PATTERN_CHARACTERS)}/`)).toThrow(/at most 500 characters/);
    expect(() => read(`- hears: /a/\n  within: ${MAX_WITHIN_MS + 1}`)).toThrow(/from 0 to 600000/);
    expect(() => read("- waits: 601 s")).toThrow(/at most ten minutes/);
    expect(() => readScenario(" ".repeat(MAX_FILE_CHARACTERS + 1), "x.yaml")).toThrow(/at most 262144 characters/);
  });
});
