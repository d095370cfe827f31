import type {
  AgentSettings,
  ErrorCode,
  FunctionDefinition,
  HistoryEntry,
  Settings,
  SpeakSettings,
  ThinkSettings,
} from "../protocol/messages.js";
import { listeningTerms, type ListeningTerms } from "./listening.js";
import { ENCODINGS, INPUT_RATES, isEncoding, outputRates, type Encoding } from "../speech/encoding.js";

/** The longest prompt, in characters; a longer one is cut. */
export const MAX_PROMPT_CHARACTERS = 25_000;

/** What the service assumes when Settings do not say. */
const DEFAULT_FORMAT = { encoding: "linear16", sample_rate: 24_000 };

export interface Format {
  encoding: Encoding;
  sampleRate: number;
}

/** What a session has agreed on by its Settings. */
export interface Terms extends ListeningTerms {
  input: Format;
  output: Format;
  voice: string | undefined;
  prompt: string;
  functions: readonly FunctionDefinition[];
  /** Calls are signed, as Google's models do. */
  signed: boolean;
  greeting: string;
  history: boolean;
  experimental: boolean;
  context: readonly HistoryEntry[];
}

export interface Refusal {
  code: ErrorCode;
  description: string;
}

const firstOf = <T>(one: T | T[] | undefined): T | undefined => (Array.isArray(one) ? one[0] : one);

/** The prompt and the functions of a think block, of which the first one counts when there are several. */
export function thinkTerms(think: ThinkSettings | ThinkSettings[] | undefined): {
  prompt: string;
  functions: FunctionDefinition[];
  signed: boolean;
} {
  const { prompt = "", functions = [], provider } = firstOf(think) ?? {};
  return { prompt, functions, signed: provider?.type === "google" };
}

/** The voice of a speak block. */
export function voiceIn(speak: SpeakSettings | SpeakSettings[] | undefined): string | undefined {
  return firstOf(speak)?.provider.model;
}

function outputFormat({ audio, agent }: Settings & { agent: AgentSettings }): Format | Refusal {
  const format = { ...DEFAULT_FORMAT, ...audio.output };
  const { encoding, sample_rate: sampleRate, container = "none", bitrate } = format;
  const refuse = (description: string): Refusal => ({ code: "INVALID_SETTINGS", description });
  const flux = firstOf(agent.speak)?.provider.version === "v2";
  if (!isEncoding(encoding)) {
    return refuse(
      `audio.output.encoding ${encoding} is not spoken here${flux ? " nor by Flux" : ""}: use ${ENCODINGS.join(", ")}.`,
    );
  }
  if (!outputRates(encoding).includes(sampleRate)) {
    return refuse(
      `audio.output.sample_rate ${sampleRate} is not possible with ${encoding}: use ${outputRates(encoding).join(", ")}.`,
    );
  }
  if (container !== "none") return refuse(`audio.output.container ${container} is not written here: use none.`);
  return flux && bitrate !== undefined
    ? refuse("audio.output.bitrate is not for Flux: leave it out.")
    : { encoding, sampleRate };
}

/** The speeds that each family of voices can be asked for. */
const SPEEDS = { v1: [0.7, 1.5], v2: [0.5, 1.5] } as const;

/** Flux's are multiples of 0.05. */
const FLUX_STEPS = 20;

/** What the service does not take in a speak block, although it has the right shape. */
export function speakRefusal(speak: SpeakSettings | SpeakSettings[] | undefined): Refusal | undefined {
  const provider = firstOf(speak)?.provider;
  if (provider?.type !== "deepgram") return undefined;
  if (provider.language !== undefined) {
    return {
      code: "UNPARSABLE_CLIENT_MESSAGE",
      description: "agent.speak.provider.language is not for Deepgram's own voices.",
    };
  }
  const { speed = 1, version } = provider;
  const [least, most] = SPEEDS[version === "v2" ? "v2" : "v1"];
  const refuse = (why: string): Refusal => ({
    code: "FAILED_TO_SPEAK",
    description: `agent.speak.provider.speed ${speed} is not ${why}.`,
  });
  if (!(speed >= least && speed <= most)) return refuse(`from ${least} to ${most}`);
  return version === "v2" && !Number.isInteger(speed * FLUX_STEPS) ? refuse("a multiple of 0.05") : undefined;
}

/** What valid Settings come to, or why the session cannot go on with them. */
export function termsOf(settings: Settings): Terms | Refusal {
  const { agent, audio } = settings;
  if (typeof agent === "string") {
    return {
      code: "AGENT_ID_NOT_SUPPORTED",
      description: "Reusable agent configurations are kept by Deepgram: send the settings themselves.",
    };
  }
  const { encoding, sample_rate: sampleRate } = audio.input ?? DEFAULT_FORMAT;
  if (!isEncoding(encoding) || !INPUT_RATES.includes(sampleRate)) {
    const description = `audio.input ${encoding} at ${sampleRate} Hz is not heard here: use ${ENCODINGS.join(", ")} at ${INPUT_RATES.join(", ")} Hz.`;
    return { code: "USER_AUDIO_FORMAT", description };
  }
  const output = outputFormat({ ...settings, agent });
  if ("code" in output) return output;
  const refusal = speakRefusal(agent.speak);
  if (refusal) return refusal;
  const listening = listeningTerms(agent.listen?.provider);
  if ("code" in listening) return listening;
  return {
    input: { encoding, sampleRate },
    output,
    voice: voiceIn(agent.speak),
    ...thinkTerms(agent.think),
    greeting: agent.greeting ?? "",
    history: settings.flags?.history ?? true,
    experimental: settings.experimental ?? false,
    ...listening,
    context: agent.context?.messages ?? [],
  };
}
