import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MAX_FILE_BYTES, readFolder } from "./folder.js";
import { MAX_PROBLEMS } from "./formats/problems.js";

const FRONT = "---\ntitle: Delivery\ntopic: Getting it\nupdated: 2026-10-05\naudience: everyone\n---\n";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "knowledge-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = async (name: string, text: string | Uint8Array): Promise<void> => {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), text);
};
/** Questions with answers, of one file. */
const read = async (name: string, text: string) => {
  await write(name, text);
  const { entries, problems } = readFolder(folder);
  return { problems, told: entries.map(({ question, answer }) => [question, answer]), entries };
};

describe("Markdown", () => {
  it("gives every question with its paragraphs, from folders within too", async () => {
    await write("README.md", "# Notes\n\nnothing to tell\n");
    await write("synonyms.json", "[]");
    const { entries } = await read(
      "more/a.md",
      `${FRONT}\n## Do you ship abroad?\n\nYes.\n\nTo Canada.\n\n## How fast?\nTwo days.\n`,
    );
    expect(entries).toEqual([
      {
        id: "more/a.md#do-you-ship-abroad",
        title: "Delivery",
        topic: "Getting it",
        question: "Do you ship abroad?",
        answer: "Yes.\n\nTo Canada.",
        source: "more/a.md",
      },
      expect.objectContaining({ question: "How fast?", answer: "Two days." }),
    ]);
  });

  it("gives prose by the path of its headings, without front matter, marks and links", async () => {
    const text =
      "# Brakes\n\nWe know **brakes**.\n\n## Discs\n\n### Bleeding\n\nOnce a [year](http://x.example).\n\n```\n# no heading\n```\n\n## Rims\n\nSeldom.\n";
    const { told, entries } = await read("b.md", text);
    expect(told).toEqual([
      ["Brakes", "We know brakes."],
      ["Discs: Bleeding", "Once a year.\n\n```\n# no heading\n```"],
      ["Rims", "Seldom."],
    ]);
    expect(entries.map(({ topic }) => topic)).toEqual(["Brakes", "Discs", "Brakes"]);
  });

  it("gives headings that are underlined, and no comments, but those of code", async () => {
    const text =
      "Shop\n====\n\nWe are here. <!-- until May -->\n<!-- the boss:\n## do not tell\n-->\nCome in.\n\nHours\n-----\nNine to five.\n\n---\n\nSix on Fridays.\n\n```\n<!-- kept -->\n---\n```\n\n## Open <!-- ? --> end\n\nYes. <!-- never ends\nNo.\n";
    expect((await read("s.md", text)).told).toEqual([
      ["Shop", "We are here. \nCome in."],
      ["Hours", "Nine to five.\n\nSix on Fridays.\n\n```\n<!-- kept -->\n---\n```"],
      ["Open  end", "Yes."],
    ]);
  });

  it("leaves out what is for the staff, and what does not say clearly whom it is for", async () => {
    const safe = "## Where is the safe?\nBehind the roaster.\n";
    await write("a.md", FRONT.replace("everyone", "staff") + safe);
    await write("b.md", FRONT.replace("everyone", "some") + safe);
    await write("c.md", FRONT.replace("title: ", "title: [") + safe);
    await write("d.md", `---\naudience: staff\n\n${safe}`);
    const { entries, problems } = readFolder(folder);
    expect(entries).toEqual([]);
    expect(problems).toEqual([
      expect.stringMatching(/front matter of the knowledge file b\.md is not valid: audience/),
      expect.stringMatching(/front matter of the knowledge file c\.md is not valid: it is not YAML/),
      expect.stringMatching(/front matter of the knowledge file d\.md is not valid: it does not end/),
    ]);
  });
});

