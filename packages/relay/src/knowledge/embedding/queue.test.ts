import { expect, it } from "vitest";
import { MAX_WAITING_QUERIES, MAX_WAITING_TEXTS, openQueue } from "./queue.js";

const never = (): AbortSignal => new AbortController().signal;

it("holds so many questions and texts, and refuses those that come after them at once", async () => {
  const queue = openQueue();
  const refused: unknown[] = [];
  const put = (text: string, place: "first" | "last"): void =>
    void queue.put([text], place, never()).catch((error: unknown) => refused.push(error));
  for (const [place, most] of [
    ["last", MAX_WAITING_TEXTS],
    ["first", MAX_WAITING_QUERIES],
  ] as const) {
    for (let n = 0; n < most; n += 1) put(`${place} ${n}`, place);
    await expect(queue.put(["one more"], place, never())).rejects.toThrow(`More than ${most} wait for the model.`);
  }
  expect(refused).toEqual([]);
  for (let n = 0; n < MAX_WAITING_QUERIES; n += 1) expect(queue.take()?.texts).toEqual([`first ${n}`]);
  expect(queue.take()?.texts).toEqual(["last 0"]);
  const room = queue.put(["fits again"], "last", never());
  queue.rejectAll(new Error("closed"));
  await expect(room).rejects.toThrow("closed");
  expect(refused).toHaveLength(MAX_WAITING_TEXTS - 1);
  expect(queue.take()).toBeUndefined();
});
