// Writes the tables of docs/widget.md from the widget's custom-elements manifest, between their marks.
// `--check` writes nothing and fails when the tables are not what would be written.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import { createManifest, elementIn } from "../packages/widget/scripts/manifest.mjs";

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const path = join(dirname(dirname(fileURLToPath(import.meta.url))), "docs/widget.md");

const manifest = await createManifest();
const element = elementIn(manifest);
const classes = new Map(manifest.modules[0].declarations.map((declaration) => [declaration.name, declaration]));

const cell = (text = "") => text.replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|");
/** An empty one is empty: there are no two backticks with nothing between them. */
const code = (text) => (text === undefined ? "" : `\`${text.replace(/\s*\n\s*/g, " ")}\``);
const table = (heads, rows) =>
  [heads, heads.map(() => "---"), ...rows].map((row) => `| ${row.map((each) => cell(each)).join(" | ")} |`).join("\n");

const fields = element.members.filter(({ kind }) => kind === "field");
const methods = element.members.filter(({ kind }) => kind === "method");
const signature = ({ name, parameters = [], return: returned }) => {
  const list = parameters.map((each) => {
    const optional = each.optional || each.default !== undefined;
    return `${each.name}${optional ? "?" : ""}: ${each.type.text}`;
  });
  return `${name}(${list.join(", ")}): ${returned?.type.text ?? "void"}`;
};
/** What an event tells: its class's own fields. */
const detail = ({ type }) =>
  (classes.get(type.text)?.members ?? [])
    .map((member) => `${code(member.name)}${member.description ? `: ${member.description}` : ""}`)
    .join("; ");

const TABLES = {
  attributes: table(
    ["attribute", "values", "default", ""],
    element.attributes.map((each) => [code(each.name), code(each.type?.text), code(each.default), each.description]),
  ),
  properties: table(
    ["property", "type", ""],
    fields.map((each) => [
      code(each.name),
      code(each.type?.text),
      `${each.readonly ? "Read only. " : ""}${each.description ?? ""}`,
    ]),
  ),
  methods: table(
    ["method", ""],
    methods.map((each) => [code(signature(each)), each.description]),
  ),
  events: table(
    ["event", "class", "", "tells"],
    element.events.map((each) => [code(each.name), code(each.type.text), each.description, detail(each)]),
  ),
  slots: table(
    ["slot", ""],
    element.slots.map((each) => [code(each.name), each.description]),
  ),
  parts: table(
    ["part", ""],
    [...element.cssParts].sort((a, b) => (a.name < b.name ? -1 : 1)).map((each) => [code(each.name), each.description]),
  ),
  "custom-properties": table(
    ["custom property", "default", ""],
    element.cssProperties.map((each) => [code(each.name), code(each.default), each.description]),
  ),
};

const old = readFileSync(path, "utf8");
const filled = Object.entries(TABLES).reduce((text, [name, content]) => {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`docs/widget.md has no ${start} … ${end} for the table to stand between.`);
  return `${before}${start}\n\n${content}\n\n${end}${after}`;
}, old);
const text = await format(filled, { ...(await resolveConfig(path)), parser: "markdown" });

if (!values.check) writeFileSync(path, text);
else if (text !== old) {
  console.error("docs/widget.md does not tell what the element is now: run node scripts/widget-docs.mjs.");
  process.exitCode = 1;
}
