#!/usr/bin/env node
import { describeConfig } from "./config.js";
import { fail, say } from "./commands/terminal.js";
import { StartError } from "./errors.js";

interface Command {
  /** Does the command's work. @throws StartError with a sentence for the person at the terminal. */
  run(args: readonly string[]): Promise<void>;
}

/** One file a command, read when it is asked for. */
const COMMANDS: Record<string, { readonly usage: string; readonly load: () => Promise<Command> }> = {
  serve: { usage: "serve                  the relay (the default)", load: () => import("./commands/serve.js") },
};

const help = (): string => `bean-brew-relay: the relay between <bean-brew-agent> and Deepgram's Voice Agent API

Usage: bean-brew-relay [command]

${Object.values(COMMANDS)
  .map(({ usage }) => `  ${usage}`)
  .join("\n")}

Configuration, by environment variables:
${describeConfig()}
`;

const main = async (): Promise<void> => {
  const [name = "serve", ...args] = process.argv.slice(2);
  if (name === "help" || process.argv.some((word) => word === "--help" || word === "-h")) return say(help());
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw new StartError(`There is no command "${name}": try --help.`);
  await (await command.load()).run(args);
};

main().catch(fail);
