import { css } from "lit";

/**
 * The tokens, and the ground that everything inside stands on. The page's color-scheme chooses; every `--bb-*` can be
 * set by the page.
 *
 * @cssproperty --bb-font - Type of everything but headings.
 * @cssproperty --bb-font-display - Type of headings.
 * @cssproperty --bb-font-size - Size of the type; headings and small print go with it, and fields stay at 16 px or over.
 * @cssproperty --bb-space - A quarter of the space between things: the grid.
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
export const tokenStyles = css`
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
    --_size: var(--bb-font-size, 15px);
    --_space: var(--bb-space, 4px);
    --_radius: var(--bb-radius, 20px);
    --_radius-s: var(--bb-radius-s, 12px);
    --_shade: light-dark(rgb(60 35 15 / 0.28), rgb(0 0 0 / 0.7));
    --_shadow: var(--bb-shadow, 0 1px 2px rgb(0 0 0 / 0.1), 0 18px 50px -12px var(--_shade));
    --_ease: cubic-bezier(0.2, 0.8, 0.2, 1);
  }
  :host([hidden]) {
    display: none !important;
  }
  * {
    box-sizing: border-box;
  }
  /*
   * What a page says of every element (with an asterisk) is stronger than what is said of the host here, and would be
   * inherited. So what is at the top inside begins anew. Whether it shows at all stays the page's.
   */
  :host > * {
    all: initial;
    box-sizing: border-box;
    color-scheme: inherit;
    visibility: inherit;
    pointer-events: inherit;
    font: 400 var(--_size) / 1.45 var(--_font);
    color: var(--_ink);
    -webkit-font-smoothing: antialiased;
  }
`;
