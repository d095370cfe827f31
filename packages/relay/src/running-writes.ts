import type { Tool } from "@bean-brew/tools";

/** How long writes may take to their end once the relay stops, in ms: as long as a write may take. */
export const LAST_WRITES_MS = 8_000;

/** The writes that run, whoever still waits for what comes of them. */
export interface RunningWrites {
  readonly size: number;
  /** The tool; if it writes, its runs are known here. */
  known(tool: Tool): Tool;
  /** Resolves once no write runs, or after `mostMs`. */
  settled(mostMs: number): Promise<void>;
}

/** Knows of each write from its start to its end: nothing that it needs may be closed before. */
export const runningWrites = (): RunningWrites => {
  const running = new Set<Promise<unknown>>();
  return {
    get size() {
      return running.size;
    },
    known: (tool) => {
      if (tool.kind !== "write") return tool;
      return {
        ...tool,
        run: (args, context) => {
          const reply = (async () => tool.run(args, context))();
          const over: Promise<unknown> = reply.catch(() => undefined).finally(() => running.delete(over));
          running.add(over);
          return reply;
        },
      };
    },
    settled: (mostMs) =>
      new Promise((resolve) => {
        const late = setTimeout(resolve, mostMs);
        void Promise.all(running).then(() => {
          clearTimeout(late);
          resolve();
        });
      }),
  };
};
