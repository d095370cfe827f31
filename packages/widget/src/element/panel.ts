import { html, nothing, type TemplateResult } from "lit";
import { renderControls } from "./controls.js";
import { CUP_SIZE } from "./cup.js";
import { renderHeader } from "./header.js";
import { inCall, type Actions, type Model } from "./model.js";
import { renderProblem } from "./problem-note.js";
import { renderTranscript } from "./transcript.js";

const renderWelcome = ({ texts }: Model, { send }: Actions): TemplateResult => html`
  <div class="hello">
    <h3 part="greeting">${texts.greeting}</h3>
    <p>${texts.introduction}</p>
  </div>
  <div class="chips">
    ${texts.suggestions.map(
      (text) => html`<button class="chip" part="chip" type="button" @click=${() => send(text)}>${text}</button>`,
    )}
  </div>
`;

export const renderPanel = (model: Model, actions: Actions): TemplateResult => {
  const { view, texts, variant } = model;
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
          ${fresh && !view.problem ? renderWelcome(model, actions) : renderTranscript(model, actions)}
          ${view.problem ? renderProblem(view.problem, model, actions) : nothing}
        </div>
      </div>
      ${
        inCall(model) && (view.voice || (view.phase === "connecting" && view.pending.length === 0))
          ? html`<div class="voice" part="visualiser">
              <canvas aria-hidden="true" width=${CUP_SIZE} height=${CUP_SIZE}></canvas>
            </div>`
          : nothing
      }
      ${renderControls(model, actions)}
    </section>
  `;
};
