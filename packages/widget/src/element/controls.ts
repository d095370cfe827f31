import { html, nothing, type TemplateResult } from "lit";
import { MAX_USER_MESSAGE_CHARACTERS } from "../protocol/index.js";
import { arrow, hangUp, microphone, microphoneOff } from "./icons.js";
import { inCall, type Actions, type Model } from "./model.js";

const renderField = ({ texts }: Model, placeholder: string): TemplateResult => html`
  <input
    class="field"
    part="field"
    name="message"
    autocomplete="off"
    enterkeyhint="send"
    maxlength=${MAX_USER_MESSAGE_CHARACTERS}
    placeholder=${placeholder}
    aria-label=${texts.message}
  />
`;

/** Before a call: talk, or type. */
const renderReady = (model: Model, { start }: Actions): TemplateResult => html`
  ${
    model.view.problem
      ? nothing
      : html`<button class="talk wide" part="button start" type="button" data-focus @click=${start}>
          ${microphone} ${model.texts.startTalking}
        </button>`
  }
  <div class="bar">
    ${renderField(model, model.texts.typeFirst)}
    <button class="talk ghost round onward" part="button send" aria-label=${model.texts.send}>${arrow}</button>
  </div>
  <p class="fine">${model.texts.disclosure}</p>
`;

/** In a call: mute, type, end in one row. A typed call has the way to its voice in place of mute. */
const renderLive = (model: Model, { start, stop, mute }: Actions): TemplateResult => {
  const { texts, view } = model;
  const typed = view.phase === "live" && !view.voice;
  return html`
    <div class="bar">
      ${
        typed
          ? html`<button
              class="talk ghost round"
              part="button start"
              type="button"
              data-focus
              aria-label=${texts.startTalking}
              @click=${start}
            >
              ${microphone}
            </button>`
          : html`<button
              class="talk ghost round"
              part="button mute"
              type="button"
              data-focus
              aria-label=${view.muted ? texts.unmute : texts.mute}
              @click=${mute}
            >
              ${view.muted ? microphoneOff : microphone}
            </button>`
      }
      ${renderField(model, texts.typeInCall)}
      <button class="talk end round" part="button end" type="button" aria-label=${texts.end} @click=${stop}>
        ${hangUp}
      </button>
    </div>
  `;
};

export const renderControls = (model: Model, actions: Actions): TemplateResult => {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem("message") as HTMLInputElement;
    const text = field.value.trim();
    if (text === "") return;
    if (actions.send(text)) field.value = "";
  };
  return html`<form part="controls" @submit=${submit}>
    ${inCall(model) ? renderLive(model, actions) : renderReady(model, actions)}
  </form>`;
};