describe("other formats", () => {
  it("JSON: a list of questions and answers, with the ids that it gives", async () => {
    const { entries, problems } = await read(
      "help.json",
      JSON.stringify([
        { id: 7, question: "A?", answer: "B.", topic: "T" },
        { question: "C?", answer: "D." },
        { question: "E?" },
        3,
      ]),
    );
    expect(entries).toMatchObject([
      { id: "7", question: "A?", answer: "B.", topic: "T", title: "Help" },
      { id: "help.json#c", question: "C?", topic: "Help" },
    ]);
    expect(problems).toEqual([expect.stringMatching(/^Entry 3 .*answer/), expect.stringMatching(/^Entry 4 /)]);
  });

  it.each([
    ["with names", 'id,question,answer\n1,"A, or a?",B.\n'],
    ["without", '"A, or a?",B.\n'],
    ["with semicolons, and a mark at the start", "\uFEFFanswer;question\nB.;A, or a?\n"],
  ])("CSV %s", async (_what, text) => {
    expect(await read("a.csv", text)).toMatchObject({ told: [["A, or a?", "B."]], problems: [] });
  });

  it("HTML: headings, definitions and what unfolds, but no scripts and navigation", async () => {
    const page =
      "<!DOCTYPE html>\n<html><head><title>Stay</title><style>p{}</style></head><body><nav>Home</nav><h1>Stay</h1><p>Ten <b>rooms</b>.</p>" +
      "<h2>Pets</h2><ul><li>Dogs</li><li>Cats &amp; birds</li></ul><details><summary>Is there a pool?</summary><p>No.</p></details>" +
      "<dl><dt>When is breakfast?</dt><dd>At seven.</dd></dl><script>alert(1)</script></body></html>";
    expect(await read("stay.html", page)).toMatchObject({
      told: [
        ["Stay", "Ten rooms."],
        ["Pets", "Dogs\n\nCats & birds"],
        ["Is there a pool?", "No."],
        ["When is breakfast?", "At seven."],
      ],
      problems: [],
    });
  });

  it("plain text: questions, headings, and paragraphs under the file's name", async () => {
    const text =
      "We are a hotel by the sea.\n\nQ: Do you have a pool?\nA: No.\n\nWhen is breakfast?\nAt seven.\n\nCancelling\n----------\nUp to a day before.\n\nParking\n\nIn the yard.\n";
    expect(await read("hotel-facts.txt", text)).toMatchObject({
      told: [
        ["Hotel facts", "We are a hotel by the sea."],
        ["Do you have a pool?", "No."],
        ["When is breakfast?", "At seven."],
        ["Cancelling", "Up to a day before."],
        ["Parking", "In the yard."],
      ],
      problems: [],
    });
  });
});

describe("nothing is lost of what has the id of another", () => {
  it("sections of one name under different headings", async () => {
    const { entries, problems } = await read(
      "b.md",
      "# Bikes\n\n## Discs\n\n### Wear\n\nA year.\n\n## Chains\n\n### Wear\n\nA month.\n\n## Chains\n\n### Wear\n\nA week.\n",
    );
    expect(entries.map(({ id, question, answer }) => [id, question, answer])).toEqual([
      ["b.md#wear", "Discs: Wear", "A year."],
      ["b.md#chains-wear", "Chains: Wear", "A month."],
      ["b.md#chains-wear-2", "Chains: Wear", "A week."],
    ]);
    expect(problems).toEqual([]);
  });

  it("ids that two tables give, and one of them twice", async () => {
    await write("a.csv", "id,question,answer\n1,A?,B.\n2,C?,D.\n");
    const { entries, problems } = await read("b.csv", "id,question,answer\n1,E?,F.\n1,G?,H.\n3,I?,J.\n");
    expect(entries.map(({ id, answer }) => [id, answer])).toEqual([
      ["1", "B."],
      ["2", "D."],
      ["b.csv#1", "F."],
      ["b.csv#1-2", "H."],
      ["3", "J."],
    ]);
    expect(problems).toEqual([
      '"E?" in b.csv has the id of another (1): it is b.csv#1 here.',
      '"G?" in b.csv has the id of another (1): it is b.csv#1-2 here.',
    ]);
  });

  it("a question that stands twice with two answers, and in two files", async () => {
    await write("a.md", "## Q?\nA.\n");
    const { entries, problems } = await read("b.md", "## Q?\nA.\n## Q?\nB.\n");
    expect(entries.map(({ id, answer }) => [id, answer])).toEqual([
      ["a.md#q", "A."],
      ["b.md#q", "A."],
      ["b.md#q-2", "B."],
    ]);
    expect(problems).toEqual([expect.stringContaining("has the id of another (b.md#q)")]);
  });

  it("said in few sentences", async () => {
    await write(
      "a.json",
      JSON.stringify(Array.from({ length: 20 }, (_, id) => ({ id, question: "A?", answer: "B." }))),
    );
    const records = Array.from({ length: 20 }, (_, id) => ({ id, question: "C?", answer: "D." }));
    const { entries, problems } = await read("b.json", JSON.stringify(records));
    expect(entries).toHaveLength(40);
    expect(problems).toHaveLength(MAX_PROBLEMS + 1);
  });
});

