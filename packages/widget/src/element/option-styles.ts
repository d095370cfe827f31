import { css } from "lit";

/** The options behind the dots, and the rating at the end. */
export const optionStyles = css`
  .options {
    position: absolute;
    inset-block-start: calc(100% - 4px);
    inset-inline-end: 12px;
    z-index: 1;
    width: max-content;
    max-width: calc(100% - 24px);
    padding: calc(var(--_space) * 1.5);
    display: grid;
    border: 1px solid var(--_line);
    border-radius: var(--_radius-s);
    background: var(--_surface);
    box-shadow: var(--_shadow);
  }
  .options[hidden] {
    display: none;
  }
  .options > * {
    min-height: 40px;
    padding: var(--_space) calc(var(--_space) * 3);
    border: 0;
    border-radius: 8px;
    background: none;
    font-size: 0.9333em;
    text-align: start;
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 2.5);
  }
  .options > :is(button, label):hover {
    background: var(--_surface-2);
  }
  .options label {
    justify-content: space-between;
  }
  .options label:has([type="checkbox"]) {
    justify-content: start;
  }
  .options :is(select, [type="range"]) {
    width: 55%;
    min-width: 0;
    height: 32px;
    accent-color: var(--_accent);
  }
  .options select {
    border: 1px solid var(--_edge);
    border-radius: 8px;
    background: var(--_surface);
    color: inherit;
    font: inherit;
    font-size: max(16px, 1em);
    text-overflow: ellipsis;
  }
  .options :disabled {
    color: var(--_muted);
    cursor: default;
  }
  .options input {
    accent-color: var(--_accent);
    width: 18px;
    height: 18px;
  }
  form.rating {
    padding: 0;
    justify-items: start;
  }
  fieldset {
    border: 0;
    margin: 0;
    padding: 0;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
  }
  legend {
    padding: 0;
    margin-block-end: var(--_space);
    color: var(--_muted);
  }
  .star {
    position: relative;
    display: grid;
    place-items: center;
    width: 36px;
    height: 36px;
    border-radius: 50%;
    color: var(--_edge);
    cursor: pointer;
  }
  .star svg {
    transition: fill 160ms var(--_ease);
  }
  .star.lit {
    color: var(--_accent);
  }
  .star.lit svg {
    fill: currentColor;
  }
  .star:focus-within:has(:focus-visible) {
    outline: 2.5px solid var(--_accent);
  }
  .text {
    width: 100%;
    height: 40px;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius-s);
    background: var(--_surface);
    padding: 0 calc(var(--_space) * 3);
    font-size: max(16px, 1em);
  }
  .text::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
`;
