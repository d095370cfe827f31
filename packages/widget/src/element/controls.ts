import { html, nothing, type TemplateResult } from "lit";
import { MAX_USER_MESSAGE_CHARACTERS } from "../protocol/index.js";
import { arrow, hangUp, microphone, microphoneOff } from "./icons.js";
import { inCall, inVoice, type Actions, type Model } from "./model.js";

/**
 * Where one types.
 *
 * @csspart field - Where one types.
 */
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

/**
 * Before a call: talk, or type.
 *
 * @csspart button - Every button that does something with the call; each has a part of its own, too.
 * @csspart start - Begins a call by voice, or adds the voice to a typed one.
 * @csspart send - Sends what was typed.
 */
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
`;

/**
 * Out of a call. Who is asked for consent has that to answer first, and nothing else to press.
 *
 * @csspart footer - The line under the controls.
 */
const renderIdle = (model: Model, actions: Actions): TemplateResult => html`
  ${model.asking ? nothing : renderReady(model, actions)}
  <p class="fine" part="footer"><slot name="footer">${model.texts.disclosure}</slot></p>
`;

/**
 * The microphone of a call: muted and heard again; a typed call has the way to its voice in its place.
 *
 * @csspart mute - Mutes the microphone, or unmutes it.
 * @csspart talk - Held, it opens the microphone, with `push-to-talk`.
 */
const renderVoiceButton = (model: Model, { start, mute, hold }: Actions): TemplateResult => {
  const { texts, view, pushToTalk } = model;
  if (pushToTalk && inVoice(model) && !view.paused)
    return html`<button
      class="talk ${view.muted ? "ghost" : ""} round"
      part="button talk"
      type="button"
      data-focus
      aria-label=${texts.holdToTalk}
      aria-pressed=${!view.muted}
      @pointerdown=${hold}
      @pointerup=${hold}
      @pointercancel=${hold}
      @keydown=${hold}
      @keyup=${hold}
      @click=${hold}
      @blur=${hold}
    >
      ${view.muted ? microphoneOff : microphone}
    </button>`;
  const [part, label, action, icon] = view.paused
    ? (["start", texts.goOn, start, microphone] as const)
    : inVoice(model)
      ? (["mute", view.muted ? texts.unmute : texts.mute, mute, view.muted ? microphoneOff : microphone] as const)
      : (["start", texts.startTalking, start, microphone] as const);
  return html`<button
    class="talk ${view.paused ? "" : "ghost"} round"
    part="button ${part}"
    type="button"
    data-focus
    aria-label=${label}
    @click=${action}
  >
    ${icon}
  </button>`;
};

/**
 * @csspart end - Ends the call.
 */
const renderEnd = ({ texts }: Model, { stop }: Actions): TemplateResult =>
  html`<button class="talk end round" part="button end" type="button" aria-label=${texts.end} @click=${stop}>
    ${hangUp}
  </button>`;

/** In a call: mute, type, end in one row. */
const renderLive = (model: Model, actions: Actions): TemplateResult => html`
  <div class="bar">
    ${renderVoiceButton(model, actions)}
    ${renderField(model, inVoice(model) ? model.texts.typeInCall : model.texts.typeFirst)} ${renderEnd(model, actions)}
  </div>
`;

/**
 * A form whose field, when it is sent, is a typed turn.
 *
 * @csspart controls - The row, or rows, under the conversation.
 */
const renderForm = (content: TemplateResult, { send }: Actions): TemplateResult => {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem("message") as HTMLInputElement | null;
    const text = field?.value.trim() ?? "";
    if (field && text !== "" && send(text)) field.value = "";
  };
  return html`<form part="controls" @submit=${submit}>${content}</form>`;
};

export const renderControls = (model: Model, actions: Actions): TemplateResult =>
  renderForm(inCall(model) ? renderLive(model, actions) : renderIdle(model, actions), actions);

/** The controls in one row, around what was said last: a bar. */
export const renderRow = (model: Model, actions: Actions, caption: TemplateResult | undefined): TemplateResult =>
  renderForm(
    html`<div class="bar">
      ${caption ?? renderField(model, model.texts.typeFirst)} ${renderVoiceButton(model, actions)}
      ${inCall(model) ? renderEnd(model, actions) : nothing}
    </div>`,
    actions,
  );
