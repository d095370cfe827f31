/** Where progress is shown: standard error, so that what is printed stays clean. */
interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface Progress {
  /** So much more is done. */
  add(amount: number): void;
  /** Leaves the line as it is. */
  end(): void;
}

const WIDTH = 30;

/** A bar that fills on a terminal; elsewhere a line for each tenth. */
export const progressBar = (screen: Screen, label: string, total: number): Progress => {
  let done = 0;
  let shown = -1;
  const step = screen.isTTY ? 1 : 10;

  const show = (): void => {
    const percent = total === 0 ? 100 : Math.min(100, Math.floor((100 * done) / total));
    const next = percent - (percent % step);
    if (next === shown) return;
    shown = next;
    const filled = Math.round((WIDTH * next) / 100);
    const line = `${label} [${"=".repeat(filled)}${" ".repeat(WIDTH - filled)}] ${String(next).padStart(3)} %`;
    screen.write(screen.isTTY ? `\r${line}` : `${line}\n`);
  };

  show();
  return {
    add(amount) {
      done += amount;
      show();
    },
    end: () => void (screen.isTTY && screen.write("\n")),
  };
};
