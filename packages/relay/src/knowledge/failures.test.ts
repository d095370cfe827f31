import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serving, startHub, type Hub } from "../../../emulator/src/speech/hub.testing.js";
import { WEIGHTS } from "./embedding/model-files.js";
import { tinyModel, writeModel } from "./embedding/tiny-model.testing.js";
import { EMBED_LIMIT_MS, openKnowledge, type Knowledge, type KnowledgeOptions } from "./knowledge.js";
import { MAX_WAITING, openShelf } from "./shelf.js";

const never = new AbortController().signal;
const WORDS = "where do you deliver bring what does class cost lesson price of the a".split(" ");
const TEXTS = "## Where do you deliver?\nIn the five boroughs.\n\n## What does the class cost?\n180 dollars.\n";
const FIRST_PIECE = Buffer.from('{"pooling_mode_cls_token":true}');
/** Generous: a thread and a process share busy cores. */
const PATIENCE = { timeout: 60_000 };

let root: string;
let options: KnowledgeOptions & { folder: string; model: string; dataDir: string };
let problems: string[];
/** The threads that this process has started. */
const threads: Worker[] = [];
const seeThread = (worker: Worker): void => void threads.push(worker);
const opened: Knowledge[] = [];
let hub: Hub | undefined;

beforeEach(async () => {
  process.on("worker", seeThread);
  root = await mkdtemp(join(tmpdir(), "knowledge-"));
  problems = [];
  options = {
    folder: join(root, "texts"),
    dataDir: join(root, "data"),
    model: join(root, "model"),
    embedLimitMs: PATIENCE.timeout,
    onProblem: (sentence) => void problems.push(sentence),
  };
  await mkdir(options.folder);
  await writeFile(join(options.folder, "shop.md"), TEXTS);
  await writeModel(options.model, tinyModel({ words: WORDS }));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((knowledge) => knowledge.close()));
  hub?.close();
  process.off("worker", seeThread);
  threads.length = 0;
  await rm(root, { recursive: true });
});

const open = async (changed: Partial<KnowledgeOptions> = {}): Promise<Knowledge> => {
  const knowledge = await openKnowledge({ ...options, ...changed });
  opened.push(knowledge);
  return knowledge;
};
/** The best entry's question, and whether it was found by meaning. */
const best = async (knowledge: Knowledge, query: string) => {
  const [found] = await knowledge.find(query, 1, never);
  return found && { question: found.question, isByMeaning: found.evidence.cosine !== 0 };
};
const DELIVERY = "Where do you deliver?";
const byWords = { question: DELIVERY, isByMeaning: false };
const byMeaning = { question: DELIVERY, isByMeaning: true };

describe("a model", PATIENCE, () => {
  it("of another size than the one before is used, and what it did not embed is embedded anew", async () => {
    await (await open()).indexed();
    await writeModel(options.model, tinyModel({ words: [...WORDS, "boroughs"] }));
    const knowledge = await open();
    expect(await knowledge.indexed()).toMatchObject({ embedded: 4 });
    expect(problems).toEqual([expect.stringMatching(/made anew: it was made with another model/)]);
    expect(await best(knowledge, "do you deliver")).toEqual(byMeaning);
  });

  it.each([
    ["is of another size than it says", tinyModel({ words: WORDS, saidDimensions: 384 }), /have 18 numbers.* says 384/],
    ["gives no numbers", tinyModel({ words: WORDS, isSidewards: true }), /its vectors are not numbers/],
    [
      "gives vectors of one size and then of another",
      { ...tinyModel({ words: WORDS, isSidewards: true }), "1_Pooling/config.json": FIRST_PIECE },
      /gave \d+ numbers where \d+ were due/,
    ],
    ["is cut off", { ...tinyModel({ words: WORDS }), [WEIGHTS]: Buffer.alloc(100) }, /does not load/],
    [
      "is nothing that a model is",
      { ...tinyModel({ words: WORDS }), "tokenizer.json": Buffer.from("{") },
      /does not load/,
    ],
  ])("that %s is refused, and the search is by words", async (_what, files, why) => {
    await writeModel(options.model, files);
    const knowledge = await open();
    expect(await knowledge.indexed()).toBeUndefined();
    expect(problems[0]).toMatch(why);
    expect(problems[0]).toMatch(/^The knowledge is searched by words alone: /);
    expect(knowledge.check()).toEqual({ status: "degraded", detail: expect.stringMatching(why) });
    expect(await best(knowledge, "where do you deliver")).toEqual(byWords);
  });

  it("that the hub has is fetched, and used; one that it does not have leaves the search to words", async () => {
    hub = await startHub(serving("test/tiny", tinyModel({ words: WORDS })));
    const progress: string[] = [];
    const fetching = { hub: hub.url };
    const knowledge = await open({ model: "test/tiny", fetching, onProgress: (line) => progress.push(line) });
    await knowledge.indexed();
    expect(knowledge.check()).toEqual({ status: "ok", detail: "2 entries" });
    expect(progress[0]).toMatch(/^fetching test\/tiny: config\.json, 0 MB/);
    expect(await best(knowledge, "do you deliver")).toEqual(byMeaning);

    const without = await open({ model: "test/none", fetching });
    await without.indexed();
    expect(without.check()).toEqual({ status: "degraded", detail: expect.stringContaining("it answered 404") });
    expect(await best(without, "where do you deliver")).toEqual(byWords);
  });

  it("whose process stops in the middle of a question leaves it to words, and is started again", async () => {
    const health: unknown[] = [];
    const knowledge = await open({
      embedLimitMs: EMBED_LIMIT_MS,
      onProblem: (sentence) => health.push(sentence, opened[0]!.check()),
    });
    await knowledge.indexed();
    const [pid] = (await readFile(`/proc/self/task/${process.pid}/children`, "utf8")).trim().split(" ").map(Number);
    process.kill(pid!, "SIGSTOP");
    await expect.poll(() => readFile(`/proc/${pid}/stat`, "utf8"), PATIENCE).toMatch(/\) T /);
    expect(await best(knowledge, "do you deliver")).toEqual(byWords);
    process.kill(pid!, "SIGKILL");
    const why = expect.stringContaining("searched by words alone: the model's process has ended (SIGKILL)") as unknown;
    await expect.poll(() => health, PATIENCE).toEqual([why, { status: "degraded", detail: why }]);
    await expect.poll(() => best(knowledge, "do you deliver"), PATIENCE).toEqual(byMeaning);
    expect(knowledge.check()).toEqual({ status: "ok", detail: "2 entries" });
  });
});

