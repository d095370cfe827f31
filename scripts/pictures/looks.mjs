import { readFileSync } from "node:fs";

/** The looks of docs/theming.md: what their headings, pictures and blocks of CSS say. */
export const readLooks = () => {
  const text = readFileSync(new URL("../../docs/theming.md", import.meta.url), "utf8");
  return text
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const [, name] = /!\[[^\]]*\]\(images\/looks\/([\w-]+)\.png\)/.exec(section) ?? [];
      const [, css] = /```css\n([\s\S]*?)```/.exec(section) ?? [];
      return name === undefined ? [] : [{ name, css }];
    });
};
