import { css } from "lit";

/** What a visitor's system, or a window without much height, asks for. It comes last, so that it is over all else. */
export const preferenceStyles = css`
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
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
    .user,
    .strip,
    .options {
      border: 1px solid CanvasText;
    }
    .star.lit svg {
      fill: Highlight;
    }
    canvas {
      forced-color-adjust: none;
      fill: Highlight;
      stroke: CanvasText;
      stop-color: Canvas;
      flood-color: CanvasText;
    }
  }
  /* A phone on its side, or a window at 400 %: all of the panel scrolls, and what only moves gives way. */
  @media (max-height: 420px) {
    .panel {
      overflow-y: auto;
    }
    .log {
      flex: 1 0 96px;
    }
    .voice {
      display: none;
    }
  }
`;
