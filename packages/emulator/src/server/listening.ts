import type { ListenProvider } from "../protocol/messages.js";
import type { Refusal } from "./terms.js";

/** How the user is listened to. */
export interface ListeningTerms {
  /** Flux (`v2`) tells the end of a turn, and can be told to end one. */
  listenVersion: "v1" | "v2";
  eotThreshold?: number | undefined;
  eagerEotThreshold?: number | undefined;
  eotTimeoutMs?: number | undefined;
  /** The languages that are hinted at; only of the model that hears several. */
  languageHints?: readonly string[] | undefined;
}

/** The model that hears several languages, and tells which. */
const MULTILINGUAL = "flux-general-multi";

/** The ranges of the thresholds. */
const EOT_THRESHOLD = [0.5, 1] as const;
const EAGER_EOT_THRESHOLD = [0.3, 0.9] as const;

const within = (value: number | undefined, [least, most]: readonly [number, number]): boolean =>
  value === undefined || (value >= least && value <= most);

/** What a listen block comes to, or why the service does not take it. */
export function listeningTerms(provider: ListenProvider | undefined): ListeningTerms | Refusal {
  const refuse = (description: string): Refusal => ({ code: "INVALID_SETTINGS", description });
  const { version = "v1", model = "", eot_threshold: eot, eager_eot_threshold: eager } = provider ?? {};
  if (version === "v1" && model.startsWith("flux")) {
    return refuse(`agent.listen.provider.model ${model} needs the version "v2".`);
  }
  if (!within(eot, EOT_THRESHOLD)) return refuse(`eot_threshold ${eot} is not from ${EOT_THRESHOLD.join(" to ")}.`);
  if (!within(eager, EAGER_EOT_THRESHOLD)) {
    return refuse(`eager_eot_threshold ${eager} is not from ${EAGER_EOT_THRESHOLD.join(" to ")}.`);
  }
  if (eot !== undefined && eager !== undefined && eager > eot) {
    return refuse(`eager_eot_threshold ${eager} is above eot_threshold ${eot}.`);
  }
  return {
    listenVersion: version,
    eotThreshold: eot,
    eagerEotThreshold: eager,
    eotTimeoutMs: provider?.eot_timeout_ms,
    languageHints: model === MULTILINGUAL ? (provider?.language_hints ?? []) : undefined,
  };
}

/** What is told of the languages of a user's words: all that is understood here is English. */
export function languagesOf({ languageHints }: ListeningTerms): { languages_hinted?: string[]; languages?: string[] } {
  return languageHints === undefined ? {} : { languages_hinted: [...languageHints], languages: ["en"] };
}

/** Listening after an update of a part of it; a sentence when that part cannot change within a session. */
export function updatedListening(before: ListeningTerms, provider: ListenProvider): ListeningTerms | Refusal | string {
  const { version = before.listenVersion } = provider;
  if (version !== before.listenVersion) return "The version of listening cannot change within a session.";
  if (version === "v1" && provider.keyterms) return "The keyterms of Nova cannot change within a session.";
  const known = before.languageHints === undefined ? {} : { model: MULTILINGUAL };
  const after = listeningTerms({
    ...known,
    eot_threshold: before.eotThreshold,
    eager_eot_threshold: before.eagerEotThreshold,
    eot_timeout_ms: before.eotTimeoutMs,
    ...provider,
    version,
  });
  return after;
}
