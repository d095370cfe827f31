/** What the element may leave in the browser: `none` keeps it from leaving anything. */
export type StorageKind = "local" | "none";

/** Under this the browser remembers that somebody consented. */
const CONSENT_KEY = "bean-brew-consent";
const GIVEN = "given";

/** Whether this browser remembers a consent. False, too, where the page may not read its storage. */
export function consentIsRemembered(kind: StorageKind): boolean {
  try {
    return kind !== "none" && localStorage.getItem(CONSENT_KEY) === GIVEN;
  } catch {
    return false;
  }
}

/** Remembers that somebody consented, where the page may. */
export function rememberConsent(kind: StorageKind): void {
  try {
    if (kind !== "none") localStorage.setItem(CONSENT_KEY, GIVEN);
  } catch {
    // A page without storage asks again the next time.
  }
}
