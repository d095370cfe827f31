import { devTools } from "./browser.js";

interface Value {
  readonly value?: unknown;
}
interface Node {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: Value;
  readonly name?: Value;
  readonly properties?: readonly { readonly name: string; readonly value: Value }[];
  readonly childIds?: readonly string[];
}

/** Roles that tell a screen reader nothing by themselves; what they hold stands in their place. */
const SILENT = new Set(["RootWebArea", "generic", "none", "paragraph", "strong", "emphasis", "LabelText", "Legend"]);
/** Their name is all that is read of them. */
const LEAVES = new Set(["button", "link", "heading", "radio", "checkbox", "textbox", "image"]);
const STATES = ["expanded", "checked", "disabled", "live"];

/**
 * The page as a screen reader has it from Chromium, a line each: role, name and states, indented by what it is in. Text
 * without a role of its own is in quotes.
 */
export async function accessibilityTree(): Promise<string[]> {
  const { nodes } = await devTools<{ nodes: readonly Node[] }>("Accessibility.getFullAXTree");
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const lines = (node: Node, depth: number): string[] => {
    const role = String(node.role?.value);
    const name = String(node.name?.value ?? "").trim();
    const silent = node.ignored || SILENT.has(role);
    const inside = (to: number): string[] =>
      LEAVES.has(role) ? [] : (node.childIds ?? []).flatMap((id) => lines(byId.get(id)!, to));
    if (silent) return inside(depth);
    const indent = "  ".repeat(depth);
    if (role === "StaticText") return name === "" ? [] : [`${indent}"${name}"`];
    if (role === "InlineTextBox") return [];
    const states = (node.properties ?? [])
      .filter(({ name: state, value }) => STATES.includes(state) && !(state === "disabled" && value.value === false))
      .map(({ name: state, value }) => ` ${state}=${String(value.value)}`);
    return [`${indent}${role}${name && ` ${name}`}${states.join("")}`, ...inside(depth + 1)];
  };
  return lines(nodes[0]!, 0);
}
