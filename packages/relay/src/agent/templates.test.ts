import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { loadTemplates } from "./templates.js";

const TOOLS = parse(readFileSync(new URL("templates/bean-and-brew.yaml", import.meta.url), "utf8")) as {
  tools: string[];
};
const GUIDE = readFileSync(new URL("../../../../docs/templates.md", import.meta.url), "utf8");
const [EXAMPLE = ""] = [...GUIDE.matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, text]) => text);

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "bean-brew-templates-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const load = (...texts: readonly string[]) => {
  texts.forEach((text, index) => writeFileSync(join(folder, `template-${index}.yaml`), text));
  return loadTemplates(TOOLS.tools, folder);
};

describe("templates", () => {
  it("are built in, with English and Spanish", () => {
    const template = loadTemplates(TOOLS.tools).get("beanandbrew")!;
    expect(Object.keys(template.languages)).toEqual(["en", "es"]);
    expect(template.languages["es"]).toMatchObject({
      listen: { provider: { model: "flux-general-multi", language_hints: ["es"] } },
      speak: { provider: { model: "aura-2-celeste-es" } },
    });
  });

  it("are built in for the staff, too, who alone set an appointment's status by it", () => {
    const template = loadTemplates(TOOLS.tools).get("staffdesk")!;
    expect(template).toMatchObject({ scope: "staff", confirm: ["cancel_appointment"] });
    expect(template.tools).toContain("update_appointment_status");
    expect(template.tools).not.toContain("create_customer_account");
  });

  it("of one's own are read beside the built-in ones: the guide's example as it stands", () => {
    const templates = load(EXAMPLE);
    expect([...templates.keys()]).toEqual(["beanandbrew", "staffdesk", "wholesaledesk"]);
    expect(templates.get("wholesaledesk")).toMatchObject({ scope: "public", agent: "Wholesale desk" });
  });

  it("take the place of a built-in one of their name", () => {
    const own = EXAMPLE.replace("name: wholesale-desk", "name: Bean and Brew");
    expect(load(own).get("beanandbrew")?.agent).toBe("Wholesale desk");
  });

  const changed = (change: (template: Record<string, unknown>) => void): string => {
    const template = parse(EXAMPLE) as Record<string, unknown>;
    change(template);
    return stringify(template);
  };
  const languages = (template: Record<string, unknown>) =>
    template["languages"] as Record<string, Record<string, unknown>>;

  it.each([
    ["name: [", /template-0\.yaml is not valid: it is no YAML: .+ at line 1/],
    ["just a text", /template-0\.yaml is not valid: it must have fields of its own\./],
    [changed((template) => delete template["prompt"]), /its field prompt is missing\./],
    [
      changed((template) => delete languages(template)["en"]!["greeting"]),
      /its field languages\.en\.greeting is missing\./,
    ],
    [
      changed((template) => (languages(template)["en"]!["greeting"] = 7)),
      /its field languages\.en\.greeting must be a text\./,
    ],
    [
      changed((template) => (languages(template)["klingon!"] = languages(template)["en"]!)),
      /its field languages\.klingon! is no language tag/,
    ],
    [changed((template) => (template["languages"] = {})), /its field languages must have one language at least\./],
    [changed((template) => (template["prompt"] = "Be kind.")), /its field prompt must say \{language\}/],
    [
      changed((template) => (template["confirm"] = ["cancel_appointment"])),
      /its field confirm\.0 names cancel_appointment, which is not among its tools\./,
    ],
    [changed((template) => (template["confirm"] = true)), /its field confirm must be a list of tools\./],
    [changed((template) => (template["voice"] = "luna")), /there is no field voice in a template\./],
    [
      changed((template) => (template["tools"] = ["find_customer", "fly"])),
      /its field tools\.1 names fly, and the tools are find_customer,/,
    ],
    [changed((template) => (template["scope"] = "boss")), /its field scope must be public or staff\./],
    [
      changed((template) => (template["prompt"] = "x".repeat(20_001))),
      /its field prompt must have at most 20000 characters\./,
    ],
    [`# ${"x".repeat(200_001)}`, /it has more than 200000 bytes\./],
  ])("that are wrong stop the relay, with the file and the field: %#", (text, sentence) => {
    expect(() => load(text)).toThrow(sentence);
  });

  it("are bounded in number, and in languages", () => {
    const tags = Array.from({ length: 41 }, (_, index) => `en-${String(index + 100)}`);
    const many = changed((template) => {
      template["languages"] = Object.fromEntries(tags.map((tag) => [tag, languages(template)["en"]]));
    });
    expect(() => load(many)).toThrow("its field languages must have at most 40 languages.");
    const files = Array.from({ length: 101 }, (_, index) => EXAMPLE.replace("wholesale-desk", `desk ${index}`));
    expect(() => load(...files)).toThrow("has 101 templates; at most 100 are read.");
  });

  it("have names of their own", () => {
    expect(() => load(EXAMPLE, EXAMPLE)).toThrow(
      /template-1\.yaml is not valid: another one is called wholesale-desk, too\./,
    );
  });

  it("are in a folder that is there", () => {
    expect(() => loadTemplates(TOOLS.tools, join(folder, "nowhere"))).toThrow(/TEMPLATES_DIR=.*nowhere is not valid/);
  });
});
