import { z } from "zod";
import type { Entry, FileContent } from "./entry.js";
import { firstOf } from "./formats/problems.js";
import { valueOf } from "./json.js";

/** The most phrases that an entry may have. */
export const MAX_PHRASES = 50;
/** The longest phrase, in characters: as much as is embedded of a question. */
export const MAX_PHRASE_CHARACTERS = 300;

const phrasesSchema = z.record(
  z.string(),
  z.array(z.string().trim().min(1).max(MAX_PHRASE_CHARACTERS)).max(MAX_PHRASES),
);

/** What entries' ids are asked by, in callers' words. */
export type Phrases = ReadonlyMap<string, readonly string[]>;

/**
 * Reads `phrases.json`: for the ids of entries how callers ask for them, `{ "delivery.md#do-you-ship-abroad": ["send a bag to paris"] }`.
 * @throws Error in a sentence when it is not that.
 */
export function readPhrases(text: string): Phrases {
  const parsed = phrasesSchema.safeParse(valueOf(text));
  if (parsed.success) return new Map(Object.entries(parsed.data));
  const [issue] = parsed.error.issues;
  throw new Error(
    `it is not {"entry id": ["as a caller asks for it", …], …}, at most ${MAX_PHRASES} an entry ` +
      `(${issue?.path.join(": ") || "it"}: ${issue?.message})`,
  );
}

/** Gives entries their phrases; those for entries that there are not are named. */
export function withPhrases(entries: readonly Entry[], phrases: Phrases, source: string): FileContent {
  const ids = new Set(entries.map(({ id }) => id));
  const stray = [...phrases.keys()].filter((id) => !ids.has(id));
  return {
    entries: entries.map((entry) => {
      const own = phrases.get(entry.id) ?? [];
      return own.length === 0 ? entry : { ...entry, phrases: own };
    }),
    problems: firstOf(
      stray.map((id) => `${source} has phrases for "${id}", which is no entry's id.`),
      source,
    ),
  };
}
