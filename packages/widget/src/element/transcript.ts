import { html, nothing, type TemplateResult } from "lit";
import type { CardItem, Turn } from "../call/transcript.js";
import { calendar } from "./icons.js";
import type { Actions, Model } from "./model.js";

const renderTurn = ({ role, text, heard }: Turn, { texts }: Model): TemplateResult => {
  if (role === "user") return html`<p class="turn user" part="turn user-turn" dir="auto">${text}</p>`;
  if (heard === undefined || heard >= text.length)
    return html`<p class="turn agent" part="turn agent-turn" dir="auto">${text}</p>`;
  // The space before the first word that was not heard is not struck.
  const [before, after] = [text.slice(0, heard), text.slice(heard).trimStart()];
  // prettier-ignore
  return html`<p class="turn agent cut" part="turn agent-turn" dir="auto">${before} <s><span class="unseen">(${texts.notHeard}) </span>${after}</s></p>`;
};

const renderCard = ({ id, card }: CardItem, { texts }: Model, { saveEvent }: Actions): TemplateResult => html`
  <div class="card" part="card">
    ${calendar}
    <b dir="auto">${card.title}</b>
    <span dir="auto">${card.text}</span>
    ${
      card.event
        ? html`<button class="link" part="card-action" type="button" @click=${() => saveEvent(id, card)}>
            ${texts.addToCalendar}
          </button>`
        : nothing
    }
  </div>
`;

/** What was said and done, like a page: the agent's words without a bubble, the caller's in a quiet one. */
export const renderTranscript = (model: Model, actions: Actions): TemplateResult => html`
  ${model.view.transcript.map((item) => (item.kind === "turn" ? renderTurn(item, model) : renderCard(item, model, actions)))}
  ${model.view.pending.map((text) => html`<p class="turn user pending" part="turn user-turn" dir="auto">${text}</p>`)}
  ${model.view.activities.map(
    ({ label }) => html`<p class="meta" part="activity"><span class="pulse"></span>${label.replace(/[.…]+$/, "")}</p>`,
  )}
`;