describe("the thread", PATIENCE, () => {
  /** What of its own makes a thread end: an error that nobody catches. */
  const crash = (): void => threads.at(-1)!.postMessage(null);

  it.each([
    ["is ended", () => void threads.at(-1)!.terminate(), /has stopped: it has ended\./],
    ["crashes", crash, /has stopped: .*null/],
  ])("that %s is opened again; until then the knowledge is not available, and says so", async (_what, end, why) => {
    const knowledge = await open();
    await knowledge.indexed();
    end();
    const asked = knowledge.find("do you deliver", 1, never);
    await expect(asked).rejects.toMatchObject({ name: "KnowledgeUnavailable", message: expect.stringMatching(why) });
    expect(knowledge.check()).toEqual({ status: "degraded", detail: expect.stringMatching(why) });
    await expect(knowledge.search("do you deliver", 1, never)).rejects.toThrow(why);
    await expect.poll(() => knowledge.check(), PATIENCE).toEqual({ status: "ok", detail: "2 entries" });
    expect(await best(knowledge, "do you deliver")).toEqual(byMeaning);
    expect(threads).toHaveLength(2);
    expect(problems).toEqual([expect.stringMatching(/Until it is opened again, the knowledge is not available\.$/)]);
  });

  it("is opened again as often as it takes", async () => {
    const knowledge = await open({ model: "none" });
    await rm(options.folder, { recursive: true });
    crash();
    const failures = (): number => problems.filter((problem) => problem.includes("cannot be read")).length;
    await expect.poll(failures, PATIENCE).toBeGreaterThanOrEqual(2);
    expect(knowledge.check().status).toBe("degraded");
    await mkdir(options.folder);
    await writeFile(join(options.folder, "shop.md"), TEXTS);
    await expect.poll(() => knowledge.check().status, PATIENCE).toBe("ok");
    expect(await best(knowledge, "where do you deliver")).toEqual(byWords);
  });

  it("that ends while the folder is read again leaves what was there in use", async () => {
    const knowledge = await open();
    await knowledge.indexed();
    process.once("worker", (worker) => worker.once("message", () => void worker.terminate()));
    await expect(knowledge.reload()).rejects.toThrow(/has stopped: it has ended/);
    expect(knowledge.check()).toEqual({ status: "ok", detail: "2 entries" });
    expect(await best(knowledge, "do you deliver")).toEqual(byMeaning);
  });

  it("takes so many questions, and refuses those that come after them at once", async () => {
    const shelf = await openShelf({ folder: options.folder, indexFolders: [] });
    const asked = Array.from({ length: MAX_WAITING }, () => shelf.ask({ do: "mend", query: "deliver" }));
    await expect(shelf.ask({ do: "mend", query: "deliver" })).rejects.toThrow(
      `More than ${MAX_WAITING} questions wait`,
    );
    expect(await Promise.all(asked)).toHaveLength(MAX_WAITING);
    expect(await shelf.ask({ do: "mend", query: "deliver" })).toBe("deliver");
    await shelf.close();
    await expect(shelf.ask({ do: "mend", query: "deliver" })).rejects.toThrow("has stopped");
  });
});

describe("the index on disk", PATIENCE, () => {
  const home = (): string =>
    join(options.dataDir, "knowledge", createHash("sha256").update(resolve(options.folder)).digest("hex").slice(0, 16));

  it("that is cut off is made anew, and said", async () => {
    await (await open()).indexed();
    const file = (await readdir(home())).find((name) => name.startsWith("vectors"))!;
    await truncate(join(home(), file), 10);
    const knowledge = await open();
    expect(await knowledge.indexed()).toMatchObject({ embedded: 4 });
    expect(problems).toEqual([expect.stringMatching(/made anew: vectors-\w+\.bin is damaged/)]);
    expect(await best(knowledge, "do you deliver")).toEqual(byMeaning);
  });

  it("is done without when the disk is full, and said", async () => {
    await mkdir(home(), { recursive: true });
    // Where the vectors would be written, a device that is always full.
    await symlink("/dev/full", join(home(), `vectors.part-${process.pid}`));
    const knowledge = await open();
    await knowledge.indexed();
    expect(knowledge.check()).toEqual({ status: "ok", detail: "2 entries" });
    expect(problems).toEqual([expect.stringMatching(/cannot be kept in .*ENOSPC.*made anew at the next start/)]);
    expect(await best(knowledge, "do you deliver")).toEqual(byMeaning);
    expect(await readdir(home())).toEqual([]);
  });
});
