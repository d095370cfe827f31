/** Whether this is a language tag such as `en` or `pt-BR`. */
export const isLanguageTag = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
};

const baseOf = (tag: string): string => new Intl.Locale(tag).language;

/**
 * The one of `tags` in which somebody with this locale is spoken to: the very same, else one of the same language,
 * else the first.
 */
export const chooseLanguage = (tags: readonly string[], locale: string | undefined): string => {
  const [fallback = "en"] = tags;
  if (locale === undefined || !isLanguageTag(locale)) return fallback;
  const [wanted] = Intl.getCanonicalLocales(locale);
  const same = tags.find((tag) => Intl.getCanonicalLocales(tag)[0] === wanted);
  return (
    same ?? tags.find((tag) => tag === baseOf(locale)) ?? tags.find((tag) => baseOf(tag) === baseOf(locale)) ?? fallback
  );
};

/** A language's name in English, for the model: "Spanish". */
export const languageName = (tag: string): string => new Intl.DisplayNames(["en"], { type: "language" }).of(tag) ?? tag;

/** Deepgram's Aura voices name their language: `aura-2-luna-en`. */
const VOICE = /^aura-2-[a-z]+-(?<language>[a-z]{2})$/;

/** Whether a page may ask for this voice in a conversation in this language. */
export const isVoiceOf = (tag: string, voice: string): boolean =>
  VOICE.exec(voice)?.groups?.["language"] === baseOf(tag);
