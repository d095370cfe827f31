import { html, nothing, type TemplateResult } from "lit";
import type { Devices } from "../audio/devices.js";
import { dots } from "./icons.js";
import type { Actions, Model } from "./model.js";
import type { renderOptionList } from "./options.js";

/** What the visitor chose in the options. */
export interface OptionsView {
  readonly open: boolean;
  /** Whether each turn tells when it was said. */
  readonly times: boolean;
  /** The conversation was copied since the options were opened. */
  readonly copied: boolean;
  /** The devices that can be picked in a call, once they are known. */
  readonly devices?: Devices;
}

export const NO_OPTIONS: OptionsView = { open: false, times: false, copied: false };

let list: typeof renderOptionList | undefined;

/** Makes sure that the options can be shown. Rejects when they cannot be fetched. */
export async function loadOptions(): Promise<void> {
  list ??= (await import("./options.js")).renderOptionList;
}

/**
 * The options behind the three dots. They close when the focus goes elsewhere.
 *
 * @csspart options-button - The button that opens the options.
 * @csspart options - The options.
 */
export const renderOptions = (model: Model, actions: Actions): TemplateResult => {
  const { texts, options } = model;
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
      ${options.open ? list?.(html, model, actions) : nothing}
    </div>
  `;
};
