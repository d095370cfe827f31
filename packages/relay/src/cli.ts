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
  seed: {
    usage: `seed                   made-up customers, appointments and orders into the store:
                         --customers N (1000), --appointments N (500), --orders N (2000), --seed N (1),
                         --today YYYY-MM-DD, the day around which it all happens`,
    load: () => import("./commands/seed.js"),
  },
  import: {
    usage: "import FILE            into the store what an export holds",
    load: () => import("./commands/import.js"),
  },
  export: {
    usage: "export [FILE]          all that the store holds, as JSON Lines, to a file or to standard output",
    load: () => import("./commands/export.js"),
  },
  customers: {
    usage: `customers export ID    what is stored of one person, conversations included, as JSON
  customers erase ID     erases it`,
    load: () => import("./commands/customers.js"),
  },
  knowledge: {
    usage: 'knowledge …            build | query "…" | eval FILE | calibrate FILE | topics; --json',
    load: () => import("./commands/knowledge.js"),
  },
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
