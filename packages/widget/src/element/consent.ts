import { html, type TemplateResult } from "lit";
import type { Actions, Model } from "./model.js";
import { consentIsRemembered, rememberConsent, type StorageKind } from "./storage.js";

/** What the site wants of a call. Read whenever one is about to begin. */
interface ConsentSettings {
  /** Whether the visitor is to consent first. */
  readonly consent: boolean;
  readonly storage: StorageKind;
  requestUpdate(): void;
}

/** What waits for the visitor's consent, and what is done when it is refused. */
export interface Waiting {
  readonly go: () => void;
  readonly refused?: () => void;
}

/** Holds back what needs the visitor's consent until it is given. */
export interface Consent {
  /** Whether the visitor is being asked. */
  readonly asking: boolean;
  /** Does it now, or once the visitor agreed. Returns false when the visitor is asked first. */
  require(waiting: Waiting): boolean;
  agree(): void;
  decline(): void;
}

export function createConsent(settings: ConsentSettings): Consent {
  let given = false;
  let waiting: Waiting | undefined;
  const answer = (): Waiting | undefined => {
    const answered = waiting;
    waiting = undefined;
    settings.requestUpdate();
    return answered;
  };
  return {
    get asking() {
      return waiting !== undefined;
    },
    require(asked) {
      // A page that begins to ask for consent asks those, too, who called before.
      const free = given || !settings.consent || consentIsRemembered(settings.storage);
      if (free) asked.go();
      else waiting = asked;
      settings.requestUpdate();
      return free;
    },
    agree() {
      given = true;
      rememberConsent(settings.storage);
      answer()?.go();
    },
    decline() {
      answer()?.refused?.();
    },
  };
}

/**
 * Asks for consent, in the page's own words where it has a slot for them.
 *
 * @csspart consent - The question for consent.
 * @csspart consent-title - Its first line.
 * @csspart consent-text - What is consented to.
 * @csspart agree - Consents.
 * @csspart decline - Does not.
 */
export const renderConsent = ({ texts }: Model, { agree, decline }: Actions): TemplateResult => html`
  <div class="note plain" part="consent">
    <b part="consent-title">${texts.consentTitle}</b>
    <p part="consent-text"><slot name="consent">${texts.consent}</slot></p>
    <div>
      <button class="talk small" part="button agree" type="button" data-focus @click=${agree}>${texts.agree}</button>
      <button class="talk small ghost" part="button decline" type="button" @click=${decline}>${texts.decline}</button>
    </div>
  </div>
`;
