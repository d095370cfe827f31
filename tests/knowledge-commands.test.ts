import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const RELAY = fileURLToPath(new URL("dist/cli.js", import.meta.resolve("@bean-brew/relay/package.json")));
const ITEMS = ["barista", "grinder", "kettle", "filter", "water", "sugar", "syrup", "spoon", "apron", "scale", "cup"];
const NOTHING = ["violin", "passport", "tennis racket", "haircut", "submarine", "lawyer", "dragon", "pension", "tooth"];
const MEASURES = {
  recall1: expect.any(Number),
  recall3: expect.any(Number),
  mrr: expect.any(Number),
  auc: expect.any(Number),
};

let root: string;
let questions: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "bean-brew-knowledge-"));
  await mkdir(join(root, "texts"));
  const entry = (item: string, n: number): string =>
    `## Do you sell a ${item}?\nYes, the ${item} costs ${n + 3}.50 dollars.\n\n`;
  await writeFile(join(root, "texts/shop.md"), `---\ntopic: Things\n---\n\n${ITEMS.map(entry).join("")}`);
  questions = join(root, "questions.jsonl");
  const lines = [
    ...ITEMS.map((item) => ({ question: `what is the price of your ${item}`, expect: [`Do you sell a ${item}?`] })),
    ...NOTHING.map((item) => ({ question: `where does one find a ${item}`, expect: [] })),
  ];
  await writeFile(questions, lines.map((line) => JSON.stringify(line)).join("\n"));
});
afterAll(() => rm(root, { recursive: true }));

interface Ran {
  readonly code: number;
  /** What a program would read of it. */
  readonly out: string;
  readonly err: string;
}

