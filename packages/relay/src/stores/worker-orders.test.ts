import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { StoreUnavailable } from "@bean-brew/tools";
import { afterEach, expect, it } from "vitest";
import { MAX_WAITING, ordersTo } from "./worker-orders.js";

const workers: Worker[] = [];
afterEach(() => Promise.all(workers.splice(0).map((worker) => worker.terminate())));

function workerThat(program: string): Worker {
  const worker = new Worker(`const { parentPort } = require("node:worker_threads"); ${program}`, { eval: true });
  workers.push(worker);
  return worker;
}

const look = { do: "get", collection: "customers", id: "A" } as const;

it("rejects everything that waits, and all that comes, when the worker dies", async () => {
  const { ask, exited } = ordersTo(workerThat(`parentPort.once("message", () => process.exit(1));`));
  const asked = [ask(look, Infinity), ask(look, Infinity)];
  for (const result of await Promise.allSettled(asked)) {
    expect(result).toMatchObject({ status: "rejected", reason: expect.any(StoreUnavailable) });
  }
  await exited;
  await expect(ask(look, Infinity)).rejects.toThrow(StoreUnavailable);
});

it("rejects with the reason when the worker throws", async () => {
  const { ask } = ordersTo(workerThat(`parentPort.once("message", () => { throw new Error("disk I/O error"); });`));
  await expect(ask(look, Infinity)).rejects.toThrow("disk I/O error");
});

it("rejects what the worker could not do, and goes on", async () => {
  const { ask } = ordersTo(
    workerThat(`parentPort.on("message", ({ n }) =>
      parentPort.postMessage(n === 1 ? { n, ok: false, error: "disk full" } : { n, ok: true, value: n }));`),
  );
  await expect(ask(look, Infinity)).rejects.toThrow(/disk full/);
  expect(await ask(look, Infinity)).toBe(2);
});

it("refuses more than may wait", async () => {
  const worker = workerThat(`parentPort.on("message", () => undefined);`);
  await once(worker, "online");
  const { ask } = ordersTo(worker);
  const asked = Promise.allSettled(Array.from({ length: MAX_WAITING }, () => ask(look, Infinity)));
  await expect(ask(look, Infinity)).rejects.toThrow(`More than ${MAX_WAITING}`);
  await worker.terminate();
  await asked;
});
