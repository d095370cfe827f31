import { html, nothing, type TemplateResult } from "lit";
import { dots } from "./icons.js";
import type { Actions, Model } from "./model.js";

/** What the visitor chose in the options. */
export interface OptionsView {
  readonly open: boolean;
  /** Whether each turn tells when it was said. */
  readonly times: boolean;
  /** The conversation was copied since the options were opened. */
  readonly copied: boolean;
}

export const NO_OPTIONS: OptionsView = { open: false, times: false, copied: false };

/**
 * The options behind the three dots. They close when the focus goes elsewhere.
 *
 * @csspart options-button - The button that opens the options.
 * @csspart options - The options.
 * @csspart option - One option.
 */
export const renderOptions = ({ texts, options, view }: Model, actions: Actions): TemplateResult => {
  const empty = view.transcript.length === 0;
  const leave = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    const group = currentTarget as HTMLElement;
    const stays = group.contains(relatedTarget as Node | null) || relatedTarget === group.previousElementSibling;
    // Without a target it is the window that lost the focus.
    if (relatedTarget !== null && !stays) actions.choose({ open: false });
  };
  return html`
    <button
      class="icon"
      part="options-button"
      type="button"
      aria-label=${texts.options}
      aria-expanded=${options.open}
      aria-controls="options"
      @click=${() => actions.choose({ open: !options.open, copied: false })}
    >
      ${dots}
    </button>
    <div
      class="options"
      part="options"
      id="options"
      role="group"
      aria-label=${texts.options}
      ?hidden=${!options.open}
      @focusout=${leave}
    >
      ${
        isSecureContext
          ? html`<button type="button" part="option" ?disabled=${empty} @click=${actions.copy}>
              ${options.copied ? texts.copied : texts.copy}
            </button>`
          : nothing
      }
      <button type="button" part="option" ?disabled=${empty} @click=${actions.download}>${texts.download}</button>
      <label part="option">
        <input
          type="checkbox"
          .checked=${options.times}
          @change=${() => actions.choose({ times: !options.times })}
        />${texts.times}
      </label>
    </div>
  `;
};
