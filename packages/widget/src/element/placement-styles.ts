import { css } from "lit";

/**
 * Where the element stands: what floats keeps to an edge of the window, and on a phone its panel is the screen.
 *
 * @cssproperty --bb-z-index - How far above the page what floats is.
 */
export const placementStyles = css`
  :host(:not([variant="inline"], [variant="button"])) {
    position: fixed !important;
    inset-block-end: max(20px, env(safe-area-inset-bottom));
    inset-inline-end: max(20px, env(safe-area-inset-right));
    z-index: var(--bb-z-index, 2147483000);
    width: fit-content;
    max-width: calc(100vw - 40px);
  }
  :host(:not([variant="inline"], [variant="button"])[position^="top"]) {
    inset-block: max(20px, env(safe-area-inset-top)) auto;
    --_y: top;
  }
  :host(:not([variant="inline"], [variant="button"])[position$="left"]) {
    left: max(20px, env(safe-area-inset-left));
    right: auto;
    --_x: left;
  }
  :host(:not([variant="inline"], [variant="button"])[position$="right"]) {
    left: auto;
    right: max(20px, env(safe-area-inset-right));
  }
  :host(
    :is([position$="center"], [variant="bar"]:not([position$="left"], [position$="right"])):not(
      [variant="inline"],
      [variant="button"]
    )
  ) {
    inset-inline: 0;
    margin-inline: auto;
    --_x: center;
  }
  :host(:not([variant="inline"], [variant="button"])) .panel {
    max-width: calc(100vw - 40px);
    max-height: calc(100dvh - 40px);
    transform-origin: var(--_x, right) var(--_y, bottom);
    animation: open 220ms var(--_ease);
  }
  :host([position$="left"]) .grip {
    inset-inline: auto;
    right: 0;
  }
  :host([position$="right"]) .grip {
    inset-inline: auto;
    left: 0;
  }
  :host([position^="top"]) .grip {
    inset-block: auto 0;
  }
  .stack {
    width: 640px;
    max-width: 100%;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 2);
  }
  .stack .note {
    box-shadow: var(--_shadow);
  }
  .stack p {
    margin: 0;
  }
  :host([position^="top"]) .stack .note {
    order: 1;
  }
  .strip {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 3);
    padding-block: calc(var(--_space) * 2);
    padding-inline: calc(var(--_space) * 3) calc(var(--_space) * 2.5);
    border: 1px solid color-mix(in srgb, var(--_line) 70%, transparent);
    border-radius: 999px;
    background: var(--_surface);
    box-shadow: var(--_shadow);
  }
  .strip canvas {
    flex: none;
    width: 44px;
    height: 44px;
  }
  .strip form {
    flex: 1;
    min-width: 0;
    padding: 0;
  }
  .caption {
    flex: 1;
    min-width: 0;
    margin: 0;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  :host([variant="button"]) {
    display: inline-block;
  }
  .alone {
    display: inline-grid;
    justify-items: start;
    gap: calc(var(--_space) * 2.5);
    max-width: 320px;
  }
  .alone p {
    margin: 0;
  }
  @media (max-width: 480px) {
    :host(:not([variant="inline"], [variant="button"])[data-open]) {
      inset: 0;
      width: auto;
      max-width: none;
    }
    :host(:not([variant="inline"], [variant="button"])) .panel {
      width: 100%;
      max-width: 100%;
      height: var(--_visible, 100dvh);
      max-height: 100dvh;
      margin-block-start: var(--_top, 0);
      border: 0;
      border-radius: 0;
    }
    .strip {
      gap: calc(var(--_space) * 2);
    }
    .grip,
    .strip :is(canvas, .avatar) {
      display: none;
    }
  }
`;
