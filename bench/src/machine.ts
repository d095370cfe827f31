import { cpus, loadavg } from "node:os";

/** A machine that has more to do than this before the bench begins, for each core, is not quiet. */
const QUIET_LOAD = 0.3;

/** What the numbers were measured on, and whether it had other work. */
export const machineNow = (): string => {
  const load = loadavg()[0]!;
  const cores = cpus().length;
  const model = cpus()[0]?.model ?? "unknown";
  return [
    `${cores} cores (${model}), Node ${process.versions.node}, load average ${load.toFixed(2)}`,
    ...(load > QUIET_LOAD * cores ? ["NOISY: the machine has other work; the numbers are not to be relied on."] : []),
  ].join("\n");
};
