#!/usr/bin/env node
import { startEmulator } from "./server/emulator.js";
import { HELP, readServeOptions } from "./server/serve-options.js";

function fail(sentence: string): never {
  process.stderr.write(`bean-brew-emulator: ${sentence}\n`);
  process.exit(1);
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

function explain(cause: unknown, host: string, port: number): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "EADDRINUSE") return `port ${port} is in use: choose another with --port.`;
  if (code === "EACCES") return `port ${port} needs more rights than this user has: choose one above 1023 with --port.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `${host} is no address of this machine: choose another with --host.`;
  return messageOf(cause);
}

function readOptions(args: readonly string[]) {
  try {
    return readServeOptions(args, process.env);
  } catch (cause) {
    return fail(messageOf(cause));
  }
}

async function serve(args: readonly string[]): Promise<void> {
  const { help, watchStdin, emulator: options } = readOptions(args);
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const emulator = await startEmulator({
    ...options,
    log: (line) => process.stderr.write(`${line}\n`),
  }).catch((cause: unknown) => fail(explain(cause, options.host, options.port)));

  const mustType = (): void => {
    if (emulator.recogniser !== "none" || options.replay || options.upstream !== undefined) return;
    process.stderr.write(
      "No speech recogniser: callers must type (Debian: apt-get install pocketsphinx pocketsphinx-en-us).\n",
    );
  };
  void emulator.settled.then(mustType);
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
  const { runCommand } = await import("./scenarios/run-command.js");
  process.exitCode = await runCommand(rest, {
    print: (text) => process.stdout.write(text),
    complain: (text) => process.stderr.write(text),
    now: Date.now,
    environment: process.env,
  });
} else await serve(command === "serve" ? rest : process.argv.slice(2));