const run = (file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  new Promise((resolve) => {
    const { PATH, HOME } = process.env;
    const own = { PATH, HOME, DATA_DIR: join(root, "data"), KNOWLEDGE_DIR: join(root, "texts") };
    execFile(file, args, { cwd: ROOT, env: { ...own, ...env } }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
const knowledge = (args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran> =>
  run(process.execPath, [RELAY, "knowledge", ...args], env);
const json = async (...asked: Parameters<typeof knowledge>): Promise<Record<string, unknown>> => {
  const { code, out, err } = await knowledge([...asked[0], "--json"], asked[1]);
  expect([code, err]).toEqual([0, expect.any(String)]);
  return JSON.parse(out) as Record<string, unknown>;
};

it("build tells of the texts and the index, and of progress where nobody sees a bar", async () => {
  const first = await knowledge(["build"]);
  expect(first.out).toMatch(/texts: 11 entries in 11 chunks, 1 topics, 0 problems\nsearched by meaning and words \(\w/);
  expect(first.out).toContain("22 texts embedded anew");
  expect(first.err).toContain("embedding the knowledge: 22 of 22 texts");
  expect(await json(["build"])).toEqual({
    folder: join(root, "texts"),
    entries: 11,
    chunks: 11,
    topics: 1,
    problems: [],
    index: "hnswlib",
    embedded: 0,
    calibration: "built in",
  });
});

it("query tells what was found, and that nothing was", async () => {
  const found = await json(["query", "what is the price of your kettle"]);
  expect(found).toMatchObject({ found: true, threshold: 0.5 });
  expect((found["results"] as unknown[])[0]).toMatchObject({ question: "Do you sell a kettle?", source: "shop.md" });
  expect((await knowledge(["query", "how much is a kettle"])).out).toMatch(
    /score .*\n[01]\.\d\d .*kettle\?\n[^]*5\.50 dollars/,
  );
  expect((await knowledge(["query", "who won the war"])).out).toContain("No answer: nothing reaches 0.5.");
  expect(await json(["query", "how much is a kettle"], { EMBEDDING_MODEL: "none" })).toMatchObject({ found: true });
});

it("topics tells them", async () => {
  expect(await json(["topics"])).toEqual({ topics: ["Things"], total_topics: 1 });
  expect((await knowledge(["topics"])).out).toBe("Things\n");
});

describe("eval and calibrate", () => {
  const measured = {
    questions: 20,
    unanswerable: 9,
    ways: { lexical: MEASURES, vector: MEASURES, combined: MEASURES },
    threshold: 0.5,
    right: expect.any(Number),
    wrongAmongAnswers: expect.any(Number),
    answered: expect.any(Number),
    p50Ms: expect.any(Number),
    p99Ms: expect.any(Number),
  };

  it("eval measures the three ways, and tells all that it is expected to and no more", async () => {
    const all = await json(["eval", questions]);
    expect(all).toEqual(measured);
    expect(all).toMatchObject({ ways: { combined: { recall1: 1, recall3: 1, mrr: 1 } } });
    expect((await knowledge(["eval", questions])).out).toMatch(
      /^search by +recall@1 .*\nlexical .*\nvector .*\ncombined /,
    );
  });

  it("without a model only searches by words are measured and fitted, and that is said", async () => {
    const byWords = { EMBEDDING_MODEL: "none" };
    const { out, err } = await knowledge(["eval", questions, "--json"], byWords);
    expect(JSON.parse(out)).toEqual({ ...measured, ways: { lexical: MEASURES, vector: null, combined: null } });
    expect(err).toMatch(/^Measured by words alone: .*no model is configured/);
    const fitted = await knowledge(["calibrate", questions], byWords);
    expect(fitted.err).toContain("Calibrated by words alone:");
    const kept = JSON.parse(await readFile(join(root, "texts/calibration.json"), "utf8")) as object;
    expect(Object.keys(kept)).toEqual(["lexical", "threshold", "questions"]);
  });

  it("calibrate writes a calibration that names its model, keeps the folder's threshold, and is used", async () => {
    const file = join(root, "texts/calibration.json");
    const before = JSON.parse(await readFile(file, "utf8")) as object;
    await writeFile(file, JSON.stringify({ ...before, threshold: 0.6 }));
    const by06 = { ...measured, threshold: 0.6 };
    const told = await json(["calibrate", questions]);
    const written = JSON.parse(await readFile(file, "utf8")) as unknown;
    expect(told).toMatchObject({ file, calibration: written, before: by06, after: by06 });
    expect(written).toMatchObject({ threshold: 0.6, questions: 20, model: expect.stringContaining("mean") });
    expect(await json(["build"])).toMatchObject({ calibration: "calibration.json" });
    expect(await json(["eval", questions])).toMatchObject({ threshold: 0.6 });

    await writeFile(file, JSON.stringify({ ...(written as object), model: "another" }));
    expect((await knowledge(["query", "a kettle"])).err).toContain("was made with another model");
    await rm(file);
  });

  it("questions whose labels name no entry are named, and not fitted to", async () => {
    const file = join(root, "stray.jsonl");
    const stray = { question: "what is the price of a tea pot", expect: ["Do you sell a tea pot?"] };
    await writeFile(file, `${await readFile(questions, "utf8")}\n${JSON.stringify(stray)}`);
    const said = /labels name no entry .*: 1, among them "what is the price of a tea pot"/;
    const evaluated = await knowledge(["eval", file, "--json"]);
    expect(evaluated.err).toMatch(said);
    expect(JSON.parse(evaluated.out)).toMatchObject({ questions: 21 });
    const calibrated = await knowledge(["calibrate", file, "--json"]);
    expect(calibrated.err).toMatch(said);
    expect(JSON.parse(calibrated.out)).toMatchObject({ calibration: { questions: 20 } });
    await rm(join(root, "texts/calibration.json"));
  });

  it.each([
    ["too few", '{"question":"a","expect":[]}\n', "calibrate", /at least 20 questions/],
    ["not questions", "{}\n", "eval", /line 1 is not/],
  ])("a file of %s is refused in a sentence", async (_what, text, command, why) => {
    const file = join(root, "bad.jsonl");
    await writeFile(file, text);
    const { code, err, out } = await knowledge([command, file]);
    expect([code, out, err]).toEqual([1, "", expect.stringMatching(why)]);
  });
});

it.each([
  [["nothing"], /There is no "knowledge nothing"/],
  [["query"], /takes a question/],
  [["topics", "x"], /takes no arguments/],
  [["eval", "/no/such/file"], /cannot be used: ENOENT/],
])("%j is refused with what it takes", async (args, why) => {
  const { code, err } = await knowledge(args);
  expect([code, err]).toEqual([1, expect.stringMatching(why)]);
});

it("as a script of the clone prints JSON and nothing else", async () => {
  const { code, out } = await run("npm", ["run", "relay", "--", "knowledge", "topics", "--json"]);
  expect([code, JSON.parse(out)]).toEqual([0, { topics: ["Things"], total_topics: 1 }]);
});
