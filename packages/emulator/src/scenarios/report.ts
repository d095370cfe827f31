import type { Step } from "./scenario.js";

export interface StepReport {
  /** From 1. */
  readonly number: number;
  readonly step: Step;
  readonly result: "ok" | "failed" | "not played";
  /** How long it took, in milliseconds. */
  readonly ms: number;
  /** Why it failed, and what was seen instead. */
  readonly why?: string;
}

/** What became of a scenario. */
export interface Report {
  readonly scenario: string;
  readonly ok: boolean;
  /** The relay's ids of the calls that were made. */
  readonly sessions: readonly string[];
  readonly steps: readonly StepReport[];
  /** The functions that were called, by the ids that the agent gave them; `ok` once they were answered. */
  readonly calls: readonly { readonly id: string; readonly name: string; readonly ok?: boolean }[];
  /** What both sides said, in order. */
  readonly words: readonly { readonly role: "user" | "assistant"; readonly content: string }[];
}

/** `calls create_appointment, with {"service":"Review"}` */
function stepText(step: Step): string {
  const [first, ...others] = Object.entries(step).map(([name, value]) => {
    return `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`;
  });
  return [first, ...others].join(", ");
}

/** A report for people: a line a step. */
export function reportText({ scenario, ok, steps }: Report): string {
  const lines = steps.map(({ number, step, result, ms, why }) => {
    const head = `  ${String(number).padStart(3)}  ${result.padEnd(10)} ${`${Math.round(ms)} ms`.padStart(8)}  ${stepText(step)}`;
    return why === undefined ? head : `${head}\n         ${why}`;
  });
  return [`${scenario}: ${ok ? "ok" : "failed"}`, ...lines].join("\n");
}
