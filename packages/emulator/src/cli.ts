#!/usr/bin/env node
import { parseArgs } from "node:util";
import { runCommand } from "./scenarios/run-command.js";
import { startEmulator } from "./server/emulator.js";

const RECOGNISERS = ["auto", "pocketsphinx", "none"] as const;

const HELP = `bean-brew-emulator: a stand-in for Deepgram's Voice Agent API

  bean-brew-emulator [serve] [options]        serves it
  bean-brew-emulator run FILE... [options]    plays scenarios against a relay; see run --help

  --port PORT          where to listen (9000; 0: any free port)
  --host HOST          the address to listen on (127.0.0.1)
  --recogniser NAME    what hears: pocketsphinx, none, or auto: pocketsphinx when it is installed (auto)
  --watch-stdin        end when standard input ends, and so with the program that started this one
  --help               this text
`;

function fail(sentence: string): never {
  process.stderr.write(`bean-brew-emulator: ${sentence}\n`);
  process.exit(1);
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string", default: "9000" },
        host: { type: "string", default: "127.0.0.1" },
        recogniser: { type: "string", default: "auto" },
        "watch-stdin": { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (cause) {
    return fail(cause instanceof Error ? cause.message : String(cause));
  }
}

function explain(cause: unknown, host: string, port: string): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "EADDRINUSE") return `port ${port} is in use: choose another with --port.`;
  if (code === "EACCES") return `port ${port} needs more rights than this user has: choose one above 1023 with --port.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `${host} is no address of this machine: choose another with --host.`;
  return cause instanceof Error ? cause.message : String(cause);
}

async function serve(args: readonly string[]): Promise<void> {
  const { port, host, recogniser, help, "watch-stdin": watchStdin } = readOptions(args);
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535)
    fail(`--port ${port} is no port: give a number from 0 to 65535.`);
  const chosen = RECOGNISERS.find((one) => one === recogniser);
  if (!chosen) fail(`--recogniser ${recogniser} is unknown: choose ${RECOGNISERS.join(", ")}.`);

  const emulator = await startEmulator({
    port: Number(port),
    host,
    recogniser: chosen,
    path: process.env["PATH"] ?? "",
    log: (line) => process.stderr.write(`${line}\n`),
  }).catch((cause: unknown) => fail(explain(cause, host, port)));

  if (emulator.recogniser === "none") {
    process.stderr.write(
      "No speech recogniser: callers must type (Debian: apt-get install pocketsphinx pocketsphinx-en-us).\n",
    );
  }
  process.stdout.write(`emulator listening on ${emulator.url}\n`);

  const stop = (): void => {
    void emulator.close().then(() => process.exit(0));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  if (watchStdin) process.stdin.resume().once("end", stop).once("error", stop);
}

const [command, ...rest] = process.argv.slice(2);
if (command === "run") {
  process.exitCode = await runCommand(rest, {
    print: (text) => void process.stdout.write(text),
    complain: (text) => void process.stderr.write(text),
    now: Date.now,
  });
} else await serve(command === "serve" ? rest : process.argv.slice(2));
