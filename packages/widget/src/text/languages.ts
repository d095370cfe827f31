import { en } from "./en.js";
import type { Texts } from "./texts.js";

/** Every language but English is a file of its own, fetched from beside the script when a page speaks it. */
const LANGUAGES: { readonly [language: string]: () => Promise<Texts> } = {
  ar: async () => (await import("./ar.js")).ar,
  de: async () => (await import("./de.js")).de,
  en: async () => en,
  es: async () => (await import("./es.js")).es,
  fr: async () => (await import("./fr.js")).fr,
  it: async () => (await import("./it.js")).it,
  ja: async () => (await import("./ja.js")).ja,
  pt: async () => (await import("./pt.js")).pt,
};

/** The primary subtag of a BCP 47 tag, where there are texts in that language; else `en`. */
export function languageOf(tag: string): string {
  const primary = tag.toLowerCase().split(/[-_]/, 1)[0] ?? "";
  return Object.hasOwn(LANGUAGES, primary) ? primary : "en";
}

/** The texts of a language that `languageOf` gave. Rejects when their file cannot be fetched. */
export const textsIn = (language: string): Promise<Texts> => (LANGUAGES[language] ?? (async () => en))();
