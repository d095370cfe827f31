import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "../call/problem.js";
import type { Actions, Model } from "./model.js";

/**
 * What went wrong and what the person can do, in our own words: the relay's are English, and may be for the page's author.
 *
 * @csspart problem - What went wrong.
 * @csspart problem-title - Its first line.
 * @csspart problem-text - What the visitor can do.
 * @csspart retry - Tries again.
 * @csspart type-instead - Goes to where one types.
 */
export const renderProblem = (
  { code }: Problem,
  { texts, variant }: Model,
  { start, typeInstead }: Actions,
): TemplateResult => {
  const problem = texts.problems[code];
  return html`
    <div class="note" part="problem">
      <b part="problem-title">${problem.title}</b>
      <p part="problem-text">${problem.text}</p>
      <div>
        <button class="talk small" part="button retry" type="button" data-focus @click=${start}>
          ${texts.tryAgain}
        </button>
        ${
          variant === "button"
            ? nothing
            : html`<button class="talk small ghost" part="button type-instead" type="button" @click=${typeInstead}>
                ${texts.typeInstead}
              </button>`
        }
      </div>
    </div>
  `;
};
