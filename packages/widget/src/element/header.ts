import { html, nothing, type TemplateResult } from "lit";
import { cross, cup } from "./icons.js";
import { statusOf, type Actions, type Model } from "./model.js";
import { renderOptions } from "./options-menu.js";

/**
 * Who answers, with a dot that tells the state by its colour (the words beside it tell it, too).
 *
 * @csspart avatar - The circle with who answers.
 * @csspart indicator - The dot on the avatar that tells the state by its colour.
 */
export const renderAvatar = html`
  <span class="avatar" part="avatar"><slot name="avatar">${cup}</slot><i part="indicator"></i></span>
`;

/**
 * What the call is doing. What comes after a dot is a hint, which shows where there is room for it on the line.
 */
const renderStatus = (status: string): TemplateResult => {
  const [state, ...hint] = status.split(/(?= · )/);
  // prettier-ignore
  return html`<p part="status"><bdi>${state}<span class="hint">${hint}</span></bdi></p>`;
};

/**
 * @csspart header - The row over the conversation.
 * @csspart heading - The name over the conversation.
 * @csspart status - What the call is doing, in words.
 * @csspart close - The button that closes the panel.
 */
export const renderHeader = (model: Model, actions: Actions): TemplateResult => html`
  <header role="none" part="header">
    ${renderAvatar}
    <div>
      <h2 id="heading" part="heading">${model.heading}</h2>
      ${renderStatus(statusOf(model))}
    </div>
    <slot name="header"></slot>
    ${renderOptions(model, actions)}
    ${
      model.variant === "inline"
        ? nothing
        : html`<button class="icon" part="close" type="button" aria-label=${model.texts.close} @click=${actions.close}>
            ${cross}
          </button>`
    }
  </header>
`;
