import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MAX_ANSWER_CHARACTERS } from "@bean-brew/tools";
import { MAX_QUERY_CHARACTERS, openKnowledge, type Knowledge, type KnowledgeOptions } from "./knowledge.js";

const never = new AbortController().signal;
const TEXTS = `# Shop

## Where do you deliver?
Our vans serve the five boroughs. We do not ship abroad.

## What does the barista class cost?
180 dollars a person.

## Do you repair espresso machines?
Yes, we service the Linea PB and most others.
`;

let folder: string;
let dataDir: string;
let problems: string[];
const opened: Knowledge[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "knowledge-"));
  dataDir = await mkdtemp(join(tmpdir(), "knowledge-data-"));
  problems = [];
  await writeFile(join(folder, "shop.md"), TEXTS);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((knowledge) => knowledge.close()));
  await rm(folder, { recursive: true });
  await rm(dataDir, { recursive: true });
});

const open = async (options: Partial<KnowledgeOptions> = {}): Promise<Knowledge> => {
  const onProblem = (sentence: string): unknown => problems.push(sentence);
  const knowledge = await openKnowledge({
    folder,
    dataDir,
    model: undefined,
    // A busy machine shall not turn a search by meaning into one by words.
    embedLimitMs: 60_000,
    onProblem,
    ...options,
  });
  opened.push(knowledge);
  return knowledge;
};
const best = async (knowledge: Knowledge, query: string): Promise<string | undefined> =>
  (await knowledge.find(query, 1, never))[0]?.question;

