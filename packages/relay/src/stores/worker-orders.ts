import type { Worker } from "node:worker_threads";
import { StoreUnavailable } from "@bean-brew/tools";
import type { Answer, Order, Request } from "./embedded-messages.js";

/** How many operations may wait for the disk; past that, callers hear at once that the store is not available. */
export const MAX_WAITING = 10_000;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: StoreUnavailable): void;
}

export interface WorkerOrders {
  /**
   * Rejects with `StoreUnavailable` when the worker cannot do it, has too much to do, or is gone. An order that it
   * comes to after `by`, in ms since 1970, it does not do.
   */
  ask(order: Order, by: number): Promise<unknown>;
  readonly exited: Promise<void>;
}

/** Sends orders to the store's worker, and matches its answers with them. */
export function ordersTo(worker: Worker): WorkerOrders {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let gone: StoreUnavailable | undefined;

  const loseAll = (why: string): void => {
    gone ??= new StoreUnavailable(`The embedded store stopped: ${why}.`);
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  };
  worker.on("message", (answer: Answer) => {
    const waiter = waiting.get(answer.n);
    waiting.delete(answer.n);
    if (answer.ok) waiter?.resolve(answer.value);
    else waiter?.reject(new StoreUnavailable(`The embedded store could not do it: ${answer.error}.`));
  });
  worker.on("error", (error: unknown) => loseAll(error instanceof Error ? error.message : String(error)));
  const exited = new Promise<void>((resolve) => {
    worker.on("exit", () => {
      loseAll("its thread has ended");
      resolve();
    });
  });

  return {
    exited,
    ask(order, by) {
      if (gone !== undefined) return Promise.reject(gone);
      if (waiting.size >= MAX_WAITING) {
        return Promise.reject(new StoreUnavailable(`More than ${MAX_WAITING} operations wait for the embedded store.`));
      }
      last += 1;
      const n = last;
      return new Promise((resolve, reject) => {
        worker.postMessage({ n, order, by } satisfies Request);
        waiting.set(n, { resolve, reject });
      });
    },
  };
}
