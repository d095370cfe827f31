import { describe, expect, it } from "vitest";
import { splitAt, stretchesOf } from "./rich-text.js";

const read = (text: string): string[] =>
  stretchesOf(text).map(({ text: words, emphasis, href }) => [emphasis, href, words].filter(Boolean).join(" "));

describe("stretchesOf", () => {
  it("finds emphasis, links and bare addresses", () => {
    expect(read("A **very** *good* one: [our page](https://a.example/b) or https://c.example/d?e=f.")).toEqual([
      "A ",
      "strong very",
      " ",
      "em good",
      " one: ",
      "https://a.example/b our page",
      " or ",
      "https://c.example/d?e=f https://c.example/d?e=f",
      ".",
    ]);
    expect(read("[Call us](tel:+12125550142) or [write](mailto:hi@a.example)")).toEqual([
      "tel:+12125550142 Call us",
      " or ",
      "mailto:hi@a.example write",
    ]);
  });

  it("leaves what is no markup, or no safe link, as it is", () => {
    for (const text of [
      "2 * 3 * 4",
      "**",
      "a ** b",
      "[x](javascript:alert(1))",
      "[x](data:text/html,y)",
      "[x](/relative)",
      "javascript://x",
      "<b>bold</b>",
    ])
      expect(read(text).join("")).toBe(text);
    expect(stretchesOf("")).toEqual([]);
  });

  it("reads what was made to take long in a time that grows with its length only", () => {
    for (const text of ["*".repeat(20_000), "[".repeat(20_000), "**a".repeat(6_000), `[${"](".repeat(9_000)}`])
      expect(
        stretchesOf(text)
          .map(({ text: words }) => words)
          .join("").length,
      ).toBeGreaterThan(0);
  });

  it("knows where each stretch begins, so that a turn can be parted where it was cut", () => {
    const text = "Come **on Friday at ten** please";
    const [before, after] = splitAt(stretchesOf(text), text.indexOf(" at"));
    expect(before.map(({ text: words }) => words)).toEqual(["Come ", "on Friday"]);
    expect(after).toMatchObject([{ text: " at ten", emphasis: "strong" }, { text: " please" }]);
    expect(splitAt(stretchesOf("all"), 0)).toMatchObject([[], [{ text: "all" }]]);
    expect(splitAt(stretchesOf("all"), 3)).toMatchObject([[{ text: "all" }], []]);
  });
});
