import { parseArgs } from "node:util";
import { wholeNumber } from "../whole-number.js";

export interface RelayBenchOptions {
  /** Callers at once, one table each. */
  readonly sessions: readonly number[];
  /** How often every way is measured. */
  readonly rounds: number;
  /** How long it is measured each time. */
  readonly seconds: number;
  /** How long each way is used before the first round, and not measured. */
  readonly warmUp: number;
  /** Conversations to open and close at the end, to see whether memory stays. */
  readonly churn: number;
  /** Folder for a CPU profile of the relay's. */
  readonly profile: string | undefined;
}

/** The most of each, so that a slip of the finger takes no day. */
const MOST = { sessions: 2_000, rounds: 100, seconds: 600, "warm-up": 600, churn: 100_000 };

const read = (name: keyof typeof MOST, text: string, least: number): number =>
  wholeNumber(name, text, least, MOST[name]);

/** @throws RangeError naming the option, or Node's own error for one that there is not. */
export const readOptions = (args: readonly string[]): RelayBenchOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sessions: { type: "string", default: "50,200,500" },
      rounds: { type: "string", default: "3" },
      seconds: { type: "string", default: "10" },
      "warm-up": { type: "string", default: "8" },
      churn: { type: "string", default: "10000" },
      profile: { type: "string" },
    },
  });
  return {
    sessions: values.sessions.split(",").map((text) => read("sessions", text, 1)),
    rounds: read("rounds", values.rounds, 1),
    seconds: read("seconds", values.seconds, 1),
    warmUp: read("warm-up", values["warm-up"], 0),
    churn: read("churn", values.churn, 0),
    profile: values.profile,
  };
};
