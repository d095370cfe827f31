import type { ReactiveController, ReactiveControllerHost } from "lit";

/** What the focus goes to, inside the element. */
const NEXT_CONTROL = "[data-focus]";
const FIELD = ".field";
/** What opens the panel while it is closed. */
const OPENER = "[data-opener]";

/** Carries focus and what is typed over from one layout of the panel to the next. */
export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  /** What the focus goes to when the control that had it is gone after an update. */
  #heir: string | undefined;
  #field: HTMLInputElement | null = null;
  #undelivered = "";

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** What was typed and never arrived returns to the field, or to the next one. */
  giveBack(text: string): void {
    const field = this.#find<HTMLInputElement>(FIELD);
    if (field) field.value = [text, field.value].filter(Boolean).join(" ");
    else this.#undelivered = text;
  }

  focusField(): void {
    this.#focus(FIELD);
  }

  focusNext(): void {
    this.#focus(NEXT_CONTROL);
  }

  focusOpener(): void {
    this.#focus(OPENER);
  }

  #focus(selector: string): void {
    this.#find<HTMLElement>(selector)?.focus();
  }

  hostUpdate(): void {
    // Where there is none for a while, the last one still has what was typed.
    this.#field = this.#find<HTMLInputElement>(FIELD) ?? this.#field;
    const focused = this.#host.shadowRoot?.activeElement;
    this.#heir = focused === this.#field && focused ? FIELD : focused ? NEXT_CONTROL : undefined;
  }

  hostUpdated(): void {
    // A control that was pressed and is gone hands the focus to the one that now matters; who types goes on typing.
    if (this.#heir !== undefined && !this.#host.shadowRoot?.activeElement) this.#focus(this.#heir);
    // The field of another layout takes over what is typed so far, behind what never arrived.
    const field = this.#find<HTMLInputElement>(FIELD);
    if (!field || field === this.#field) return;
    field.value = [this.#undelivered, this.#field?.value].filter(Boolean).join(" ");
    this.#undelivered = "";
  }

  #find<T extends HTMLElement>(selector: string): T | null {
    return this.#host.shadowRoot?.querySelector<T>(selector) ?? null;
  }
}
