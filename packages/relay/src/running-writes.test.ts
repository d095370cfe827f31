import { defineTool, type ToolContext } from "@bean-brew/tools";
import { expect, it } from "vitest";
import { z } from "zod";
import { runningWrites } from "./running-writes.js";

const context: ToolContext = {
  caller: { sessionId: "s", scope: "public", misses: 0, userTurn: 1 },
  signal: new AbortController().signal,
  writeKey: "write:s:1",
};
const describedAs = { name: "order_beans", description: "Orders.", label: "Ordering", schema: z.object({}) };
const FOREVER_MS = 2_147_483_647;

it("waits for writes that run, however they end, and for nothing else", async () => {
  const writes = runningWrites();
  const ends: (() => void)[] = [];
  const order: string[] = [];
  const write = writes.known(
    defineTool({
      ...describedAs,
      kind: "write",
      run: () =>
        new Promise((resolve, reject) =>
          ends.push(
            () => resolve({ result: 1 }),
            () => reject(new Error("no")),
          ),
        ),
    }),
  );
  const read = writes.known(defineTool({ ...describedAs, kind: "read", run: () => new Promise(() => undefined) }));
  await writes.settled(FOREVER_MS);
  void read.run({}, context);
  await writes.settled(FOREVER_MS);

  const done = write.run({}, context);
  const failed = write.run({}, context);
  expect(writes.size).toBe(2);
  const settled = writes.settled(FOREVER_MS).then(() => order.push("settled"));
  ends[3]!();
  await expect(failed).rejects.toThrow("no");
  order.push("one has ended");
  ends[0]!();
  expect(await done).toEqual({ result: 1 });
  await settled;
  expect(order).toEqual(["one has ended", "settled"]);
});

it("waits for none longer than it may", async () => {
  const writes = runningWrites();
  void writes
    .known(defineTool({ ...describedAs, kind: "write", run: () => new Promise(() => undefined) }))
    .run({}, context);
  await writes.settled(1);
});
