import { parse } from "yaml";
import { momentProblem } from "./moments.js";
import { patternProblem } from "./pattern.js";
import type { Scenario } from "./scenario.js";
import { SIGNED_IN } from "./site-token.js";
import { waitOf } from "./wait.js";

/** The longest scenario file, in characters. */
export const MAX_FILE_CHARACTERS = 256 * 1024;
export const MAX_STEPS = 200;
/** The longest text that a caller says or types, in characters. */
export const MAX_TEXT_CHARACTERS = 2_000;
/** The longest that a step may wait, in milliseconds. */
export const MAX_WITHIN_MS = 10 * 60_000;

/** A scenario that cannot be read: names the file, the step and the field. */
export class ScenarioError extends Error {
  override readonly name = "ScenarioError";
}

/** What is wrong with a value, if anything. */
type Check = (value: unknown) => string | undefined;
type Fields = Readonly<Record<string, { readonly check: Check; readonly optional?: boolean }>>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text: Check = (value) => {
  if (typeof value !== "string" || value.trim() === "") return "must be a text";
  if (value.length > MAX_TEXT_CHARACTERS) return `must have at most ${MAX_TEXT_CHARACTERS} characters`;
  return momentProblem(value);
};
const pattern: Check = (value) =>
  typeof value === "string" ? patternProblem(value) : "must be a regular expression, such as /booked/i";
const oneOf =
  (...choices: readonly string[]): Check =>
  (value) =>
    choices.includes(value as string) ? undefined : `must be ${choices.join(" or ")}`;
const flag: Check = (value) => (typeof value === "boolean" ? undefined : "must be true or false");
const milliseconds: Check = (value) =>
  typeof value === "number" && value >= 0 && value <= MAX_WITHIN_MS
    ? undefined
    : `must be a number of milliseconds from 0 to ${MAX_WITHIN_MS}`;
const wait: Check = (value) =>
  typeof value === "string" && (waitOf(value)?.ms ?? Infinity) <= MAX_WITHIN_MS
    ? undefined
    : 'must be a time such as "3 s", "500 ms" or "silent 3 s", of at most ten minutes';
const object: Check = (value) => (isObject(value) ? undefined : "must be a mapping");
const texts: Check = (value) => {
  if (!isObject(value) || Object.keys(value).length === 0) return "must map regular expressions to answers";
  for (const [key, answer] of Object.entries(value)) {
    const problem = patternProblem(key) ?? text(answer);
    if (problem) return `${key} ${problem}`;
  }
  return undefined;
};

const within = { within: { check: milliseconds, optional: true } };
const ok = { ok: { check: flag, optional: true } };
const EXPECTATIONS: Readonly<Record<string, Fields>> = {
  hears: { hears: { check: pattern }, ...within },
  understands: { understands: { check: pattern }, ...within },
  calls: { calls: { check: text }, with: { check: object, optional: true }, ...ok, ...within },
  absent: { absent: { check: text }, ...ok },
  ends: { ends: { check: text }, ...within },
};
const ACTIONS: Readonly<Record<string, Fields>> = {
  types: { types: { check: text } },
  says: { says: { check: text }, voice: { check: text, optional: true } },
  interrupts: {
    interrupts: { check: text },
    during: { check: text },
    by: { check: oneOf("voice", "typing"), optional: true },
    after: { check: milliseconds, optional: true },
  },
  waits: { waits: { check: wait } },
  hangs_up: { hangs_up: { check: (value) => (value === true ? undefined : "must be true") } },
  loses: { loses: { check: oneOf("connection") } },
  dials: { dials: { check: oneOf("again") } },
  answers: { answers: { check: texts }, until: { check: (value) => stepProblem(value, EXPECTATIONS) } },
};
const STEPS = { ...ACTIONS, ...EXPECTATIONS };

const START: Fields = {
  template: { check: text, optional: true },
  voiceModel: { check: text, optional: true },
  context: { check: object, optional: true },
};
const SCENARIO: Fields = {
  name: { check: text },
  start: { check: (value) => (isObject(value) ? fieldsProblem(value, START) : "must be a mapping"), optional: true },
  signed_in: {
    check: (value) =>
      typeof value === "string" && SIGNED_IN.test(value) ? undefined : "must be staff or a customer number: CUST0001",
    optional: true,
  },
  faults: {
    check: (value) => (Array.isArray(value) && value.every(isObject) ? undefined : "must be a list of mappings"),
    optional: true,
  },
  steps: {
    check: (value) =>
      Array.isArray(value) && value.length > 0 && value.length <= MAX_STEPS
        ? undefined
        : `must be a list of 1 to ${MAX_STEPS} steps`,
  },
};

function fieldsProblem(value: Readonly<Record<string, unknown>>, fields: Fields): string | undefined {
  for (const [name, { check, optional }] of Object.entries(fields)) {
    if (value[name] === undefined) {
      if (!optional) return `${name} is missing`;
      continue;
    }
    const problem = check(value[name]);
    if (problem) return `${name} ${problem}`;
  }
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
  return unknown && `${unknown} is no field here: there are ${Object.keys(fields).join(", ")}`;
}

function stepProblem(value: unknown, kinds: Readonly<Record<string, Fields>>): string | undefined {
  if (!isObject(value)) return "must be a mapping";
  const kind = Object.keys(value).find((name) => Object.hasOwn(kinds, name));
  const fields = kind === undefined ? undefined : kinds[kind];
  if (!fields) return `must have one of ${Object.keys(kinds).join(", ")}`;
  return fieldsProblem(value, fields);
}

/**
 * Reads a scenario from YAML or JSON.
 * @throws ScenarioError naming the file, the step and the field.
 */
export function readScenario(source: string, file: string): Scenario {
  if (source.length > MAX_FILE_CHARACTERS) {
    throw new ScenarioError(`${file}: a scenario has at most ${MAX_FILE_CHARACTERS} characters.`);
  }
  let value: unknown;
  try {
    value = parse(source);
  } catch (cause) {
    throw new ScenarioError(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  if (!isObject(value)) throw new ScenarioError(`${file}: a scenario is a mapping with a name and steps.`);
  const problem = fieldsProblem(value, SCENARIO);
  if (problem) throw new ScenarioError(`${file}: ${problem}.`);
  for (const [index, step] of (value["steps"] as unknown[]).entries()) {
    const wrong = stepProblem(step, STEPS);
    if (wrong) throw new ScenarioError(`${file}, step ${index + 1}: ${wrong}.`);
  }
  // Every field was checked.
  return value as unknown as Scenario;
}
