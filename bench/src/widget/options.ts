import { parseArgs } from "node:util";
import { wholeNumber } from "../whole-number.js";

export interface WidgetBenchOptions {
  /** Calls to open and close, for the time until the first frame and for what each leaves in memory. */
  readonly calls: number;
  /** How often the agent is interrupted. */
  readonly bargeIns: number;
  /** How long the call is whose main thread is looked at, each time. */
  readonly seconds: number;
  /** Asks no registry: nothing stands beside our bytes. */
  readonly offline: boolean;
}

/** The most of each, so that a slip of the finger takes no day. */
const MOST = { calls: 1_000, "barge-ins": 200, seconds: 600 };

/** @throws RangeError naming the option, or Node's own error for one that there is not. */
export const readOptions = (args: readonly string[]): WidgetBenchOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      calls: { type: "string", default: "20" },
      "barge-ins": { type: "string", default: "8" },
      seconds: { type: "string", default: "30" },
      offline: { type: "boolean", default: false },
    },
  });
  const read = (name: keyof typeof MOST): number => wholeNumber(name, values[name], 1, MOST[name]);
  return { calls: read("calls"), bargeIns: read("barge-ins"), seconds: read("seconds"), offline: values.offline };
};
