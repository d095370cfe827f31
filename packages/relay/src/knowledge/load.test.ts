import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadKnowledge, MAX_FILE_BYTES, MAX_QUERY_CHARACTERS } from "./load.js";

const FRONT = "---\ntitle: Delivery\ntopic: Getting it\nupdated: 2026-10-05\naudience: everyone\n---\n";
const signal = new AbortController().signal;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "knowledge-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);

describe("loadKnowledge", () => {
  it("reads every question with its paragraphs, from folders within too", async () => {
    await mkdir(join(folder, "more"));
    await write(
      "more/a.md",
      `${FRONT}\nA word before.\n\n## Do you ship abroad?\n\nYes.\n\nTo Canada.\n\n## How fast?\nTwo days.\n`,
    );
    await write("README.md", "no entries");
    const knowledge = await loadKnowledge(folder);
    expect(knowledge.size).toBe(2);
    expect(knowledge.topics()).toEqual(["Getting it"]);
    expect(await knowledge.search("ship to Canada", 4, signal)).toEqual([
      {
        id: "more/a.md#do-you-ship-abroad",
        title: "Delivery",
        topic: "Getting it",
        question: "Do you ship abroad?",
        answer: "Yes.\n\nTo Canada.",
        source: "more/a.md",
        score: 1,
      },
    ]);
  });

  it("leaves out what is for the staff", async () => {
    await write("a.md", `${FRONT}## Open?\nYes.\n`);
    await write("b.md", `${FRONT.replace("everyone", "staff")}## Where is the safe?\nBehind the roaster.\n`);
    const knowledge = await loadKnowledge(folder);
    expect(await knowledge.search("safe behind roaster", 4, signal)).toEqual([]);
  });

  it.each([
    ["no front matter", "## Q?\nA.\n", /a\.md does not begin with front matter/],
    ["broken YAML", "---\ntitle: [\n---\n## Q?\nA.\n", /a\.md is not valid YAML/],
    ["a field missing", FRONT.replace("topic: Getting it\n", ""), /a\.md is not valid: topic/],
    ["an unknown audience", FRONT.replace("everyone", "some"), /a\.md is not valid: audience/],
    [
      "a question without an answer",
      `${FRONT}## Q?\n\n## R?\nYes.\n`,
      /"Q\?" in the knowledge file a\.md has no answer/,
    ],
    ["a question twice", `${FRONT}## Q?\nA.\n## Q?\nB.\n`, /a\.md asks "Q\?" twice/],
    ["no entries at all", FRONT, /has no entries/],
    ["too large a file", `${FRONT}## Q?\n${"a".repeat(MAX_FILE_BYTES)}`, /larger than/],
  ])("refuses %s, and says where", async (_what, text, sentence) => {
    await write("a.md", text);
    await expect(loadKnowledge(folder)).rejects.toThrow(sentence);
  });

  it("refuses a folder that is not there or is empty", async () => {
    await expect(loadKnowledge(join(folder, "none"))).rejects.toThrow(/cannot be read .*KNOWLEDGE_DIR/);
    await expect(loadKnowledge(folder)).rejects.toThrow(/has no entries/);
  });

  it("does not search for a call that was cancelled, nor past the longest query", async () => {
    await write("a.md", `${FRONT}## Do you ship?\nYes.\n`);
    const knowledge = await loadKnowledge(folder);
    await expect(knowledge.search("ship", 4, AbortSignal.abort())).rejects.toThrow();
    expect(await knowledge.search(`${"the ".repeat(MAX_QUERY_CHARACTERS / 4)}ship`, 4, signal)).toEqual([]);
  });
});

describe("the shop's own texts", () => {
  const load = () => loadKnowledge(fileURLToPath(new URL("../../knowledge/", import.meta.url)));

  it.each([
    ["What are your opening hours?", /hours/i],
    ["are your coffees organic", /organic/i],
    ["how is decaf made", /decaf/i],
    ["when do I have to return unopened bags", /return/i],
    ["is there a warranty on the machines", /warranty/i],
  ])("answer %s", async (query, question) => {
    const [best] = await (await load()).search(query, 4, signal);
    expect(best?.question).toMatch(question);
  });

  it("give nothing on what they do not speak of", async () => {
    const knowledge = await load();
    expect(knowledge.size).toBeGreaterThanOrEqual(40);
    for (const query of ["what is the capital of France", "who won the football game", "", "the of and", "💥"]) {
      expect(await knowledge.search(query, 4, signal)).toEqual([]);
    }
  });
});
