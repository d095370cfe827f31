import { join } from "node:path";
import { parseArgs } from "node:util";
import { RECOGNISERS } from "../speech/choose.js";
import { readScript } from "../speech/script.js";
import { readFaults, type Fault } from "../taps/fault.js";
import type { ChatEndpoint } from "../think/openai.js";
import type { EmulatorOptions } from "./emulator.js";

export const HELP = `bean-brew-emulator: a stand-in for Deepgram's Voice Agent API

  bean-brew-emulator [serve] [options]
  bean-brew-emulator run scenario.yaml … --url ws://… --agent http://…   (see: run --help)

  --port PORT          where to listen (9000; 0: any free port)
  --host HOST          the address to listen on (127.0.0.1)
  --watch-stdin        end when standard input ends, and so with the program that started this one
  --help               this text

Hearing and thinking
  --recogniser NAME    what hears: pocketsphinx, whisper, none, script:FILE (a text a line, a line for each turn),
                       or auto: pocketsphinx when it is installed, else whisper when its model can be had (auto)
  --whisper-model NAME whisper's model (Xenova/whisper-tiny.en): fetched once, into DATA_DIR/models
  --vocabulary FILE    what callers say, where that is known, instead of all of English
  --think NAME         what thinks: offline, by rules, or openai, an OpenAI-compatible endpoint (offline)
  --think-url URL      the endpoint, such as http://127.0.0.1:11434/v1
  --think-model NAME   its model
  --think-key-env VAR  the environment variable that holds its key

For tests (docs/emulator.md)
  --fault JSON         what goes wrong in the next sessions; may be given again
  --record FOLDER      record every session as JSON Lines
  --replay FILE        play the server's side of a recording instead of holding conversations
  --upstream URL       pass everything on to a service (wss://agent.deepgram.com) instead: to record it, with --record
  --replay-speed N     so many times as fast as it was recorded (1)
`;

/** Where data is kept when the environment does not say. */
const DATA_DIR = ".data";

/** What the program's arguments ask for. */
export interface ServeOptions {
  help: boolean;
  watchStdin: boolean;
  emulator: EmulatorOptions & { port: number; host: string };
}

type Environment = Readonly<Record<string, string | undefined>>;

function readValues(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: "string", default: "9000" },
      host: { type: "string", default: "127.0.0.1" },
      recogniser: { type: "string", default: "auto" },
      vocabulary: { type: "string" },
      "whisper-model": { type: "string" },
      think: { type: "string", default: "offline" },
      "think-url": { type: "string" },
      "think-model": { type: "string" },
      "think-key-env": { type: "string" },
      fault: { type: "string", multiple: true, default: [] },
      record: { type: "string" },
      replay: { type: "string" },
      upstream: { type: "string" },
      "replay-speed": { type: "string", default: "1" },
      "watch-stdin": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [stray] = positionals;
  if (stray !== undefined) throw new Error(`${stray} is no command: use serve or run.`);
  return values;
}

type Values = ReturnType<typeof readValues>;

function recogniserIn({ recogniser }: Values): EmulatorOptions["recogniser"] {
  const [, script] = /^script:(.+)$/.exec(recogniser) ?? [];
  if (script !== undefined) return readScript(script);
  const chosen = RECOGNISERS.find((one) => one === recogniser);
  if (chosen) return chosen;
  throw new Error(`--recogniser ${recogniser} is unknown: choose ${RECOGNISERS.join(", ")} or script:FILE.`);
}

function thinkIn(values: Values, environment: Environment): ChatEndpoint | undefined {
  const { think, "think-url": url, "think-model": model, "think-key-env": keyName } = values;
  if (think === "offline") return undefined;
  if (think !== "openai") throw new Error(`--think ${think} is unknown: choose offline or openai.`);
  if (url === undefined || !/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : "")) {
    throw new Error("--think openai needs --think-url, such as http://127.0.0.1:11434/v1.");
  }
  if (model === undefined) throw new Error("--think openai needs --think-model, the name of a model of the endpoint.");
  const key = keyName === undefined ? undefined : environment[keyName];
  if (keyName !== undefined && !key) throw new Error(`--think-key-env ${keyName}: there is no such variable.`);
  return { url, model, key };
}

function faultsIn({ fault }: Values): Fault[] {
  const values = fault.flatMap((text): unknown[] => {
    try {
      const value: unknown = JSON.parse(text);
      return Array.isArray(value) ? value : [value];
    } catch {
      throw new Error(`--fault ${text} is not JSON: give one such as '{"fault":"drop","after":"AgentAudio"}'.`);
    }
  });
  return readFaults(values);
}

function replayIn({ replay, "replay-speed": speed }: Values): EmulatorOptions["replay"] {
  if (!/^\d{1,4}(?:\.\d+)?$/.test(speed) || Number(speed) === 0) {
    throw new Error(`--replay-speed ${speed} is no number above 0.`);
  }
  return replay === undefined ? undefined : { file: replay, speed: Number(speed) };
}

/**
 * Reads the arguments of `serve`.
 *
 * @throws Error in a sentence that names the argument that is wrong
 */
export function readServeOptions(args: readonly string[], environment: Environment): ServeOptions {
  const values = readValues(args);
  const { port, host, help, vocabulary, record, upstream, "watch-stdin": watchStdin } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) {
    throw new Error(`--port ${port} is no port: give a number from 0 to 65535.`);
  }
  if (upstream !== undefined && !/^wss?:$/.test(URL.canParse(upstream) ? new URL(upstream).protocol : "")) {
    throw new Error(`--upstream ${upstream} is no address: give one such as wss://agent.deepgram.com.`);
  }
  return {
    help,
    watchStdin,
    emulator: {
      port: Number(port),
      host,
      recogniser: recogniserIn(values),
      vocabulary,
      whisperModel: values["whisper-model"],
      models: join(environment["DATA_DIR"] || DATA_DIR, "models"),
      path: environment["PATH"] ?? "",
      think: thinkIn(values, environment),
      faults: faultsIn(values),
      record,
      upstream,
      replay: replayIn(values),
    },
  };
}
