import { eachTenth } from "../telemetry/tenths.js";

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
    const line = `${label} ${barOf(next / 100)} ${String(next).padStart(3)} %`;
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

/** Sentences on a screen, each with the share that is done: on a terminal with a bar, each over the one before; elsewhere a line for each tenth. */
export const progressOn = (screen: Screen) => {
  const line = eachTenth((sentence) => screen.write(`${sentence}\n`));
  return {
    tell(sentence: string, share?: number): void {
      if (!screen.isTTY) line(sentence, share);
      else screen.write(`\r\x1b[K${share === undefined ? "" : `${barOf(share)} `}${sentence}`);
    },
    /** Leaves nothing of it on a terminal. */
    end: (): void => void (screen.isTTY && screen.write("\r\x1b[K")),
  };
};

const barOf = (share: number): string => {
  const filled = Math.round(WIDTH * share);
  return `[${"=".repeat(filled)}${" ".repeat(WIDTH - filled)}]`;
};