describe("with the model that comes along", () => {
  it("finds an entry by what callers say for it, by meaning and by words, and tells its question and answer alone", async () => {
    const asked = "my drink came out the wrong colour";
    await writeFile(
      join(folder, "phrases.json"),
      JSON.stringify({ "shop.md#do-you-repair-espresso-machines": [asked] }),
    );
    const knowledge = await open();
    const found = async (): Promise<unknown> => (await knowledge.search(asked, 1, never)).passages[0];
    const repairs = {
      id: "shop.md#do-you-repair-espresso-machines",
      title: "Shop",
      topic: "Shop",
      question: "Do you repair espresso machines?",
      answer: "Yes, we service the Linea PB and most others.",
      source: "shop.md",
      score: expect.any(Number),
    };
    expect(await found()).toEqual(repairs);
    await knowledge.indexed();
    expect(await found()).toEqual(repairs);
    expect(await best(knowledge, "the colour of my drinks is off")).toBe(repairs.question);
    expect(problems).toEqual([]);
  });

  it("answers by words at once, then by meaning, and keeps what it has embedded", async () => {
    const progress: string[] = [];
    const knowledge = await open({ onProgress: (sentence) => progress.push(sentence) });
    expect(await best(knowledge, "where do you deliver")).toBe("Where do you deliver?");
    expect(knowledge.topics()).toEqual(["Shop"]);
    await knowledge.indexed();
    expect(knowledge.check()).toEqual({ status: "ok", detail: "3 entries" });
    expect(progress.at(-1)).toBe("embedding the knowledge: 6 of 6 texts");
    // None of its words stands in the texts.
    expect(await best(knowledge, "could you bring it to my place in Queens")).toBe("Where do you deliver?");
    expect(await best(knowledge, "how much would lessons be")).toBe("What does the barista class cost?");
    expect(await best(knowledge, "my Linea PB drips")).toBe("Do you repair espresso machines?");

    const again = await open({ onProgress: (sentence) => progress.push(sentence) });
    progress.length = 0;
    await again.indexed();
    expect(again.check()).toEqual({ status: "ok", detail: "3 entries" });
    expect(progress).toEqual([]);
    expect(problems).toEqual([]);
  });

  it("finds by a code or a name what meaning does not tell apart, however it is said", async () => {
    const makers = ["Kalita", "Hario", "Chemex", "Clever", "Melitta", "Moccamaster", "Bonavita", "Zojirushi"];
    const part = (maker: string, n: number): string =>
      `## Which filters fit the ${maker}?\nPaper filters with the number SKU ${1040 + n}; a pack costs 9 dollars.\n\n`;
    await writeFile(join(folder, "parts.md"), makers.map(part).join(""));
    const knowledge = await open();
    await knowledge.indexed();
    expect(await best(knowledge, "I need the part SKU 1042")).toBe("Which filters fit the Chemex?");
    expect(await best(knowledge, "how much is SKU ten forty five")).toBe("Which filters fit the Moccamaster?");
    expect(await best(knowledge, "I need one for my zojirushi")).toBe("Which filters fit the Zojirushi?");
    const { passages } = await knowledge.search("how much is SKU ten forty five", 1, never);
    expect(passages[0]?.answer).toContain("SKU 1045");
  });

  it("does not pass off words for meaning where meaning is asked for, and says why", async () => {
    const knowledge = await open({ embedLimitMs: 0 });
    await expect(knowledge.find("deliver", 1, never, "vector")).rejects.toThrow(/no vector: .*(being embedded|loaded)/);
    await knowledge.indexed();
    for (const way of ["vector", "combined"] as const) {
      await expect(knowledge.find("deliver", 1, never, way)).rejects.toThrow("did not give it within 0 ms");
    }
    expect(await best(knowledge, "where do you deliver")).toBe("Where do you deliver?");
  });

  it("reads the folder again while questions are answered, and embeds only what is new", async () => {
    const progress: string[] = [];
    const knowledge = await open({ onProgress: (sentence) => progress.push(sentence) });
    await knowledge.indexed();
    progress.length = 0;
    await writeFile(join(folder, "more.md"), "## Do you sell gift cards?\nYes, from 25 dollars.\n");
    let isDone = false;
    const reload = knowledge.reload().finally(() => (isDone = true));
    while (!isDone) expect(await best(knowledge, "where do you deliver")).toBe("Where do you deliver?");
    expect(await reload).toEqual({ entries: 4, problems: [] });
    expect(await best(knowledge, "a present for my sister")).toBe("Do you sell gift cards?");
    expect(progress.at(-1)).toBe("embedding the knowledge: 2 of 2 texts");
  });

  it(
    "leaves the thread of its owner to audio while 500 texts are embedded and indexed",
    { timeout: 240_000 },
    async () => {
      const about = (n: number): string => `## What is item ${n}?\nItem ${n} is a coffee of the year ${1700 + n}.\n\n`;
      await writeFile(join(folder, "shop.md"), Array.from({ length: 250 }, (_, n) => about(n)).join(""));
      const before = performance.eventLoopUtilization();
      const knowledge = await open();
      expect(await knowledge.indexed()).toMatchObject({ embedded: 500 });
      await knowledge.reload();
      // The share of the time in which frames would have had to wait for something.
      expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.2);
    },
  );

  it("makes a damaged index anew, and says so", async () => {
    const first = await open();
    await first.indexed();
    const [home = ""] = await readdir(join(dataDir, "knowledge"));
    await writeFile(join(dataDir, "knowledge", home, "manifest.json"), "{");
    const knowledge = await open();
    await knowledge.indexed();
    expect(knowledge.check().detail).toBe("3 entries");
    expect(problems).toEqual([expect.stringMatching(/index of the knowledge is made anew: .*JSON/)]);
  });

  it("works with a disk that takes nothing, and says so", async () => {
    const file = join(dataDir, "full");
    await writeFile(file, "");
    const knowledge = await open({ dataDir: file });
    await knowledge.indexed();
    expect(knowledge.check().detail).toBe("3 entries");
    expect(problems).toEqual([expect.stringMatching(/cannot be kept in .*ENOTDIR/)]);
  });
});

