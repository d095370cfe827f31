import { nothing, svg, type SVGTemplateResult } from "lit";

const icon = (paths: SVGTemplateResult, size = 20, part?: string): SVGTemplateResult => svg`<svg
  part=${part ?? nothing} width=${size} height=${size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8"
  stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;

const CAPSULE = svg`<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"/>`;

export const microphone = icon(CAPSULE);
export const microphoneOff = icon(svg`${CAPSULE}<path d="M4 4l16 16"/>`);
export const cross = icon(svg`<path d="M6 6l12 12M18 6L6 18"/>`);
export const dots = icon(svg`<path d="M5.5 12h.01M12 12h.01M18.5 12h.01" stroke-width="3"/>`);
export const star = icon(svg`<path d="M12 4l2.4 5.2 5.6.7-4.1 3.9 1.1 5.7-5-2.8-5 2.8 1.1-5.7L4 9.9l5.6-.7z"/>`, 26);
export const expand = icon(svg`<path d="M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7"/>`);
export const hangUp = icon(
  svg`<path d="M3.5 14.5c4.8-4.6 12.2-4.6 17 0l-1.9 2.6-3.6-1.3v-2.3a10 10 0 0 0-6 0v2.3l-3.6 1.3z"/>`,
  22,
);
export const arrow = icon(svg`<path d="M5 12h14M13 6l6 6-6 6"/>`);
export const calendar = icon(
  svg`<rect x="4" y="5.5" width="16" height="14.5" rx="3"/><path d="M8 3.5v4M16 3.5v4M4 10.5h16M9 15l2 2 4-4"/>`,
  26,
  "card-icon",
);
const CUP = svg`<path d="M5 9h12v5.5a5 5 0 0 1-5 5h-2a5 5 0 0 1-5-5zM17 10.5h1.2a2.3 2.3 0 0 1 0 5.2H16.6M9 3.5c-1 1 1 1.7 0 2.8M13 3.5c-1 1 1 1.7 0 2.8"/>`;
export const cup = icon(CUP);
export const cupLarge = icon(CUP, 24);
