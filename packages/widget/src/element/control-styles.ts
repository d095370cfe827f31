import { css } from "lit";

export const controlStyles = css`
  form {
    flex: none;
    margin: 0;
    padding: calc(var(--_space) * 2.5) calc(var(--_space) * 3.5)
      max(calc(var(--_space) * 3.5), env(safe-area-inset-bottom));
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 2.5);
  }
  .bar {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 2);
  }
  .field {
    flex: 1;
    min-width: 0;
    height: 48px;
    border: 1px solid var(--_edge);
    border-radius: 999px;
    background: var(--_surface);
    padding: 0 calc(var(--_space) * 4.5);
    font-size: max(16px, 1em);
  }
  .field::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .talk {
    flex: none;
    min-height: 48px;
    border: 0;
    border-radius: 999px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
    display: flex;
    gap: calc(var(--_space) * 2.25);
    align-items: center;
    justify-content: center;
    padding: var(--_space) calc(var(--_space) * 4.5);
  }
  .talk:hover {
    filter: brightness(1.06);
  }
  .wide {
    width: 100%;
  }
  .round {
    width: 48px;
    padding: 0;
  }
  /* The arrow points onward, which is to the left where one reads from the right. */
  [dir="rtl"] .onward svg {
    transform: scaleX(-1);
  }
  .ghost {
    background: var(--_surface-2);
    color: var(--_ink);
  }
  .end {
    background: color-mix(in srgb, var(--_danger) 14%, var(--_surface));
    color: var(--_danger);
  }
  .small {
    min-height: 38px;
    font-size: 0.9333em;
    padding: var(--_space) calc(var(--_space) * 3.5);
  }
  .fine {
    margin: 0;
    font-size: 0.8em;
    line-height: 1.35;
    color: var(--_muted);
    text-align: center;
  }
`;
