import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { modelOnDisk, type ModelOptions } from "./model-files.js";
import type { Hearing, Recogniser } from "./recogniser.js";
import type { HearingAnswer, HearingRequest } from "./whisper-child.js";

export const WHISPER_MODEL = "Xenova/whisper-tiny.en";

/** How long the process may take to load the model, in milliseconds. */
export const MAX_LOAD_MS = 60_000;

/** How long a turn may take to be recognised, those before it included, in milliseconds. */
export const MAX_RECOGNITION_MS = 20_000;

/** How many turns wait to be recognised; further ones are not understood. */
export const MAX_WAITING_TURNS = 16;

// The compiled file also when this module is run from its source, as tests do.
const CHILD = fileURLToPath(new URL("../../dist/speech/whisper-child.js", import.meta.url));

/** What whisper writes where it hears no words: "[BLANK_AUDIO]", "(music)". */
export function spokenWords(text: string): string {
  return text
    .replace(/\[[^\]]*\]|\([^)]*\)/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** A process with the model in it; a model can be loaded once in a process, and blocks its thread while it hears. */
function startProcess(folder: string, model: string): { child: ChildProcess; ready: Promise<void> } {
  const child = fork(CHILD, [folder, model], { serialization: "advanced", stdio: ["ignore", "ignore", "pipe", "ipc"] });
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (complaint = (complaint + text).slice(-2_000)));
  const ready = new Promise<void>((resolve, reject) => {
    const fail = (why: string): void => {
      child.kill("SIGKILL");
      reject(new Error(`Whisper does not start with ${model}: ${why}`));
    };
    const limit = setTimeout(() => fail(`it took longer than ${MAX_LOAD_MS} ms.`), MAX_LOAD_MS);
    child.once("message", () => {
      clearTimeout(limit);
      resolve();
    });
    child.once("exit", () => {
      clearTimeout(limit);
      fail(/^.*Error.*$/m.exec(complaint)?.[0] ?? "it ended.");
    });
  });
  return { child, ready };
}

/**
 * Hears with whisper in a process of its own, whose model is fetched when it is not there.
 *
 * @throws Error in a sentence, when the model cannot be had or loaded
 */
export async function whisper(options: ModelOptions): Promise<Recogniser> {
  const { folder, model, log } = options;
  if (!isInstalled())
    throw new Error("Whisper needs the package @xenova/transformers: install it, or choose another recogniser.");
  await modelOnDisk(options);
  const waiting = new Map<number, (text: string) => void>();
  let last = 0;
  let current: ChildProcess | undefined;

  const use = async (): Promise<ChildProcess> => {
    const { child, ready } = startProcess(folder, model);
    current = child;
    child.on("message", (answer: HearingAnswer) => {
      if ("ready" in answer) return;
      if ("error" in answer) log(`whisper did not understand a turn: ${answer.error}`);
      waiting.get(answer.id)?.("error" in answer ? "" : answer.text);
    });
    child.once("exit", () => {
      if (current === child) current = undefined;
      for (const settle of [...waiting.values()]) settle("");
    });
    await ready;
    child.unref();
    child.channel?.unref();
    return child;
  };
  await use();

  async function recognise(samples: Int16Array): Promise<string> {
    if (waiting.size >= MAX_WAITING_TURNS) {
      log(`more than ${MAX_WAITING_TURNS} turns wait to be recognised: one is not understood`);
      return "";
    }
    const child = current ?? (await use());
    const id = ++last;
    return new Promise((resolve) => {
      const limit = setTimeout(() => {
        log(`whisper took longer than ${MAX_RECOGNITION_MS} ms and was ended`);
        child.kill("SIGKILL");
      }, MAX_RECOGNITION_MS);
      waiting.set(id, (text) => {
        clearTimeout(limit);
        waiting.delete(id);
        resolve(spokenWords(text));
      });
      child.send({ id, samples } satisfies HearingRequest, (cause) => {
        if (cause) waiting.get(id)?.("");
      });
    });
  }

  return {
    name: "whisper",
    close: () => void current?.kill(),
    hear(): Hearing {
      let frames: Int16Array[] = [];
      return {
        write: (samples) => void frames.push(samples),
        finish: () =>
          recognise(Int16Array.from(frames.flatMap((frame) => [...frame]))).catch((cause: unknown) => {
            log(String(cause));
            return "";
          }),
        cancel: () => (frames = []),
      };
    },
  };
}

function isInstalled(): boolean {
  try {
    import.meta.resolve("@xenova/transformers");
    return true;
  } catch {
    return false;
  }
}
