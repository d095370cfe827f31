import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MAX_FILE_BYTES, PHRASES_FILE, readFolder } from "./folder.js";
import { MAX_PHRASE_CHARACTERS, MAX_PHRASES, readPhrases } from "./phrases.js";

const folderOf = (phrases: string): string => {
  const folder = mkdtempSync(join(tmpdir(), "bean-brew-phrases-"));
  writeFileSync(join(folder, "hours.md"), "# Hours\n\n## When are you open?\n\nFrom seven.\n\n## Where?\n\nHere.\n");
  writeFileSync(join(folder, PHRASES_FILE), phrases);
  return folder;
};

describe("phrases.json", () => {
  it("gives entries what callers say, and names ids that no entry has", () => {
    const { entries, problems } = readFolder(
      folderOf('{"hours.md#when-are-you-open": ["can I come at eight", "early"], "hours.md#gone": ["x"]}'),
    );
    expect(entries.map(({ id, phrases }) => [id, phrases])).toEqual([
      ["hours.md#when-are-you-open", ["can I come at eight", "early"]],
      ["hours.md#where", undefined],
    ]);
    expect(problems).toEqual(['phrases.json has phrases for "hours.md#gone", which is no entry\'s id.']);
  });

  it.each([
    ["{", /^The file phrases.json in the knowledge folder is not used: it is not JSON/],
    ['["early"]', /is not used: it is not \{"entry id": \[.*expected record/],
    ['{"hours.md#where": [""]}', /is not used: .*\(hours.md#where: 0: /],
    [JSON.stringify({ a: ["x".repeat(MAX_PHRASE_CHARACTERS + 1)] }), /is not used: .*\(a: 0: /],
    [" ".repeat(MAX_FILE_BYTES + 1), /is not used: it is larger than 16777216 bytes/],
    [JSON.stringify({ a: Array(MAX_PHRASES + 1).fill("x") }), /is not used: .*at most 50 an entry \(a: /],
  ])("is not used where it is not what it should be, and the texts are: %.30s", (text, problem) => {
    const { entries, problems } = readFolder(folderOf(text));
    expect(entries).toHaveLength(2);
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });

  it("takes as many phrases as an entry may have, as long as they may be, and a byte order mark before them", () => {
    const most = Array(MAX_PHRASES).fill("x".repeat(MAX_PHRASE_CHARACTERS));
    expect(readPhrases(`\uFEFF${JSON.stringify({ a: most })}`).get("a")).toEqual(most);
  });
});
