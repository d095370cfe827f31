import { html, type TemplateResult } from "lit";
import { cupLarge } from "./icons.js";
import { inCall, statusOf, type Actions, type Model } from "./model.js";

export const renderLauncher = (model: Model, { open }: Actions): TemplateResult => html`
  <button
    class="launcher"
    part="launcher"
    type="button"
    aria-haspopup="dialog"
    aria-expanded="false"
    lang=${model.texts.language}
    dir=${model.texts.direction}
    @click=${open}
  >
    <span class="disc">${cupLarge}</span>
    <span>
      <b>${model.texts.launcher(model.heading)}</b>
      <small>${inCall(model) ? statusOf(model) : model.texts.launcherHint}</small>
    </span>
  </button>
`;
