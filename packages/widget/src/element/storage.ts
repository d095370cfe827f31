/** What the element may leave in the browser: `none` keeps it from leaving anything. */
export type StorageKind = "local" | "none";

/** Under this the browser remembers that somebody consented. */
const CONSENT_KEY = "bean-brew-consent";
const GIVEN = "given";
/** Under this the browser remembers how large somebody made the panel. */
const SIZE_KEY = "bean-brew-size";

/** How large a panel is, in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How large this browser's visitor made the panel. Undefined, too, where the page may not read its storage. */
export function rememberedSize(kind: StorageKind): Size | undefined {
  try {
    const [, width, height] =
      /^(\d{3,4})x(\d{3,4})$/.exec((kind !== "none" && localStorage.getItem(SIZE_KEY)) || "") ?? [];
    return width === undefined ? undefined : { width: Number(width), height: Number(height) };
  } catch {
    return undefined;
  }
}

/** Remembers how large the panel is, where the page may. */
export function rememberSize(kind: StorageKind, { width, height }: Size): void {
  try {
    if (kind !== "none") localStorage.setItem(SIZE_KEY, `${width}x${height}`);
  } catch {
    // A page without storage has its own size each time.
  }
}

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
