import { Worker } from "node:worker_threads";
import { StoreUnavailable } from "@bean-brew/tools";
import { afterEach, expect, it, vi } from "vitest";
import { keepWorker } from "./kept-worker.js";

const workers: Worker[] = [];
afterEach(() => Promise.all(workers.splice(0).map((worker) => worker.terminate())));

const workerThat = (program: string): Worker => {
  const worker = new Worker(`const { parentPort } = require("node:worker_threads"); ${program}`, { eval: true });
  workers.push(worker);
  return worker;
};
const answering = (): Worker =>
  workerThat(`parentPort.on("message", ({ n, order }) => {
    parentPort.postMessage({ n, ok: true, value: order.do });
    if (order.do === "close") parentPort.close();
  });`);
const look = { do: "get", collection: "customers", id: "A" } as const;

it("opens a worker again once for all that ask, and a while after that could not be done", async () => {
  const seen: boolean[] = [];
  const open = vi
    .fn<() => Promise<Worker>>()
    .mockRejectedValueOnce(new Error("no disk"))
    .mockImplementation(async () => answering());
  const first = answering();
  const kept = keepWorker(first, { open, seen: (isThere) => seen.push(isThere) });
  expect(await kept.ask(look)).toBe("get");
  await first.terminate();
  await expect.poll(() => seen).toEqual([false]);
  const asked = await Promise.allSettled(Array.from({ length: 50 }, () => kept.ask(look)));
  for (const each of asked) expect(each).toMatchObject({ reason: expect.any(StoreUnavailable) as Error });
  expect(open).toHaveBeenCalledTimes(1);
  await expect.poll(() => kept.ask(look)).toBe("get");
  expect(open).toHaveBeenCalledTimes(2);
  expect(seen).toEqual([false, true]);
  await kept.close();
  await kept.close();
  await expect(kept.ask(look)).rejects.toThrow(/closed/);
  expect(seen).toEqual([false, true]);
});

it("does not wait for a worker that does not answer, nor for one that does not open", async () => {
  const silent = workerThat(`parentPort.on("message", () => undefined);`);
  const open = () => new Promise<Worker>(() => undefined);
  const kept = keepWorker(silent, { open, seen: () => undefined });
  await expect(kept.ask(look)).rejects.toThrow(/did not answer in time/);
  await silent.terminate();
  await expect(kept.ask(look)).rejects.toThrow(/did not answer in time/);
});
