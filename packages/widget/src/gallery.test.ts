import { readFile, readdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { readLooks } from "../../../scripts/pictures/looks.mjs";
import { createManifest, elementIn } from "../scripts/manifest.mjs";

const DOCS = new URL("../../../docs/", import.meta.url);

const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name]) => name!);
const names = (items: readonly { readonly name: string }[]): Set<string> => new Set(items.map(({ name }) => name));

/** Relative luminance, as WCAG 2 defines it. */
const luminance = (hex: string): number => {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
};
const contrast = (one: string, other: string): number => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
};

/** The colours that a look sets, in one scheme. */
const coloursOf = (css: string, scheme: "light" | "dark"): ReadonlyMap<string, string> =>
  new Map(
    [...css.matchAll(/--bb-([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g)].map(
      ([, name, light, dark, both]) => [name!, both ?? (scheme === "light" ? light! : dark!)],
    ),
  );

describe("the looks of docs/theming.md", () => {
  const looks = readLooks();

  it("are six at least, each with a picture that was taken of it", async () => {
    expect(looks.length).toBeGreaterThanOrEqual(6);
    const pictures = await readdir(new URL("images/looks/", DOCS));
    expect(pictures.sort()).toEqual(looks.map(({ name }) => `${name}.png`).sort());
  });

  it("are made of custom properties and parts that the element has, and of nothing else", async () => {
    const { cssParts, cssProperties } = elementIn(await createManifest());
    const [parts, properties] = [names(cssParts), names(cssProperties)];
    const text = await readFile(new URL("theming.md", DOCS), "utf8");
    const css = found(text, /```css\n([\s\S]*?)```/g).join("\n");
    for (const part of found(css, /::part\(([\w-]+)\)/g)) expect(parts).toContain(part);
    for (const property of found(css, /(--[\w-]+):/g)) expect(properties).toContain(property);
    for (const [selector, rule] of found(css, /([^{}]+\{[^{}]*)\}/g).map((each) => each.split("{"))) {
      expect(selector!.trim()).toMatch(/^bean-brew-agent/);
      // Without a part, what is styled is the element: by its properties alone.
      if (!selector!.includes("::part")) expect(rule!.trim()).toMatch(/^(?:(?:--bb-[\w-]+|color-scheme): [^;]+;\s*)*$/);
    }
  });

  it.each(looks.filter(({ css }) => css.includes("--bb-ink")))("can be read: $name", ({ css }) => {
    for (const scheme of ["light", "dark"] as const) {
      const colours = coloursOf(css, scheme);
      const least = (one: string, other: string, ratio: number): void =>
        expect(
          contrast(colours.get(one)!, colours.get(other)!),
          `${one} on ${other}, ${scheme}`,
        ).toBeGreaterThanOrEqual(ratio);
      for (const surface of ["surface", "surface-2"]) {
        least("ink", surface, 7);
        least("muted", surface, 4.5);
      }
      least("on-accent", "accent", 4.5);
      least("edge", "surface", 3);
    }
  });
});

describe("pictures", () => {
  it("are there where README and docs name them, and none is there that nobody names", async () => {
    const pages = (await readdir(DOCS)).filter((name) => name.endsWith(".md"));
    const texts = await Promise.all(
      [...pages, "../README.md"].map(async (name) => readFile(new URL(name, DOCS), "utf8")),
    );
    const named = new Set(texts.flatMap((text) => found(text, /images\/([\w/-]+\.png)/g)));
    const taken = (await readdir(new URL("images/", DOCS), { recursive: true })).filter((name) =>
      name.endsWith(".png"),
    );
    expect([...named].sort()).toEqual(taken.sort());
  });
});
