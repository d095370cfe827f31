import { css } from "lit";

export const controlStyles = css`
  form {
    flex: none;
    margin: 0;
    padding: 10px 14px max(14px, env(safe-area-inset-bottom));
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .field {
    flex: 1;
    min-width: 0;
    height: 48px;
    border: 1px solid var(--_edge);
    border-radius: 999px;
    background: var(--_surface);
    padding: 0 18px;
    font-size: 16px;
  }
  .field::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .talk {
    flex: none;
    height: 48px;
    border: 0;
    border-radius: 999px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
    display: flex;
    gap: 9px;
    align-items: center;
    justify-content: center;
    padding: 0 18px;
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
    height: 38px;
    font-size: 14px;
    padding: 0 14px;
  }
  .fine {
    margin: 0;
    font-size: 12px;
    line-height: 1.35;
    color: var(--_muted);
    text-align: center;
  }
`;
