import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KnowledgeUnavailable, MAX_ANSWER_CHARACTERS, type KnowledgeBase } from "@bean-brew/tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atlasKnowledge, atlasTexts, type AtlasText } from "./atlas.js";
import { fakeCollection } from "./atlas.testing.js";
import { openSentenceModel, type SentenceModel } from "./embedding/sentence-model.js";
import { readFolder } from "./folder.js";
import { openKnowledge } from "./knowledge.js";

const never = new AbortController().signal;
const RULE = "This is a rule of the house. ".repeat(30);
const TEXTS: Readonly<Record<string, string>> = {
  "shop.md":
    "---\ntopic: Shop\n---\n\n## Where do you deliver?\nIn the five boroughs.\n\n## What does the barista class cost?\n180 dollars a person.\n\n## Do you repair espresso machines?\nYes, all brands.\n",
  "visits.md": `---\ntopic: Visits\n---\n\n## When are you open?\nNine to five.\n\n## What are the rules of the house?\n${RULE}Dogs stay outside. ${RULE}\n`,
};

let root: string;
let model: SentenceModel;
const adapters: Record<string, KnowledgeBase> = {};
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "contract-"));
  const [folder, empty] = [await mkdtemp(join(root, "texts-")), await mkdtemp(join(root, "empty-"))];
  for (const [name, text] of Object.entries(TEXTS)) await writeFile(join(folder, name), text);
  model = await openSentenceModel();
  closing.push(model.close);
  const opened = await openKnowledge({
    folder,
    dataDir: root,
    model: undefined,
    embedLimitMs: 60_000,
    onProblem: (sentence) => expect(sentence).toBeUndefined(),
  });
  closing.push(opened.close);
  await opened.indexed();
  const nothing = await openKnowledge({ folder: empty, dataDir: root, model: "none", onProblem: () => undefined });
  closing.push(nothing.close);
  const stored: AtlasText[] = [];
  for await (const text of atlasTexts(readFolder(folder).entries, model.embedText)) stored.push(text);
  const collection = fakeCollection(stored);
  const atlas = await atlasKnowledge({ collection, embedQuery: model.embedQuery });
  const embedQuery = (): Promise<never> => Promise.reject(new Error("no vector"));
  Object.assign(adapters, { folder: opened, atlas, "folder without": nothing });
  adapters["atlas without"] = await atlasKnowledge({ collection, embedQuery });
}, 120_000);
afterAll(async () => {
  await Promise.all(closing.map((close) => close()));
  await rm(root, { recursive: true });
});

describe.each(["folder", "atlas"])("knowledge in a %s", (name) => {
  const search = (query: string, limit = 4) => adapters[name]!.search(query, limit, never);

  it.each([
    ["could you bring it to my place in Queens", "shop.md#where-do-you-deliver", "Shop", "shop.md"],
    ["how much is the barista class", "shop.md#what-does-the-barista-class-cost", "Shop", "shop.md"],
    ["until when are you open", "visits.md#when-are-you-open", "Visits", "visits.md"],
  ])("finds what answers, with where it stands: %s", async (query, id, topic, source) => {
    const { passages, closest } = await search(query);
    expect(passages[0]).toMatchObject({ id, topic, source });
    expect(passages[0]!.score).toBeGreaterThanOrEqual(0.5);
    expect(passages[0]!.score).toBeLessThanOrEqual(1);
    expect(passages.map(({ score }) => score)).toEqual(passages.map(({ score }) => score).sort((a, b) => b - a));
    expect(closest).toEqual([]);
  });

  it("gives no more than were asked for, and of a long answer the part that answers", async () => {
    const { passages } = await search("may dogs come into the house, or what are the rules", 1);
    expect(passages).toHaveLength(1);
    expect(passages[0]!.answer.length).toBeLessThanOrEqual(MAX_ANSWER_CHARACTERS);
    expect(passages[0]!.answer).toContain("Dogs stay outside.");
  });

  it("knows that it does not know, and what comes nearest", async () => {
    const { passages, closest } = await search("who painted the Mona Lisa");
    expect(passages).toEqual([]);
    expect(closest.length).toBeGreaterThan(0);
  });

  it("tells what the texts are about", () => expect(adapters[name]!.topics()).toEqual(["Shop", "Visits"]));

  it("says so when it cannot be searched", async () => {
    await expect(adapters[`${name} without`]!.search("hours", 4, never)).rejects.toThrow(KnowledgeUnavailable);
  });
});
