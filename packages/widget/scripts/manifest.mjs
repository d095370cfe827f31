import { readdir, readFile, writeFile } from "node:fs/promises";
import { create, ts } from "@custom-elements-manifest/analyzer";
import { litPlugin } from "@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js";

const SOURCES = new URL("../src/", import.meta.url);
const DIST = new URL("../dist/", import.meta.url);
const ELEMENT = "bean-brew-agent.ts";
const EVENTS = "events/events.ts";
/** Where the classes are exported, as it is published. */
const MODULE = "dist/index.js";

const read = (path) => readFile(new URL(path, SOURCES), "utf8");

const analyse = (path, text) => {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const { modules } = create({ modules: [source], plugins: litPlugin() });
  return modules[0].declarations;
};

/** The default of each custom property: what stands after its name in the `var()` that reads it. */
function defaultsIn(styles) {
  const own = (value) => value.replace(/var\((--_[\w-]+)\)/g, (_, name) => styles.split(`${name}: `)[1].split(";")[0]);
  const defaults = new Map();
  for (const { 1: name, index, 0: start } of styles.matchAll(/var\((--bb-[\w-]+),\s*/g)) {
    let end = index + start.length;
    for (let depth = 1; depth > 0; end += 1) depth += { "(": 1, ")": -1 }[styles[end]] ?? 0;
    defaults.set(name, own(styles.slice(index + start.length, end - 1).replace(/\s+/g, " ")));
  }
  return defaults;
}

/** Parts and custom properties, from the doc comments of what renders them: `@csspart name - text`. */
async function stylingOf(files) {
  const source = (await Promise.all(files.map(read))).join("\n");
  const tagged = (tag) =>
    [...source.matchAll(new RegExp(`@${tag} (\\S+) - (.+?)(?: \\*/)?$`, "gm"))].map(([, name, description]) => ({
      name,
      description,
    }));
  const defaults = defaultsIn(source);
  return {
    cssParts: tagged("csspart"),
    cssProperties: tagged("cssproperty").map((property) => ({ ...property, default: defaults.get(property.name) })),
  };
}

/** The types that the class comment spells out, which the properties have by name. */
const typesIn = (text) =>
  new Map([...text.matchAll(/@attr \{(.+?)\} (\S+)/g)].map(([, type, name]) => [name, type.replaceAll("|", " | ")]));

/** A default is worth telling when it can be read without the source. */
const readable = ({ default: value, ...rest }) =>
  value === undefined || /^[A-Z_]+$/.test(value) ? rest : { ...rest, default: value };

const isPublic = ({ privacy, static: isStatic, name }) =>
  (privacy === undefined || privacy === "public") && !isStatic && !name.startsWith("#");

/** An event's class by its name: `bb-state-change` is a `BbStateChangeEvent`. */
const classOf = (event) => `${event.replace(/(?:^|-)./g, (start) => start.at(-1).toUpperCase())}Event`;

/**
 * The custom-elements manifest (schema 1.0.0) of what the package exports: the element, with everything that a page can
 * set, hear, call and style, and the classes of its events.
 */
export async function createManifest() {
  const text = await read(ELEMENT);
  const files = (await readdir(new URL("element/", SOURCES))).filter((name) => /(?<!\.test)\.ts$/.test(name)).sort();
  const types = typesIn(text);
  const { members, attributes, events, ...declared } = analyse(ELEMENT, text).find(({ kind }) => kind === "class");
  const told = attributes.map((attribute) => {
    const type = types.get(attribute.name);
    return readable(type === undefined ? attribute : { ...attribute, type: { text: type } });
  });
  const withDescription = (member) => {
    const { description } = told.find(({ fieldName }) => fieldName === member.name) ?? {};
    return readable({ ...(description === undefined ? {} : { description }), ...member });
  };
  const element = {
    ...declared,
    attributes: told,
    members: members.filter(isPublic).map(withDescription),
    events: events.map((event) => ({ ...event, type: { text: classOf(event.name) } })),
    ...(await stylingOf(files.map((name) => `element/${name}`))),
  };
  const eventClasses = analyse(EVENTS, await read(EVENTS))
    .filter(({ kind }) => kind === "class")
    .map((declaration) => ({ ...declaration, members: declaration.members.filter(isPublic) }));
  const declarations = [element, ...eventClasses];
  const exported = declarations.map(({ name }) => ({ kind: "js", name, declaration: { name, module: MODULE } }));
  const definition = {
    kind: "custom-element-definition",
    name: element.tagName,
    declaration: { name: element.name, module: MODULE },
  };
  return {
    schemaVersion: "1.0.0",
    modules: [{ kind: "javascript-module", path: MODULE, declarations, exports: [...exported, definition] }],
  };
}

/** The element in a manifest. */
export const elementIn = ({ modules }) => modules[0].declarations.find(({ tagName }) => tagName !== undefined);

/** What VS Code shows and completes in HTML, from a manifest: its custom data format, version 1.1. */
export function createHtmlData(manifest) {
  const { tagName, description, attributes, slots, events } = elementIn(manifest);
  const list = (title, items) =>
    `**${title}**\n${items.map((item) => `- \`${item.name}\`: ${item.description}`).join("\n")}`;
  const set = attributes.filter(({ name }) => !name.startsWith("data-"));
  return {
    version: 1.1,
    tags: [
      {
        name: tagName,
        description: [description, list("Slots", slots), list("Events", events)].join("\n\n"),
        attributes: set.map(({ name, description: told, type }) => {
          const values = [...(type?.text.matchAll(/"([^"]+)"/g) ?? [])].map(([, value]) => ({ name: value }));
          const valueSet = type?.text === "boolean" ? { valueSet: "v" } : {};
          return { name, description: told, ...valueSet, ...(values.length > 0 ? { values } : {}) };
        }),
      },
    ],
  };
}

/** Writes both beside the bundle, where `package.json` says that they are. */
export async function writeManifest() {
  const manifest = await createManifest();
  const write = (name, content) => writeFile(new URL(name, DIST), `${JSON.stringify(content, null, 2)}\n`);
  await write("custom-elements.json", manifest);
  await write("vscode.html-custom-data.json", createHtmlData(manifest));
}
