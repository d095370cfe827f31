import { StartError } from "../errors.js";

/** A line for the person at the terminal. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Ends the program: with the sentence of a StartError, with the trace of anything else. */
export const fail = (error: unknown): void => {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
};

/** @throws StartError when a command that takes no arguments was given some. */
export const takeNoArguments = (command: string, args: readonly string[]): void => {
  if (args.length > 0) throw new StartError(`"${command}" takes no arguments, not "${args.join(" ")}": try --help.`);
};
