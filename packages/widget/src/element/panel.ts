import { html, nothing, type TemplateResult } from "lit";
import { renderControls } from "./controls.js";
import { renderConsent } from "./consent.js";
import { cupCanvas } from "./cup.js";
import { renderHeader } from "./header.js";
import { inCall, inVoice, type Actions, type Model } from "./model.js";
import { renderProblem } from "./problem-note.js";
import { mayBeRated, renderRating } from "./rating.js";
import { renderTranscript } from "./transcript.js";

/**
 * @csspart welcome - What shows before the first turn.
 * @csspart greeting - The first line of the welcome.
 * @csspart introduction - The text under the greeting.
 * @csspart suggestions - The row of what one might ask.
 * @csspart chip - One suggestion.
 */
const renderWelcome = ({ texts }: Model, { send }: Actions): TemplateResult => html`
  <div class="hello" part="welcome">
    <h3 part="greeting">${texts.greeting}</h3>
    <p part="introduction">${texts.introduction}</p>
  </div>
  <div class="chips" part="suggestions">
    ${texts.suggestions.map(
      (text) => html`<button class="chip" part="chip" type="button" @click=${() => send(text)}>${text}</button>`,
    )}
  </div>
`;

/**
 * @csspart panel - The whole panel.
 * @csspart transcript - The conversation, which scrolls.
 * @csspart grip - The corner by which the panel of a launcher is made larger or smaller; arrow keys do it, too.
 * @csspart visualiser - What moves with the voices in a spoken call.
 */
export const renderPanel = (model: Model, actions: Actions): TemplateResult => {
  const { view, texts, variant, asking } = model;
  const fresh = view.transcript.length === 0 && view.pending.length === 0 && !inCall(model);
  return html`
    <section
      class="panel"
      part="panel"
      role=${variant === "inline" ? "region" : "dialog"}
      aria-labelledby="heading"
      lang=${texts.language}
      dir=${texts.direction}
    >
      ${renderHeader(model, actions)}
      <div class="log" part="transcript" role="group" aria-label=${texts.conversation} tabindex="0">
        <div class="items">
          ${fresh && !view.problem && !asking ? renderWelcome(model, actions) : renderTranscript(model, actions)}
          ${view.problem ? renderProblem(view.problem, model, actions) : nothing}
          ${asking ? renderConsent(model, actions) : mayBeRated(model) ? renderRating(model, actions) : nothing}
        </div>
      </div>
      ${inVoice(model) ? html`<div class="voice" part="visualiser">${cupCanvas}</div>` : nothing}
      ${renderControls(model, actions)}
      ${
        variant === "floating"
          ? html`<button
              class="grip"
              part="grip"
              type="button"
              aria-label=${texts.size}
              @pointerdown=${actions.resize}
              @keydown=${actions.resize}
            ></button>`
          : nothing
      }
    </section>
  `;
};
