/** The longest regular expression, in characters: scenarios are written by hand. */
export const MAX_PATTERN_CHARACTERS = 500;

const FORM = /^\/(.+)\/([iu]*)$/s;

export function isPattern(text: string): boolean {
  return FORM.test(text);
}

/** The regular expression that is written as `/source/flags`. @throws SyntaxError if it is none. */
export function patternOf(text: string): RegExp {
  const [, source, flags] = FORM.exec(text) ?? [];
  if (source === undefined) throw new SyntaxError(`${text} is not written as /…/ or /…/i.`);
  return new RegExp(source, flags);
}

/** What is wrong with it, if anything. */
export function patternProblem(text: string): string | undefined {
  if (!isPattern(text)) return "must be a regular expression, such as /booked/i";
  if (text.length > MAX_PATTERN_CHARACTERS) return `must have at most ${MAX_PATTERN_CHARACTERS} characters`;
  try {
    patternOf(text);
    return undefined;
  } catch (cause) {
    return `is no regular expression: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}
