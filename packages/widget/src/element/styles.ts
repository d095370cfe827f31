import { css } from "lit";
import { controlStyles } from "./control-styles.js";
import { optionStyles } from "./option-styles.js";
import { placementStyles } from "./placement-styles.js";
import { transcriptStyles } from "./transcript-styles.js";

/**
 * Tokens, host, launcher and panel. The page's color-scheme chooses; every `--bb-*` can be set by the page.
 *
 * @cssproperty --bb-font - Type of everything but headings.
 * @cssproperty --bb-font-display - Type of headings.
 * @cssproperty --bb-surface - Behind the panel.
 * @cssproperty --bb-surface-2 - A shade apart from the surface: the visitor's turns, the avatar, notes.
 * @cssproperty --bb-ink - Text.
 * @cssproperty --bb-muted - Text that matters less; at least 4.5:1 on both surfaces.
 * @cssproperty --bb-line - Lines that divide.
 * @cssproperty --bb-edge - Lines around what can be used; at least 3:1 on the surface.
 * @cssproperty --bb-accent - The launcher, the buttons and the focus ring.
 * @cssproperty --bb-on-accent - Text and pictures on the accent.
 * @cssproperty --bb-crema - The visualiser's moving part.
 * @cssproperty --bb-danger - Ending the call, and problems.
 * @cssproperty --bb-ok - The indicator while a call is live.
 * @cssproperty --bb-radius - Corners of the panel.
 * @cssproperty --bb-radius-s - Corners of what is in the panel.
 * @cssproperty --bb-shadow - Under the panel and the launcher.
 */
const frameStyles = css`
  :host {
    all: initial;
    color-scheme: inherit;
    display: block;
    --_font: var(--bb-font, ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Inter, Arial, sans-serif);
    --_display: var(--bb-font-display, ui-serif, Georgia, "Iowan Old Style", "Times New Roman", serif);
    --_surface: var(--bb-surface, light-dark(#fffdfa, #1f1814));
    --_surface-2: var(--bb-surface-2, light-dark(#f6f0e8, #2a211b));
    --_ink: var(--bb-ink, light-dark(#2a201a, #f6ede3));
    --_muted: var(--bb-muted, light-dark(#6f6157, #b9a798));
    --_line: var(--bb-line, light-dark(#e7dccf, #3b3028));
    --_edge: var(--bb-edge, light-dark(#8c7c6f, #8f7e70));
    --_accent: var(--bb-accent, light-dark(#7c3f1d, #e9ab78));
    --_on-accent: var(--bb-on-accent, light-dark(#fffaf4, #2a1608));
    --_crema: var(--bb-crema, light-dark(#c98a54, #d59a66));
    --_danger: var(--bb-danger, light-dark(#a32a1e, #ff9b8c));
    --_ok: var(--bb-ok, light-dark(#47683a, #a6c795));
    --_radius: var(--bb-radius, 20px);
    --_radius-s: var(--bb-radius-s, 12px);
    --_shade: light-dark(rgb(60 35 15 / 0.28), rgb(0 0 0 / 0.7));
    --_shadow: var(--bb-shadow, 0 1px 2px rgb(0 0 0 / 0.1), 0 18px 50px -12px var(--_shade));
    --_ease: cubic-bezier(0.2, 0.8, 0.2, 1);
    font: 400 15px/1.45 var(--_font);
    color: var(--_ink);
    -webkit-font-smoothing: antialiased;
  }
  :host([hidden]) {
    display: none;
  }
  * {
    box-sizing: border-box;
  }
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
    gap: 12px;
    padding-block: 8px;
    padding-inline: 8px 20px;
    border: 0;
    border-radius: 999px;
    background: var(--_accent);
    color: var(--_on-accent);
    box-shadow: var(--_shadow);
    text-align: start;
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
    font-size: 12.5px;
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
    width: 376px;
    max-width: 100%;
    height: 596px;
    display: flex;
    flex-direction: column;
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: var(--_shadow);
    overflow: hidden;
    border: 1px solid color-mix(in srgb, var(--_line) 70%, transparent);
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
    gap: 12px;
    padding: 16px 12px 14px 18px;
    border-block-end: 1px solid var(--_line);
  }
  header > div:first-of-type {
    flex: 1;
    min-width: 0;
  }
  h2 {
    margin: 0;
    font: 600 16.5px/1.2 var(--_display);
    letter-spacing: 0.005em;
  }
  header p {
    margin: 2px 0 0;
    font-size: 13px;
    line-height: 1.25;
    color: var(--_muted);
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
    padding: 4px 0 2px;
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
  @media (prefers-reduced-motion: reduce) {
    .panel,
    .launcher,
    .pulse {
      animation: none;
      transition: none;
    }
    .launcher:hover {
      transform: none;
    }
  }
  @media (forced-colors: active) {
    .panel,
    .launcher,
    .talk,
    .card,
    .note,
    .strip,
    .options {
      border: 1px solid CanvasText;
    }
    canvas {
      fill: Highlight;
      stroke: CanvasText;
      stop-color: Canvas;
      flood-color: CanvasText;
    }
  }
`;

export const styles = [frameStyles, placementStyles, transcriptStyles, controlStyles, optionStyles];
