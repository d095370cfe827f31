import type { ReactiveController, ReactiveControllerHost } from "lit";
import { en } from "./en.js";
import { languageOf, textsIn } from "./languages.js";
import type { Texts, TextsOfPage } from "./texts.js";

interface TextsHost extends ReactiveControllerHost, HTMLElement {
  /** Words of the page's own, over those of the language. */
  readonly texts: TextsOfPage | undefined;
}

/** The language around an element (BCP 47): its own `lang`, or the nearest one outside, through shadow roots; else the browser's. */
function languageAround(element: Element): string {
  for (let at: Element | null = element; at !== null;) {
    const found = at.closest<HTMLElement>("[lang]");
    if (found !== null && found.lang !== "") return found.lang;
    const root: Node = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return navigator.language;
}

const merge = (texts: Texts, own: TextsOfPage = {}): Texts => ({
  ...texts,
  ...own,
  states: { ...texts.states, ...own.states },
  ended: { ...texts.ended, ...own.ended },
  problems: { ...texts.problems, ...own.problems },
});

/** Keeps an element's texts in the language of the page around it, also when that changes. */
export class TextsController implements ReactiveController {
  /** What the element says now: English, until another language has come. */
  texts: Texts = en;
  /** The language around the element, BCP 47. */
  language = en.language;
  readonly #host: TextsHost;
  #ofLanguage: Texts = en;
  #observer: MutationObserver | undefined;

  constructor(host: TextsHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer = new MutationObserver(() => this.#follow());
    for (const element of [this.#host, document.documentElement])
      this.#observer.observe(element, { attributeFilter: ["lang"] });
    this.#follow();
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  hostUpdate(): void {
    this.texts = merge(this.#ofLanguage, this.#host.texts);
  }

  #follow(): void {
    this.language = languageAround(this.#host);
    const language = languageOf(this.language);
    if (language === this.#ofLanguage.language) return;
    textsIn(language).then(
      (texts) => {
        // The page may have changed its language while these were fetched.
        if (languageOf(this.language) !== language) return;
        this.#ofLanguage = texts;
        this.#host.requestUpdate();
      },
      (error: unknown) =>
        console.warn(`<bean-brew-agent> speaks English: its texts in "${language}" could not be fetched.`, error),
    );
  }
}
