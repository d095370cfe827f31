import { css } from "lit";
import { controlStyles } from "./control-styles.js";
import { optionStyles } from "./option-styles.js";
import { placementStyles } from "./placement-styles.js";
import { preferenceStyles } from "./preference-styles.js";
import { tokenStyles } from "./token-styles.js";
import { transcriptStyles } from "./transcript-styles.js";

/** The launcher, and the panel with its header. */
const frameStyles = css`
  button,
  input {
    font: inherit;
    color: inherit;
    margin: 0;
  }
  button {
    cursor: pointer;
    touch-action: manipulation;
  }
  :focus-visible {
    outline: 2.5px solid var(--_accent);
    outline-offset: 2px;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .launcher {
    display: inline-flex;
    align-items: center;
    gap: calc(var(--_space) * 3);
    padding-block: calc(var(--_space) * 2);
    padding-inline: calc(var(--_space) * 2) calc(var(--_space) * 5);
    border: 0;
    border-radius: 999px;
    background: var(--_accent);
    color: var(--_on-accent);
    box-shadow: var(--_shadow);
    cursor: pointer;
    touch-action: manipulation;
    transition: transform 160ms var(--_ease);
  }
  .launcher:hover {
    transform: translateY(-2px);
  }
  .launcher :is(b, small) {
    display: block;
    line-height: 1.2;
  }
  .launcher b {
    font-weight: 600;
  }
  .launcher small {
    font-size: 0.8333em;
    opacity: 0.9;
  }
  .disc {
    flex: none;
    width: 44px;
    height: 44px;
    border-radius: 50%;
    display: grid;
    place-items: center;
    background: color-mix(in srgb, var(--_on-accent) 16%, transparent);
  }
  .panel {
    position: relative;
    width: var(--_width, 376px);
    max-width: 100%;
    height: var(--_height, 596px);
    display: flex;
    flex-direction: column;
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: var(--_shadow);
    overflow: hidden;
    border: 1px solid color-mix(in srgb, var(--_line) 70%, transparent);
  }
  .grip {
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: 0;
    z-index: 1;
    width: 24px;
    height: 24px;
    border: 0;
    border-radius: var(--_radius) 8px 8px;
    background: none;
    cursor: move;
    touch-action: none;
  }
  .grip:hover {
    background: var(--_surface-2);
  }
  .grip:focus-visible {
    outline-offset: -3px;
  }
  @keyframes open {
    from {
      opacity: 0;
      transform: scale(0.92);
    }
  }
  header {
    position: relative;
    flex: none;
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 3);
    padding-block: calc(var(--_space) * 4) calc(var(--_space) * 3.5);
    padding-inline: calc(var(--_space) * 4.5) calc(var(--_space) * 3);
    border-block-end: 1px solid var(--_line);
  }
  header > div:first-of-type {
    flex: 1;
    min-width: 0;
  }
  h2 {
    margin: 0;
    font: 600 1.1em/1.2 var(--_display);
    letter-spacing: 0.005em;
  }
  header p {
    margin: 2px 0 0;
    font-size: 0.8667em;
    line-height: 1.25;
    color: var(--_muted);
  }
  /* A hint that finds no room on the line takes none under it, where it is not seen. */
  header bdi {
    display: inline-flex;
    flex-wrap: wrap;
    max-width: 100%;
    overflow: clip;
    vertical-align: top;
    text-wrap: balance;
  }
  .hint {
    height: 0;
    white-space: pre;
  }
  header .icon {
    margin-inline-start: calc(var(--_space) * -3);
  }
  .avatar {
    flex: none;
    width: 38px;
    height: 38px;
    border-radius: 50%;
    display: grid;
    place-items: center;
    background: var(--_surface-2);
    color: var(--_accent);
    position: relative;
  }
  .avatar i {
    position: absolute;
    inset-inline-end: -1px;
    inset-block-end: -1px;
    width: 11px;
    height: 11px;
    border-radius: 50%;
    border: 2px solid var(--_surface);
    background: var(--_muted);
  }
  :host(:is([data-state="listening"], [data-state="thinking"], [data-state="speaking"])) .avatar i {
    background: var(--_ok);
  }
  :host([data-state="error"]) .avatar i {
    background: var(--_danger);
  }
  .icon {
    flex: none;
    width: 40px;
    height: 40px;
    border: 0;
    border-radius: 12px;
    background: none;
    display: grid;
    place-items: center;
    color: var(--_muted);
  }
  .icon:hover {
    background: var(--_surface-2);
  }
  .voice {
    flex: none;
    display: grid;
    place-items: center;
    padding: var(--_space) 0 2px;
  }
  /* Properties that paint nothing here: they hand the resolved colours to the canvas. */
  canvas {
    width: 132px;
    height: 132px;
    fill: var(--_crema);
    stroke: var(--_accent);
    stop-color: var(--_surface-2);
    flood-color: var(--_line);
  }
`;

export const styles = [
  tokenStyles,
  frameStyles,
  placementStyles,
  transcriptStyles,
  controlStyles,
  optionStyles,
  preferenceStyles,
];
