const DAY_MS = 86_400_000;
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const TOKEN = /\{([a-z][a-z0-9 ]*?)(?: (\d{2}:\d{2}))?\}/g;
const FORM = new RegExp(`^(?:today|tomorrow|yesterday|in \\d{1,3} days|(?:next )?(?:${WEEKDAYS.join("|")}))$`);

/** In which zone "today" is meant, and when. */
export interface Reference {
  /** In ms since 1970. */
  readonly now: number;
  /** IANA name. */
  readonly timeZone: string;
}

/** The wall clock's date and time, `YYYY-MM-DDTHH:MM`. */
export function localMoment({ now, timeZone }: Reference): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

/** The local date that a day in words is, as a UTC midnight. */
function dayOf(words: string, reference: Reference): number {
  const today = Date.parse(`${localMoment(reference).slice(0, 10)}T00:00:00Z`);
  const after = (days: number): number => today + days * DAY_MS;
  const days = /^in (\d+) days$/.exec(words)?.[1];
  if (days !== undefined) return after(Number(days));
  if (words === "today") return today;
  if (words === "tomorrow") return after(1);
  if (words === "yesterday") return after(-1);
  const weekday = WEEKDAYS.indexOf(words.replace("next ", ""));
  const current = (new Date(today).getUTCDay() + 6) % 7;
  // "Next" is of the next week, which begins on Monday; without it, the first such day after today.
  if (words.startsWith("next ")) return after(7 - current + weekday);
  return after(((weekday - current + 6) % 7) + 1);
}

/** `2 PM` */
function timeInWords(time: string): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  return `${twelve}${minute === 0 ? "" : `:${String(minute).padStart(2, "0")}`} ${hour < 12 ? "AM" : "PM"}`;
}

/**
 * Replaces `{next tuesday}`, `{tomorrow 14:00}`, `{in 10 days}` and the like: in words as a caller says them
 * ("Tuesday, December 1 at 2 PM"), or as ISO 8601 without offset (`2026-12-01T14:00`).
 */
export function withMoments(text: string, form: "words" | "iso", reference: Reference): string {
  return text.replace(TOKEN, (whole, words: string, time: string | undefined) => {
    if (!FORM.test(words)) return whole;
    const day = new Date(dayOf(words, reference));
    if (form === "iso") return `${day.toISOString().slice(0, 10)}${time === undefined ? "" : `T${time}`}`;
    const spoken = day.toLocaleDateString("en-US", { weekday: "long", month: "long", day: "numeric", timeZone: "UTC" });
    return time === undefined ? spoken : `${spoken} at ${timeInWords(time)}`;
  });
}

/** What is wrong with the dates in a text, if anything. */
export function momentProblem(text: string): string | undefined {
  for (const [whole, words] of text.matchAll(TOKEN)) {
    if (!FORM.test(words ?? "")) return `has ${whole}, which is no date: write {next tuesday 14:00} or {in 10 days}`;
  }
  return undefined;
}
