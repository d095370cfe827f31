import type { Worker } from "node:worker_threads";
import { StoreUnavailable } from "@bean-brew/tools";
import { moment, type Order } from "./embedded-messages.js";
import { ordersTo, type WorkerOrders } from "./worker-orders.js";

/** How long one operation may take, in ms: under every tool's time limit, so that the tool says what is wrong. */
const OPERATION_MS = 2_500;
/** How long after it could not be opened again the worker is not tried, in ms. */
const REOPEN_MS = 500;

export interface KeptWorkerOptions {
  /** Opens the worker. Rejects when it cannot be. */
  readonly open: () => Promise<Worker>;
  /** Hears that the worker is gone, and that it is there again. */
  readonly seen: (isThere: boolean) => void;
}

export interface KeptWorker {
  /** Rejects with `StoreUnavailable` when it is not done, or not known to be, within `OPERATION_MS`. */
  ask(order: Order): Promise<unknown>;
  /** As long as it takes: for what is no call's. */
  askPatiently(order: Order): Promise<unknown>;
  /** Ends once everything that was asked is done. */
  close(): Promise<void>;
}

/** Orders to a worker which is opened anew, when it is needed, after it has died. */
export function keepWorker(first: Worker, { open, seen }: KeptWorkerOptions): KeptWorker {
  let current: Promise<WorkerOrders> | undefined = Promise.resolve(take(first));
  let isClosed = false;
  let retryAt = -Infinity;

  function take(worker: Worker): WorkerOrders {
    const orders = ordersTo(worker);
    void orders.exited.then(() => {
      current = undefined;
      if (!isClosed) seen(false);
    });
    return orders;
  }

  async function reopen(): Promise<WorkerOrders> {
    try {
      const orders = take(await open());
      seen(true);
      return orders;
    } catch (cause) {
      current = undefined;
      retryAt = moment() + REOPEN_MS;
      throw new StoreUnavailable("The embedded store could not be opened again.", { cause });
    }
  }

  async function askBy(order: Order, by: number): Promise<unknown> {
    if (isClosed) throw new StoreUnavailable("The embedded store is closed.");
    if (current === undefined && moment() < retryAt) throw new StoreUnavailable("The embedded store is not open.");
    const orders = await (current ??= reopen());
    return orders.ask(order, by);
  }

  return {
    ask: (order) => within(OPERATION_MS, askBy(order, moment() + OPERATION_MS)),
    askPatiently: (order) => askBy(order, Infinity),
    async close() {
      const opened = current;
      isClosed = true;
      // A thread that has died already has nothing left to close.
      const orders = await opened?.catch(() => undefined);
      await orders?.ask({ do: "close" }, Infinity).catch(() => undefined);
      await orders?.exited;
    },
  };
}

async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const isLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailable("The embedded store did not answer in time.")), ms);
  });
  try {
    return await Promise.race([work, isLate]);
  } finally {
    clearTimeout(timer);
  }
}
