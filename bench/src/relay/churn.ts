import { UP_BYTES } from "./frames.js";
import type { Line } from "./lines.js";
import type { RelayProcess } from "./ways.js";

/** Conversations that live at once while they come and go. */
const AT_ONCE = 10;
/** Frames that each sends, and waits for the answers to. */
const FRAMES = 3;

/** What the process held after so many conversations had come and gone. */
export interface Held {
  readonly conversations: number;
  readonly liveBytes: number;
  readonly resources: readonly string[];
}

const converse = async (open: () => Promise<Line>): Promise<void> => {
  const line = await open();
  await new Promise<void>((resolve) => {
    let heard = 0;
    line.onFrame(() => {
      heard += 1;
      if (heard === FRAMES) resolve();
    });
    for (let sent = 0; sent < FRAMES; sent += 1) line.send(Buffer.alloc(UP_BYTES));
  });
  await line.close();
};

/**
 * Opens and closes so many conversations, some at once, and looks at the relay every `every` of them, once it has
 * stored what was said in them.
 */
export const churn = async (
  relay: RelayProcess,
  { conversations, every }: { readonly conversations: number; readonly every: number },
): Promise<readonly Held[]> => {
  const held: Held[] = [];
  for (let done = 0; done < conversations;) {
    const until = Math.min(conversations, done + every);
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (done < until) {
          done += 1;
          await converse(relay.open);
        }
      }),
    );
    await relay.stored();
    const { liveBytes, resources } = await relay.process.vitals("memory");
    held.push({ conversations: done, liveBytes, resources });
  }
  return held;
};

/** How much more was held for each conversation, in bytes: the slope of the line that fits best. */
export const growth = (held: readonly Held[]): number => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(held.map(({ conversations }) => conversations));
  const y = mean(held.map(({ liveBytes }) => liveBytes));
  const product = held.map(({ conversations, liveBytes }) => (conversations - x) * (liveBytes - y));
  const square = held.map(({ conversations }) => (conversations - x) ** 2);
  return mean(product) / mean(square);
};
