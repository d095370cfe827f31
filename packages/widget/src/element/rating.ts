import { html, type TemplateResult } from "lit";
import { MAX_COMMENT_CHARACTERS, type Rating } from "../client/index.js";
import { star } from "./icons.js";
import type { Actions, Model } from "./model.js";

const STARS = [1, 2, 3, 4, 5] as const;

/** How far the visitor is with saying how the call was. */
export interface RatingView {
  /** Which call of the element it is about. */
  readonly call: number;
  /** What was picked, 0 for nothing yet. */
  readonly stars: number;
  readonly sent: "no" | "now" | "yes" | "failed";
}

export const UNRATED: RatingView = { call: 0, stars: 0, sent: "no" };

/** What the form holds. Undefined until a star is picked. */
const ratingIn = (form: HTMLFormElement): Rating | undefined => {
  const fields = new FormData(form);
  const stars = Number(fields.get("stars"));
  const comment = String(fields.get("comment") ?? "").trim();
  return stars > 0 ? { stars, comment: comment === "" ? undefined : comment } : undefined;
};

/** Whether a call came to an end in which the visitor said something. */
export const mayBeRated = ({ view }: Model): boolean =>
  view.phase === "ended" &&
  view.transcript.some((item) => item.kind === "turn" && item.call === view.call && item.role === "user");

/**
 * Asks how the call was: stars, and once one is picked, a comment.
 *
 * @csspart rating - The question how the call was, and the thanks for the answer.
 * @csspart rating-title - Its first line.
 * @csspart star - One star.
 * @csspart lit-star - One that was picked, or is under it.
 * @csspart comment - Where a comment is typed.
 * @csspart rate - Sends the rating.
 */
export const renderRating = ({ texts, rating, view }: Model, { pickStars, rate }: Actions): TemplateResult => {
  const { stars, sent } = rating.call === view.call ? rating : UNRATED;
  if (sent === "yes") return html`<p class="meta" part="rating">${texts.thanks}</p>`;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = ratingIn(event.currentTarget as HTMLFormElement);
    if (given) rate(given);
  };
  return html`<form class="rating" part="rating" @submit=${submit}>
    <fieldset>
      <legend part="rating-title">${texts.rate}</legend>
      ${STARS.map(
        (each) =>
          html`<label class="star ${each <= stars ? "lit" : ""}" part="star ${each <= stars ? "lit-star" : ""}">
            <input
              class="unseen"
              type="radio"
              name="stars"
              value=${each}
              aria-label=${texts.stars(each)}
              @change=${() => pickStars(each)}
            />${star}
          </label>`,
      )}
    </fieldset>
    ${
      stars === 0
        ? ""
        : html`<input
              class="text"
              part="comment"
              name="comment"
              autocomplete="off"
              maxlength=${MAX_COMMENT_CHARACTERS}
              placeholder=${texts.comment}
              aria-label=${texts.comment}
            />
            <button class="talk small" part="button rate" data-focus>${texts.sendRating}</button>`
    }
    ${sent === "failed" ? html`<p>${texts.ratingFailed}</p>` : ""}
  </form>`;
};
