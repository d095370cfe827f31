import { html, nothing, type TemplateResult } from "lit";
import { renderConsent } from "./consent.js";
import { cupLarge, hangUp, microphone } from "./icons.js";
import { inCall, statusOf, type Actions, type Model } from "./model.js";
import { renderProblem } from "./problem-note.js";

/**
 * What a launcher shows: a picture and two lines, or what the page puts in their place.
 *
 * @csspart launcher-icon - The picture on the launcher.
 * @csspart launcher-label - The first line of the launcher.
 * @csspart launcher-hint - The second line of the launcher: what a click does, or how the call is.
 */
const renderFace = (picture: unknown, label: string, hint: string): TemplateResult => html`
  <slot name="launcher">
    <span class="disc" part="launcher-icon">${picture}</span>
    <span><b part="launcher-label">${label}</b><small part="launcher-hint">${hint}</small></span>
  </slot>
`;

/**
 * @csspart launcher - The button that opens the panel, or that is the whole element with `variant="button"`.
 */
export const renderLauncher = (model: Model, { open }: Actions): TemplateResult => html`
  <button
    class="launcher"
    part="launcher"
    type="button"
    aria-haspopup="dialog"
    aria-expanded="false"
    data-opener
    lang=${model.texts.language}
    dir=${model.texts.direction}
    @click=${open}
  >
    ${renderFace(
      cupLarge,
      model.texts.launcher(model.heading),
      inCall(model) ? statusOf(model) : model.texts.launcherHint,
    )}
  </button>
`;

/** A call and nothing else: one button that begins it and ends it, and says how it is. Consent is asked for in its place. */
export const renderCallButton = (model: Model, actions: Actions): TemplateResult => {
  const { texts, heading, view } = model;
  const running = inCall(model);
  const button = html`
    <button
      class="launcher"
      part="launcher"
      type="button"
      data-focus
      data-opener
      @click=${running ? actions.stop : actions.start}
    >
      ${renderFace(
        running ? hangUp : microphone,
        running ? texts.end : texts.launcher(heading),
        view.phase === "idle" ? texts.startTalking : statusOf(model),
      )}
    </button>
    ${view.problem ? renderProblem(view.problem, model, actions) : nothing}
  `;
  return html`<div class="alone" lang=${texts.language} dir=${texts.direction}>
    ${model.asking && !running ? renderConsent(model, actions) : button}
  </div>`;
};
