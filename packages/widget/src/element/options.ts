/**
 * What stands behind the three dots. Fetched when they are first pressed, so it brings along nothing of the script's own.
 * @module
 */
import type { html as Html, TemplateResult } from "lit";
import type { Device } from "../audio/devices.js";
import type { Actions, Model } from "./model.js";

/**
 * The options, with the `html` of the script that shows them.
 *
 * @csspart option - One option.
 */
export const renderOptionList = (html: typeof Html, model: Model, actions: Actions): TemplateResult => {
  const { texts, options, view, volume, choice } = model;
  const empty = view.transcript.length === 0;
  const picker = (
    name: string,
    devices: readonly Device[] | undefined,
    picked: string | undefined,
    pick: (id: string | undefined) => void,
  ): TemplateResult | undefined =>
    view.voice && devices && devices.length > 0
      ? html`<label part="option">
          ${name}
          <select
            aria-label=${name}
            @change=${({ currentTarget }: Event) => pick((currentTarget as HTMLSelectElement).value || undefined)}
          >
            <option value="" .selected=${picked === undefined}>${texts.automatic}</option>
            ${devices.map((each) => html`<option value=${each.id} .selected=${each.id === picked}>${each.name}</option>`)}
          </select>
        </label>`
      : undefined;
  return html`
    ${
      isSecureContext
        ? html`<button type="button" part="option" ?disabled=${empty} @click=${actions.copy}>
            ${options.copied ? texts.copied : texts.copy}
          </button>`
        : undefined
    }
    <button type="button" part="option" ?disabled=${empty} @click=${actions.download}>${texts.download}</button>
    <label part="option">
      <input
        type="checkbox"
        .checked=${options.times}
        @change=${() => actions.choose({ times: !options.times })}
      />${texts.times}
    </label>
    ${picker(texts.microphone, options.devices?.microphones, choice.microphone, (microphone) =>
      actions.pick({ ...choice, microphone }),
    )}
    ${picker(texts.speaker, options.devices?.speakers, choice.speaker, (speaker) => actions.pick({ ...choice, speaker }))}
    <label part="option">
      ${texts.volume}
      <input
        type="range"
        min="0"
        max="1"
        step="0.05"
        aria-label=${texts.volume}
        .value=${String(volume)}
        @input=${({ currentTarget }: Event) => actions.setVolume((currentTarget as HTMLInputElement).valueAsNumber)}
      />
    </label>
  `;
};
