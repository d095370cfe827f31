import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { openEmbedder, type Embedder, type Space } from "./embedder.js";
import { findModel, type Model } from "./model.js";
import { tinyModel, writeModel } from "./tiny-model.testing.js";

/** Longer than a busy machine needs for an answer, in ms. */
const STUCK_MS = 5_000;

const never = new AbortController().signal;
const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, n) => sum + value * b[n]!, 0);

describe("the model that comes along", async () => {
  const problems: string[] = [];
  const model = await findModel(undefined, "", { onProgress: () => undefined });
  let isReady = (_space: Space): void => undefined;
  const ready = new Promise<Space>((resolve) => (isReady = resolve));
  const onProblem = (why: string): unknown => problems.push(why);
  const embedder = openEmbedder({ model, stuckMs: STUCK_MS, onReady: isReady, onProblem });
  afterAll(() => embedder.close());

  it("gives vectors of length 1 that lie near for what means the same", async () => {
    expect(embedder.problem()).toMatch(/being loaded/);
    expect(await ready).toMatchObject({ dimensions: 384 });
    expect(embedder.problem()).toBeUndefined();
    const query = await embedder.embedQuery("could you bring coffee to my café", never);
    const vectors = await embedder.embedTexts(["Where do you deliver?", "What does the class cost?"], never);
    expect(vectors).toHaveLength(2 * 384);
    expect(dot(query, query)).toBeCloseTo(1, 4);
    expect(dot(query, vectors.subarray(0, 384))).toBeGreaterThan(dot(query, vectors.subarray(384)) + 0.1);
  });

  it("answers a question before the texts that came earlier", async () => {
    await ready;
    const order: string[] = [];
    const texts = Array.from({ length: 20 }, () =>
      embedder.embedTexts(["Some text."], new AbortController().signal).then(() => order.push("text")),
    );
    await embedder.embedQuery("a question", never).then(() => order.push("query"));
    await Promise.all(texts);
    expect(order.indexOf("query")).toBeLessThanOrEqual(1);
  });

  it("does not make a question wait that was cancelled", async () => {
    await ready;
    const cancelled = new AbortController();
    const vector = embedder.embedQuery("a question", cancelled.signal);
    cancelled.abort(new Error("too late"));
    await expect(vector).rejects.toThrow("too late");
  });

  it.each([
    ["dies", "SIGKILL", /has ended \(SIGKILL\)/],
    ["hangs", "SIGSTOP", new RegExp(`did not answer for ${STUCK_MS} ms`)],
  ] as const)("starts again when the process %s in the middle of a question", async (_what, signal, why) => {
    const before = embedder.pid!;
    // Nothing of the tests before is still being answered.
    await embedder.embedQuery("a question", never);
    // Stopped before it is asked, so that it cannot have answered when it is killed.
    process.kill(before, "SIGSTOP");
    await expect.poll(() => readFileSync(`/proc/${before}/stat`, "utf8")).toMatch(/\) T /);
    const vector = embedder.embedQuery("a question", never);
    process.kill(before, signal);
    await expect(vector).rejects.toThrow(why);
    expect(problems.at(-1)).toMatch(why);
    await expect.poll(() => embedder.problem()).toBeUndefined();
    expect(embedder.pid).not.toBe(before);
    expect(await embedder.embedQuery("a question", never)).toHaveLength(384);
  });
});

it("a process without what computes says so", async () => {
  const folder = await mkdtemp(join(tmpdir(), "embedder-"));
  const dist = fileURLToPath(new URL("../../../dist/knowledge/embedding", import.meta.url));
  for (const name of ["child.js", "model-files.js"]) await cp(join(dist, name), join(folder, name));
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  const child = fork(join(folder, "child.js"), ["{}"], { stdio: ["ignore", "ignore", "ignore", "ipc"], execArgv: [] });
  const [message] = (await once(child, "message")) as [unknown];
  expect(message).toEqual({ is: "broken", why: expect.stringMatching(/^@xenova\/transformers .* is not installed/) });
  child.kill();
  await rm(folder, { recursive: true });
});

it("a model that wants it gets its prefix before the question, and its other before the text", async () => {
  const folder = join(await mkdtemp(join(tmpdir(), "embedder-")), "tiny");
  await writeModel(folder, tinyModel({ words: ["ask", "tell", "coffee"] }));
  const open = async (prefix: Model["prefix"]): Promise<Embedder> => {
    const model: Model = { folder, pooling: "mean", prefix };
    return new Promise((resolve, reject) => {
      const opened = openEmbedder({
        model,
        onReady: () => resolve(opened),
        onProblem: (why) => reject(new Error(why)),
      });
    });
  };
  const [plain, prefixed] = [await open({ query: "", text: "" }), await open({ query: "ask ", text: "tell " })];
  try {
    expect(await prefixed.embedQuery("coffee", never)).toEqual(await plain.embedQuery("ask coffee", never));
    expect(await prefixed.embedTexts(["coffee"], never)).toEqual(await plain.embedTexts(["tell coffee"], never));
    expect(await plain.embedTexts(["ask coffee"], never)).not.toEqual(await plain.embedTexts(["coffee"], never));
    expect(prefixed.space()?.name).not.toBe(plain.space()?.name);
  } finally {
    await Promise.all([plain.close(), prefixed.close()]);
    await rm(join(folder, ".."), { recursive: true });
  }
});
