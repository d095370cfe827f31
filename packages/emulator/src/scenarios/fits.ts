import { localMoment, withMoments, type Reference } from "./moments.js";
import { isPattern, patternOf } from "./pattern.js";

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/i;

/** Whether a time with or without offset is that moment of the shop's wall clock. */
function sameMoment(wanted: string, actual: string, { timeZone }: Reference): boolean {
  const instant = Date.parse(actual);
  if (!OFFSET.test(actual) || Number.isNaN(instant)) return actual.replace(" ", "T").startsWith(wanted);
  return localMoment({ now: instant, timeZone }) === wanted;
}

/**
 * Whether what was seen has all that is wanted: mappings in part, lists whole, texts alike or by `/…/`, and dates as
 * the same moment however they are written.
 */
export function fits(wanted: unknown, actual: unknown, reference: Reference): boolean {
  if (typeof wanted === "string") {
    const text = withMoments(wanted, "iso", reference);
    if (isPattern(text)) return patternOf(text).test(String(actual));
    if (MOMENT.test(text) && typeof actual === "string") return sameMoment(text, actual, reference);
    return text === actual;
  }
  if (Array.isArray(wanted)) {
    if (!Array.isArray(actual) || actual.length !== wanted.length) return false;
    return wanted.every((one, index) => fits(one, (actual as unknown[])[index], reference));
  }
  if (typeof wanted === "object" && wanted !== null) {
    if (typeof actual !== "object" || actual === null) return false;
    const there = new Map<string, unknown>(Object.entries(actual));
    return Object.entries(wanted).every(([name, value]) => there.has(name) && fits(value, there.get(name), reference));
  }
  return wanted === actual;
}
