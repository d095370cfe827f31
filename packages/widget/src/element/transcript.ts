import { html, nothing, type TemplateResult } from "lit";
import type { CardItem, Turn } from "../call/transcript.js";
import { calendar } from "./icons.js";
import { timeOfDay } from "./conversation-text.js";
import type { Actions, Model } from "./model.js";
import { splitAt, stretchesOf, type Stretch } from "./rich-text.js";

/** @csspart turn-link - A link in what the agent said. */
const renderStretch = ({ text, emphasis, href }: Stretch): TemplateResult | string => {
  if (href !== undefined)
    return html`<a part="turn-link" href=${href} target="_blank" rel="noopener noreferrer nofollow">${text}</a>`;
  if (emphasis === "strong") return html`<strong>${text}</strong>`;
  return emphasis === "em" ? html`<em>${text}</em>` : text;
};

/** @csspart time - When a turn was said. */
const renderTime = ({ at }: Turn, { texts, options }: Model): TemplateResult | typeof nothing => {
  const time = options.times ? timeOfDay(at, texts.language) : undefined;
  return time === undefined ? nothing : html`<time part="time" datetime=${at}>${time}</time>`;
};

/**
 * Where it stands says whose it is; who does not see that is told, in the element's own direction: which way a turn is
 * read goes by its own first letter.
 *
 * @csspart turn - One turn of the conversation.
 * @csspart user-turn - A turn of the visitor's.
 * @csspart agent-turn - A turn of the agent's.
 * @csspart unheard - What the agent did not get to say, of a turn that was interrupted.
 */
const renderTurn = (turn: Turn, model: Model): TemplateResult => {
  const { role, text, heard } = turn;
  const time = renderTime(turn, model);
  const who = html`<span class="unseen" dir=${model.texts.direction}
    >${`${role === "user" ? model.texts.you : model.heading}: `}</span
  >`;
  // prettier-ignore
  if (role === "user") return html`<p class="turn user" part="turn user-turn" dir="auto">${who}${text}${time}</p>`;
  const stretches = stretchesOf(text);
  if (heard === undefined || heard >= text.length)
    // prettier-ignore
    return html`<p class="turn agent" part="turn agent-turn" dir="auto">${who}${stretches.map(renderStretch)}${time}</p>`;
  // The space before the first word that was not heard is not struck.
  const unheard = heard + text.slice(heard).search(/\S|$/);
  const [before, after] = [splitAt(stretches, heard)[0], splitAt(stretches, unheard)[1]];
  // prettier-ignore
  return html`<p class="turn agent cut" part="turn agent-turn" dir="auto">${who}${before.map(renderStretch)} <s part="unheard"><span class="unseen" dir=${model.texts.direction}>(${model.texts.notHeard}) </span>${after.map(renderStretch)}</s>${time}</p>`;
};

/**
 * @csspart card - What was done: an appointment that was booked, say.
 * @csspart card-icon - The picture on it.
 * @csspart card-title - Its first line.
 * @csspart card-text - What else is known of it.
 * @csspart card-action - Adds it to the visitor's calendar.
 */
const renderCard = ({ id, card }: CardItem, { texts }: Model, { saveEvent }: Actions): TemplateResult => html`
  <div class="card" part="card">
    ${calendar}
    <b part="card-title" dir="auto">${card.title}</b>
    <span part="card-text" dir="auto">${card.text}</span>
    ${
      card.event
        ? html`<button class="link" part="card-action" type="button" @click=${() => saveEvent(id, card)}>
            ${texts.addToCalendar}
          </button>`
        : nothing
    }
  </div>
`;

/**
 * What was said and done, like a page: the agent's words without a bubble, the caller's in a quiet one.
 *
 * @csspart activity - What the agent is doing.
 * @csspart spinner - What turns beside it.
 */
export const renderTranscript = (model: Model, actions: Actions): TemplateResult => html`
  ${model.view.transcript.map((item) => (item.kind === "turn" ? renderTurn(item, model) : renderCard(item, model, actions)))}
  ${model.view.pending.map((text) => html`<p class="turn user pending" part="turn user-turn" dir="auto">${text}</p>`)}
  ${model.view.activities.map(
    ({ label }) =>
      html`<p class="meta" part="activity">
        <span class="pulse" part="spinner"></span><bdi>${label.replace(/[.…]+$/, "")}</bdi>
      </p>`,
  )}
`;
