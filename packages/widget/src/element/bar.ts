import { html, nothing, type TemplateResult } from "lit";
import { renderRow } from "./controls.js";
import { cupCanvas } from "./cup.js";
import { renderAvatar } from "./header.js";
import { expand } from "./icons.js";
import { inCall, inVoice, statusOf, type Actions, type Model } from "./model.js";
import { renderProblem } from "./problem-note.js";
import { plainTextOf } from "./rich-text.js";

/** The newest thing that was said, or what is being done. Undefined where there is room to type instead. */
function captionOf(model: Model): string | undefined {
  const { view } = model;
  if (!inCall(model)) return undefined;
  const last = view.transcript.findLast((item) => item.kind === "turn" && item.call === view.call);
  if (view.activities.length > 0 || view.reconnecting || last?.kind !== "turn") return statusOf(model);
  return last.role === "user" ? last.text : plainTextOf(last.text);
}

/**
 * One row: who answers, what was said last, and the controls; the panel opens from it. What went wrong is told beside it.
 *
 * @csspart bar - The row at the page's edge, with `variant="bar"`.
 * @csspart caption - The newest thing that was said, in the bar.
 * @csspart open - The button that opens the panel from the bar.
 */
export const renderBar = (model: Model, actions: Actions): TemplateResult => {
  const { texts, heading, view } = model;
  const caption = captionOf(model);
  return html`<div class="stack" lang=${texts.language} dir=${texts.direction}>
    ${view.problem ? renderProblem(view.problem, model, actions) : nothing}
    <section class="strip" part="bar" role="region" aria-label=${heading}>
      ${inVoice(model) ? cupCanvas : renderAvatar}
      ${renderRow(
        model,
        actions,
        caption === undefined ? undefined : html`<p class="caption" part="caption" dir="auto">${caption}</p>`,
      )}
      <button
        class="icon"
        part="open"
        type="button"
        aria-label=${texts.open}
        aria-haspopup="dialog"
        aria-expanded="false"
        data-opener
        @click=${actions.open}
      >
        ${expand}
      </button>
    </section>
  </div>`;
};