describe("what is wrong with a file is said, and the others are read", () => {
  it.each([
    ["broken.json", "[{", /broken\.json is not JSON/],
    ["shape.json", '{"a":1}', /shape\.json is not a list/],
    ["quote.csv", 'question,answer\n"A,B', /quote\.csv is not CSV/],
    ["picture.md", new Uint8Array([137, 80, 78, 71, 0, 13]), /picture\.md is not text/],
    ["latin.txt", new Uint8Array([72, 228, 46]), /latin\.txt is not UTF-8/],
    ["open.md", "## Q?\n\n## R?\nYes.\n", /"Q\?" in the knowledge file open\.md has no answer/],
    ["twice.md", "## Q?\nA.\n## Q?\nB.\n", /has the id of another/],
    ["same.md", "## Q?\nA.\n## Q?\nA.\n", /stands twice/],
  ])("%s", async (name, text, sentence) => {
    await write("good.md", "## Good?\nYes.\n");
    await write(name, text);
    const { entries, problems } = readFolder(folder);
    expect(entries).toContainEqual(expect.objectContaining({ question: "Good?" }));
    expect(problems).toEqual([expect.stringMatching(sentence)]);
  });

  it("a file of 50 MB", async () => {
    await write("big.md", "");
    await truncate(join(folder, "big.md"), 50 * 1024 * 1024);
    expect(readFolder(folder)).toEqual({
      entries: [],
      problems: [expect.stringContaining(`larger than ${MAX_FILE_BYTES}`)],
    });
  });

  it("more files or entries than there may be", async () => {
    for (const name of ["a", "b", "c"]) await write(`${name}.md`, "## Q?\nA.\n## R?\nB.\n");
    const few = readFolder(folder, { maxFiles: 2 });
    expect(few.entries.map(({ id }) => id)).toEqual(["a.md#q", "a.md#r", "b.md#q", "b.md#r"]);
    expect(few.problems).toEqual([expect.stringContaining("more than 2 files")]);
    const fewer = readFolder(folder, { maxEntries: 3 });
    expect(fewer.entries).toHaveLength(3);
    expect(fewer.problems).toEqual([expect.stringContaining("more than 3 entries")]);
    expect(readFolder(folder, { maxFiles: 3, maxEntries: 6 })).toMatchObject({ problems: [] });
  });

  it("links to files are followed, as mounts have them; what is hidden is not read, and a link to nowhere is said", async () => {
    await write("..data/a.md", "## Q?\nA.\n");
    await write(".git/b.md", "## R?\nB.\n");
    await write(".c.md", "## S?\nC.\n");
    await symlink("..data/a.md", join(folder, "a.md"));
    await symlink("nowhere.md", join(folder, "d.md"));
    const { entries, problems } = readFolder(folder);
    expect(entries.map(({ id }) => id)).toEqual(["a.md#q"]);
    expect(problems).toEqual([expect.stringMatching(/d\.md cannot be read .*ENOENT/)]);
  });

  it("many problems of one file are told in few sentences", async () => {
    const { problems } = await read("a.json", JSON.stringify(Array.from({ length: 20 }, () => ({}))));
    expect(problems).toHaveLength(MAX_PROBLEMS + 1);
    expect(problems.at(-1)).toContain("15 more");
  });

  it("an empty folder has no entries, one that is not there is an error", () => {
    expect(readFolder(folder)).toEqual({ entries: [], problems: [] });
    expect(() => readFolder(join(folder, "none"))).toThrow(/cannot be read .*KNOWLEDGE_DIR/);
  });
});
