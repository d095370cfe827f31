import { execFileSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createHtmlData, createManifest, elementIn } from "../scripts/manifest.mjs";
import { BeanBrewAgent } from "./bean-brew-agent.js";
import * as events from "./events/events.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const ELEMENT = new URL("./element/", import.meta.url);

const names = (items: readonly { readonly name: string }[]): string[] => items.map(({ name }) => name).sort();
const unique = (all: readonly string[]): string[] => [...new Set(all)].sort();

/** All that stands between a mark and its end in what renders and styles the element. */
const inSource = async (pattern: RegExp): Promise<string[]> => {
  const files = (await readdir(ELEMENT)).filter((name) => !name.endsWith(".test.ts"));
  const sources = await Promise.all(files.map((name) => readFile(new URL(name, ELEMENT), "utf8")));
  return sources.flatMap((source) => [...source.matchAll(pattern)].map(([, found]) => found!));
};

describe("the custom-elements manifest", () => {
  it("has every attribute, property and event of the element's, each described", async () => {
    const element = elementIn(await createManifest());
    const attributes = BeanBrewAgent.observedAttributes;
    expect(names(element.attributes.filter(({ name }) => !name.startsWith("data-")))).toEqual([...attributes].sort());
    const properties = names(element.members.filter(({ kind }) => kind === "field"));
    expect(properties).toEqual(expect.arrayContaining(Object.keys(BeanBrewAgent.properties)));
    expect(names(element.events)).toEqual(
      Object.values(events)
        .map(({ type }) => type)
        .sort(),
    );
    const all = [...element.attributes, ...element.members, ...element.events, ...element.slots];
    expect(all.filter(({ description }) => !description).map(({ name }) => name)).toEqual([]);
    for (const { type } of element.events) expect(Object.keys(events)).toContain(type?.text);
  });

  it("has every part, slot and custom property that is rendered, once, and no other", async () => {
    const element = elementIn(await createManifest());
    const parts = await inSource(/\bpart="((?:\$\{[^}]*\}|[^"$])+)"/g);
    // What is chosen in the template is one of these.
    const chosen = ["start", "mute", "lit-star", "card-icon"];
    const written = parts.flatMap((part) => part.replace(/\$\{[^}]*\}/g, "").split(" ")).filter((part) => part !== "");
    expect(names(element.cssParts)).toEqual(unique([...written, ...chosen]));
    expect(names(element.cssProperties)).toEqual(unique(await inSource(/var\((--bb-[\w-]+)/g)));
    expect(names(element.slots)).toEqual(unique(await inSource(/<slot name="([^"]+)"/g)));
    expect(element.cssProperties.filter(({ default: value }) => !value)).toEqual([]);
  });

  it("gives editors each attribute with its values", async () => {
    const [tag] = createHtmlData(await createManifest()).tags;
    expect(tag).toMatchObject({ name: "bean-brew-agent" });
    const variant = tag!.attributes.find(({ name }) => name === "variant");
    expect(variant?.values).toEqual([{ name: "floating" }, { name: "inline" }, { name: "bar" }, { name: "button" }]);
  });

  it("is what docs/widget.md tells (run node scripts/widget-docs.mjs when it is not)", () => {
    execFileSync(process.execPath, ["scripts/widget-docs.mjs", "--check"], { cwd: ROOT });
  });
});
