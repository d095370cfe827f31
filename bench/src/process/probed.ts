import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Question, Vitals } from "./vitals.js";

const PROBE = new URL("./probe.js", import.meta.url).href;
const READY = /^listening on (\S+)$/;
/** How long a process has to end after SIGTERM before it is killed, in ms. */
const STOP_MS = 5_000;

/** A Node program in a process of its own that can be asked what it costs. */
export interface Probed {
  /** Where it said that it listens. */
  readonly url: string;
  vitals(question: Question): Promise<Vitals>;
  stop(): Promise<void>;
}

export interface ProbedOptions {
  readonly args?: readonly string[];
  /** All of its environment, but for PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node's own. */
  readonly nodeOptions?: readonly string[];
  /** File descriptor for what it logs on standard error. */
  readonly log?: number;
}

/** Rejects when the process ends before that. */
const readyUrl = async (child: ChildProcess, script: string): Promise<string> => {
  const lines = createInterface({ input: child.stdout! });
  for await (const line of lines) {
    const [, url] = READY.exec(line) ?? [];
    if (url === undefined) continue;
    child.stdout!.resume();
    return url;
  }
  throw new Error(`${script} ended before it listened.`);
};

/** Starts a program, and waits until it says `listening on URL`. */
export const startProbed = async (
  script: string,
  { args = [], env = {}, nodeOptions = [], log }: ProbedOptions = {},
): Promise<Probed> => {
  const child = spawn(process.execPath, [...nodeOptions, "--import", PROBE, script, ...args], {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    stdio: ["ignore", "pipe", log ?? "inherit", "ipc"],
  });
  const exited = once(child, "exit");
  const url = await readyUrl(child, script);

  const ask = async (question: Question): Promise<Vitals> => {
    const answered = once(child, "message") as Promise<[Vitals]>;
    child.send(question);
    const [vitals] = await Promise.race([
      answered,
      exited.then(() => Promise.reject(new Error(`${script} ended while it was asked what it costs.`))),
    ]);
    return vitals;
  };

  let last: Promise<unknown> = Promise.resolve();
  return {
    url,
    // One question at a time: the answers do not say to which they belong.
    vitals: (question) => {
      const answer = last.then(() => ask(question));
      last = answer.catch(() => undefined);
      return answer;
    },
    stop: async () => {
      child.kill("SIGTERM");
      const cut = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      await exited;
      clearTimeout(cut);
    },
  };
};