describe("without a model", () => {
  it.each([
    ["none", "ok", /^3 entries, searched by words alone: no model is configured/],
    ["/", "degraded", /searched by words alone: The folder of the model \/ lacks config\.json/],
    ["no such model", "degraded", /neither a folder nor the id of a model/],
  ])("%s: searches by words, and says so", async (model, status, detail) => {
    const knowledge = await open({ model });
    await knowledge.indexed();
    expect(knowledge.check()).toEqual({ status, detail: expect.stringMatching(detail) });
    expect(await best(knowledge, "where do you deliver")).toBe("Where do you deliver?");
    expect(await knowledge.search("what is the capital of France", 4, never)).toMatchObject({ passages: [] });
  });

  it("knows nothing of an empty folder, until there is something in it", async () => {
    await rm(join(folder, "shop.md"));
    const knowledge = await open({ model: "none" });
    expect(knowledge.check()).toEqual({ status: "degraded", detail: expect.stringContaining("has no entries") });
    await expect(knowledge.search("hours", 4, never)).rejects.toThrow("has no entries");
    await writeFile(join(folder, "shop.md"), TEXTS);
    await knowledge.reload();
    expect((await knowledge.search("where do you deliver", 4, never)).passages).toHaveLength(1);
  });

  it("gives of a long answer the sentences that were asked for", async () => {
    const filler = Array.from({ length: 40 }, (_, n) => `This is rule ${n} of the house.`).join(" ");
    await writeFile(
      join(folder, "rules.md"),
      `# Rules\n\n## Renting\n\n${filler} A late key costs 4.50 dollars. ${filler}\n`,
    );
    const knowledge = await open({ model: "none" });
    const { passages } = await knowledge.search("renting: what does a late key cost", 4, never);
    expect(passages[0]?.answer.length).toBeLessThanOrEqual(MAX_ANSWER_CHARACTERS);
    expect(passages[0]?.answer).toMatch(/^This is rule .* A late key costs 4\.50 dollars\./);
  });

  it("finds the sentences in a text of megabytes without reading all of it at each question", async () => {
    const filler = Array.from({ length: 200 }, (_, n) => `This is rule ${n} of the house.`).join(" ");
    await writeFile(
      join(folder, "rules.md"),
      `## Renting\n\n${filler} A late key costs 4.50 dollars. ${filler.repeat(400)}\n`,
    );
    const knowledge = await open({ model: "none" });
    for (let n = 0; n < 20; n += 1) {
      const { passages } = await knowledge.search(`renting: what does a late key cost, number ${n}`, 4, never);
      expect(passages[0]?.answer).toContain("A late key costs 4.50 dollars.");
    }
  });

  it("sees that the folder has changed", async () => {
    const knowledge = await open({ model: "none", isWatched: true });
    await writeFile(join(folder, "more.md"), "## Do you sell gift cards?\nYes, from 25 dollars.\n");
    await expect.poll(() => best(knowledge, "gift cards"), { timeout: 20_000 }).toBe("Do you sell gift cards?");
  });

  it("refuses a folder that is not there", async () => {
    await expect(open({ folder: join(folder, "none"), model: "none" })).rejects.toThrow(
      /cannot be read .*KNOWLEDGE_DIR/,
    );
  });

  it("says what is wrong with the files about the texts, and does without them", async () => {
    await writeFile(join(folder, "synonyms.json"), "{");
    await writeFile(join(folder, "calibration.json"), '{"threshold":7}');
    const knowledge = await open({ model: "none" });
    expect(problems).toEqual([
      expect.stringMatching(/calibration\.json in the knowledge folder is not used: /),
      expect.stringMatching(/synonyms\.json in the knowledge folder is not used: it is not JSON/),
    ]);
    expect(await best(knowledge, "where do you deliver")).toBe("Where do you deliver?");
  });

  it("does not search for a call that was cancelled, nor past the longest query", async () => {
    const knowledge = await open({ model: "none" });
    await expect(knowledge.search("deliver", 4, AbortSignal.abort())).rejects.toThrow();
    expect(await knowledge.find(`${"the ".repeat(MAX_QUERY_CHARACTERS / 4)}deliver`, 4, never)).toEqual([]);
  });

  it("takes every word as one, whatever it means to a program", async () => {
    const knowledge = await open({ model: "none" });
    for (const query of ["constructor __proto__ toString", "", "the of and", "💥", "\0"]) {
      expect(await knowledge.find(query, 4, never)).toEqual([]);
    }
  });
});
