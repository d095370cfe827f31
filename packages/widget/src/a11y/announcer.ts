/** Milliseconds after which a sentence leaves the live region, so that nobody finds it there by browsing. */
const STAYS_MS = 8_000;

let region: HTMLElement | undefined;

/** The page's one polite live region for all instances. It has to be there before anything is said in it. */
export function prepareAnnouncer(): void {
  if (region?.isConnected) return;
  region = document.createElement("div");
  region.setAttribute("role", "status");
  region.setAttribute("aria-live", "polite");
  region.dataset.beanBrewAnnouncer = "";
  region.style.cssText =
    "position:fixed;inset-block-start:0;inset-inline-start:0;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;pointer-events:none";
  (document.body ?? document.documentElement).append(region);
}

/** Says a sentence of a language (BCP 47) to screen readers, once, after what they are saying. */
export function announce(sentence: string, language: string): void {
  prepareAnnouncer();
  const line = document.createElement("p");
  line.lang = language;
  line.textContent = sentence;
  region!.append(line);
  setTimeout(() => line.remove(), STAYS_MS);
}
