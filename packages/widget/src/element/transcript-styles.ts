import { css } from "lit";

export const transcriptStyles = css`
  .log {
    /* What is for screen readers alone stays in here, too. */
    position: relative;
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: calc(var(--_space) * 4.5) calc(var(--_space) * 4.5) calc(var(--_space) * 2);
    scrollbar-width: thin;
    scrollbar-color: var(--_line) transparent;
  }
  .log:focus-visible {
    outline-offset: -3px;
  }
  .items {
    min-height: 100%;
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    gap: calc(var(--_space) * 3.5);
  }
  .log p {
    margin: 0;
  }
  .turn {
    max-width: 88%;
    text-wrap: pretty;
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  .agent {
    align-self: flex-start;
  }
  .user {
    align-self: flex-end;
    background: var(--_surface-2);
    padding: calc(var(--_space) * 2.25) calc(var(--_space) * 3.5);
    border-radius: calc(var(--_radius-s) * 4 / 3);
    border-end-end-radius: calc(var(--_radius-s) / 3);
  }
  .pending {
    color: var(--_muted);
  }
  .cut {
    color: var(--_muted);
  }
  .cut s {
    text-decoration-color: var(--_edge);
    text-decoration-thickness: 1px;
  }
  .turn a {
    color: var(--_accent);
    text-underline-offset: 3px;
  }
  time {
    display: block;
    margin-block-start: 2px;
    font-size: 0.8em;
    color: var(--_muted);
  }
  .log .meta {
    font-size: 0.8333em;
    color: var(--_muted);
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 2);
  }
  .pulse {
    width: 14px;
    height: 14px;
    border-radius: 50%;
    border: 2px solid var(--_line);
    border-top-color: var(--_accent);
    animation: turn 900ms linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  .card {
    border: 1px solid var(--_line);
    border-radius: var(--_radius-s);
    padding: calc(var(--_space) * 3) calc(var(--_space) * 3.5);
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 2px calc(var(--_space) * 3);
    align-items: center;
    overflow-wrap: anywhere;
  }
  .card svg {
    grid-row: span 2;
    color: var(--_accent);
  }
  .card b {
    font-weight: 600;
  }
  .card span {
    color: var(--_muted);
    font-size: 0.9em;
  }
  .link {
    grid-column: 2;
    justify-self: start;
    min-height: 28px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent);
    font-size: 0.9em;
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  h3 {
    font: 500 1.8em/1.18 var(--_display);
    margin: 0 0 calc(var(--_space) * 2);
    letter-spacing: -0.01em;
    text-wrap: balance;
  }
  .hello p {
    color: var(--_muted);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
  }
  .chip {
    border: 1px solid var(--_edge);
    background: none;
    border-radius: 999px;
    min-height: 36px;
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 3.5);
    font-size: 0.9333em;
  }
  .chip:hover {
    background: var(--_surface-2);
  }
  .note {
    border-radius: var(--_radius-s);
    padding: calc(var(--_space) * 3.5) calc(var(--_space) * 4);
    background: color-mix(in srgb, var(--_danger) 9%, var(--_surface));
    display: grid;
    gap: var(--_space);
  }
  .plain {
    background: var(--_surface-2);
  }
  .note .ghost {
    background: var(--_surface);
  }
  .note b {
    font-weight: 600;
  }
  .note p {
    color: var(--_muted);
    font-size: 0.9333em;
  }
  .note div {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
    margin-block-start: calc(var(--_space) * 2);
  }
`;
