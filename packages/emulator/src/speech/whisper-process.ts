import { fork } from "node:child_process";
import { Socket } from "node:net";
import { fileURLToPath } from "node:url";
import type { HearingAnswer, HearingRequest } from "./whisper-child.js";

/** How long the process may take to load the model, in milliseconds. */
export const MAX_LOAD_MS = 60_000;

/** How much of what the process complains of is kept, in characters. */
const MAX_COMPLAINT = 2_000;

// The compiled file also when this module is run from its source, as tests do.
const CHILD = fileURLToPath(new URL("../../dist/speech/whisper-child.js", import.meta.url));

/** A process with the model in it; a model can be loaded once in a process, and blocks its thread while it hears. */
export interface WhisperProcess {
  /**
   * What was said in a turn of samples at 16 kHz; one turn at a time.
   *
   * @throws Error when the model fails, or the process ends before
   */
  hear(samples: Int16Array): Promise<string>;
  hasEnded(): boolean;
  kill(): void;
}

/**
 * Starts a process that hears with the model in `folder`.
 *
 * @throws Error in a sentence, when the model cannot be loaded
 */
export async function startWhisperProcess(
  folder: string,
  model: string,
  maxLoadMs = MAX_LOAD_MS,
): Promise<WhisperProcess> {
  const child = fork(CHILD, [folder, model], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: [], // those of the program that starts it (`--inspect`, `-e`) are not meant for it
  });
  let complaint = "";
  let over: string | undefined;
  let asked: { resolve(answer: HearingAnswer): void; reject(cause: Error): void } | undefined;
  child.stderr
    ?.setEncoding("utf8")
    .on("data", (text: string) => (complaint = (complaint + text).slice(-MAX_COMPLAINT)));
  child.on("message", (answer: HearingAnswer) => asked?.resolve(answer));
  const end = (why: string): void => {
    over ??= why;
    asked?.reject(new Error(over));
  };
  child.on("error", ({ message }) => end(message)); // it could not be started
  child.once("close", () => end(/^.*Error.*$/m.exec(complaint)?.[0] ?? "its process ended."));

  const answer = (): Promise<HearingAnswer> =>
    new Promise((resolve, reject) => {
      asked = { resolve, reject };
      if (over !== undefined) reject(new Error(over));
    });

  const kill = (): void => void child.kill("SIGKILL");
  const limit = setTimeout(() => {
    end(`it took longer than ${maxLoadMs} ms.`);
    kill();
  }, maxLoadMs);
  try {
    await answer();
  } catch (cause) {
    throw new Error(`Whisper does not start with ${model}: ${(cause as Error).message}`, { cause });
  } finally {
    clearTimeout(limit);
  }
  // While it hears nothing it does not keep the program that started it from ending; it ends with it.
  child.unref();
  child.channel?.unref();
  if (child.stderr instanceof Socket) child.stderr.unref();

  return {
    async hear(samples) {
      const heard = answer();
      child.send(samples satisfies HearingRequest, () => undefined); // one that cannot be sent to has ended
      child.channel?.ref();
      const told = await heard.finally(() => child.channel?.unref());
      if ("text" in told) return told.text;
      throw new Error("error" in told ? told.error : "it began anew.");
    },
    hasEnded: () => over !== undefined,
    kill,
  };
}
