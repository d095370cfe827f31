import { html, nothing, type TemplateResult } from "lit";
import { cross, cup } from "./icons.js";
import { statusOf, type Actions, type Model } from "./model.js";

export const renderHeader = (model: Model, { close }: Actions): TemplateResult => html`
  <header part="header">
    <span class="avatar" part="avatar">${cup}<i></i></span>
    <div>
      <h2 id="heading" part="heading">${model.heading}</h2>
      <p part="status">${statusOf(model)}</p>
    </div>
    ${
      model.variant === "inline"
        ? nothing
        : html`<button class="icon" part="close" type="button" aria-label=${model.texts.close} @click=${close}>
            ${cross}
          </button>`
    }
  </header>
`;
